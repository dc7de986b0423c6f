import type { Diagnosis } from '../../../../src/engine/check/diagnose.js';
import {
  compareGradients,
  type CompareSpec,
  type Comparison,
} from '../../../../src/engine/check/compareGradients.js';
import type { GivenGradients, GivenTensor } from '../../../../src/engine/check/givenGradients.js';
import type { Samples } from '../../../../src/engine/model/dataset.js';
import type { Network } from '../../../../src/engine/model/network.js';
import type { LossName } from '../../../../src/engine/model/spec.js';
import { drain } from '../../../../src/engine/pacing.js';
import { between, makeNetwork, makeSamples, oneOf, randomGenerator } from '../networks.js';
import type { M } from './matrices.js';
import type { Mutant } from './mutants.js';
import { run, type PlainGradient, type Problem } from './program.js';
import { executeEdited, type RandomEdit } from './randomEdits.js';

/** The kind of a network and its batch, without any numbers. */
export interface Shape {
  readonly inputs: number;
  readonly layers: readonly { readonly units: number; readonly activation: string }[];
  readonly loss: LossName;
  readonly rows: number;
  readonly l1: number;
  readonly l2: number;
}

const hidden = [
  'sigmoid',
  'tanh',
  'relu',
  'leakyRelu',
  'elu',
  'softplus',
  'softsign',
  'sigmoid',
  'tanh',
  'relu',
];

/** Draws networks of 1 to 4 layers and batches of 1 to 20 samples. */
export function drawShape(seed: number): Shape {
  const random = randomGenerator(seed);
  const loss = oneOf(random, ['halfSquaredError', 'meanSquaredError', 'crossEntropy', 'binaryCrossEntropy'] as const); // prettier-ignore
  const width = between(random, 2, 4);
  const units = () => (random() < 0.4 ? width : between(random, 2, 5));
  const last = loss === 'crossEntropy' ? 'softmax' : loss === 'binaryCrossEntropy' ? 'sigmoid' : oneOf(random, ['identity', 'sigmoid', 'tanh']); // prettier-ignore
  const depth = between(random, 0, 3);
  const penalized = random() < 0.3;
  return {
    inputs: random() < 0.4 ? width : between(random, 2, 4),
    layers: [
      ...Array.from({ length: depth }, () => ({ units: units(), activation: oneOf(random, hidden) })),
      { units: loss !== 'crossEntropy' && random() < 0.4 ? 1 : units(), activation: last },
    ],
    loss,
    rows: random() < 0.2 ? 1 : between(random, 2, 20),
    l1: penalized ? oneOf(random, [0, 0.02]) : 0,
    l2: penalized ? oneOf(random, [0.05, 0.01]) : 0,
  };
}

/** A network with numbers, as the engine and as the plain program have it. */
export interface Drawn {
  readonly network: Network;
  readonly samples: Samples;
  readonly problem: Problem;
  readonly spec: CompareSpec;
}

const rate = 0.3;

export function drawNumbers(shape: Shape, seed: number): Drawn {
  const random = randomGenerator(seed);
  const network = makeNetwork(random, shape.inputs, shape.layers, shape.loss);
  const samples = makeSamples(random, network, shape.rows);
  const matrix = (values: ArrayLike<number>, columns: number): M =>
    Array.from({ length: values.length / columns }, (_, i) => Array.from({ length: columns }, (_, j) => values[i * columns + j])); // prettier-ignore
  return {
    network,
    samples,
    problem: {
      layers: network.layers.map(({ activation, weights, inputs, bias }) => ({
        activation, W: matrix(weights, inputs), b: Array.from(bias ?? []),
      })), // prettier-ignore
      loss: shape.loss,
      X: matrix(samples.inputs.values, samples.inputs.columns),
      T: matrix(samples.targets.values, samples.targets.columns),
      l1: shape.l1,
      l2: shape.l2,
      rate,
    },
    spec: {
      optimizer: { type: 'sgd', learningRate: rate, momentum: 0, nesterov: false, weightDecay: 0 },
      regularization: { l1: shape.l1, l2: shape.l2 },
      batchSize: null,
      schedule: { type: 'constant' },
      warmupEpochs: 0,
    },
  };
}

export function given(
  gradients: readonly PlainGradient[],
  round: (x: number) => number = (x) => x,
  rounding = 0,
): GivenGradients {
  // prettier-ignore
  const tensor = (shape: readonly number[], values: readonly number[]): GivenTensor => ({
    shape, values: Float64Array.from(values, round), rounding: new Float64Array(values.length).fill(rounding),
  }); // prettier-ignore
  return {
    layers: gradients.map(({ weights, bias }) => ({
      weights: tensor([weights.length, weights[0].length], weights.flat()),
      bias: tensor([bias.length], bias),
    })),
    loss: null,
    outputs: null,
    steps: { absolute: rounding, relative: 0 },
  };
}

const flat = (gradients: readonly PlainGradient[]) => gradients.flatMap(({ weights, bias }) => [...weights.flat(), ...bias]); // prettier-ignore

/** Returns whether an edit changes any number visibly, and none absurdly. */
export function isVisible(
  wrong: readonly PlainGradient[],
  right: readonly PlainGradient[],
  least = 1e-6,
): boolean {
  const [a, b] = [flat(wrong), flat(right)];
  return (
    a.every((x) => Math.abs(x) < 1e6) && a.some((x, i) => Math.abs(x - b[i]) > least * (1 + Math.abs(b[i])))
  );
}

export interface Outcome {
  readonly found: boolean;
  readonly explained: boolean;
  /** The names of the mistakes said, each with its alternatives. */
  readonly said: readonly (readonly string[])[];
  readonly milliseconds: number;
}

/** Injects a mutant in some layers and compares; null where it does not fit or changes nothing. */
export function attempt(drawn: Drawn, mutant: Mutant, layers: readonly number[]): Outcome | null {
  return compareWrong(drawn, run(drawn.problem, [{ step: mutant.step, layers, change: mutant.change }]));
}

/** Injects edits of statements and compares; null where they do not fit or change nothing. */
export function attemptEdits(drawn: Drawn, edits: readonly RandomEdit[]): Outcome | null {
  const wrong = executeEdited(drawn.problem, edits);
  return wrong && compareWrong(drawn, wrong);
}

function compareWrong(
  { problem, network, samples, spec }: Drawn,
  wrong: readonly PlainGradient[],
): Outcome | null {
  if (!isVisible(wrong, run(problem))) return null;
  const start = performance.now();
  const comparison = drain(compareGradients(network, samples, given(wrong), spec));
  const milliseconds = performance.now() - start;
  const isUnknown = comparison.diagnoses.some(({ mistake }) => mistake.code === 'unknown');
  return {
    // All signs reversed is a convention, which is said, too.
    found: comparison.wrong > 0 || comparison.otherWeights !== null || comparison.diagnoses.length > 0,
    explained: comparison.diagnoses.length > 0 && !isUnknown,
    said: comparison.diagnoses.map(namesOf),
    milliseconds,
  };
}

function namesOf({ mistake, alternatives }: Diagnosis): string[] {
  return [mistake, ...alternatives.map((other) => other.mistake)].map((each) =>
    each.code === 'edit' ? each.key : JSON.stringify(each),
  );
}

/** Returns the layers where a mutant fits: all of them, or one. */
export function layersFor({ problem }: Drawn, { fits }: Mutant, random: () => number): number[] {
  const fitting = [...problem.layers.keys()].filter((l) => fits?.(problem, l) ?? true);
  return fitting.length > 1 && random() < 0.5 ? [oneOf(random, fitting)] : fitting;
}

export type { Comparison };
