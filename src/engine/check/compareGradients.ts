import type { Samples } from '../model/dataset.js';
import type { Floats, Layer, Network } from '../model/network.js';
import { learningRateOf, startPlateau } from '../training/schedule.js';
import type { TrainingSpec } from '../model/spec.js';
import { conventionDiagnosis, diagnose, type Diagnosis } from './diagnose.js';
import { differentForward, type Difference } from './differentForward.js';
import type { DigitCounts, GivenGradients, GivenPlace } from './givenGradients.js';
import { penaltyOf, type Context } from './mistakes/context.js';
import { explainWrong, mostWork } from './explainWrong.js';
import { wrongEntry, type Level, type WrongEntry } from './mistakes/target.js';
import { numericComparison } from './numericComparison.js';
import { numericGradient } from './numericGradient.js';
import type { Solution } from './mistakes/mistake.js';
import { kinkSides } from './kinkSides.js';
import { WorkMeter } from './workMeter.js';
import type { TensorName } from './parameters.js';
import type { Crossing } from './moved.js';
import { readAnswer, type Answer, type AnswerPrecision } from './readAnswer.js';
import { recordSteps, type Recorded } from './record.js';
import { steppedWeights } from './steppedWeights.js';
import { workedEdit } from './workedEdit.js';
import { allTargets, targetsOf, type Misfit, type Targets } from './targets.js';

export type CompareSpec = Pick<
  TrainingSpec,
  'optimizer' | 'regularization' | 'batchSize' | 'schedule' | 'warmupEpochs'
>;

/**
 * Other parameters or other data that the given gradients may belong to. The name `updated` is reserved for a candidate
 * that is always tried.
 */
export interface Candidate {
  readonly name: string;
  readonly network: Network;
  readonly samples: Samples;
}

export interface TensorComparison {
  /** The layer, from 1. */
  readonly layer: number;
  readonly tensor: TensorName;
  readonly compared: number;
  readonly wrong: number;
  /** The number of values given with too few digits to decide whether they are right. */
  readonly undecided: number;
  /** The rounding assumed for the numbers; null where they have all their digits. */
  readonly assumed: DigitCounts | null;
  /** Some of the wrong numbers. */
  readonly entries: readonly WrongEntry[];
  /** One of the undecided numbers. */
  readonly coarse: WrongEntry | null;
}

/** The given numbers belong to other weights or data: the loss or the outputs differ, or another candidate fits. */
export interface OtherWeights {
  readonly quantity: 'loss' | 'outputs' | 'gradients';
  readonly place: GivenPlace;
  /** The [sample, output] of an output. */
  readonly index: readonly number[];
  readonly given: number;
  readonly truth: number;
  /** The candidate whose gradients these are; null where none fits. */
  readonly candidate: string | null;
}

export interface Comparison {
  readonly compared: number;
  readonly wrong: number;
  readonly undecided: number;
  readonly tensors: readonly TensorComparison[];
  readonly misfits: readonly Misfit[];
  readonly diagnoses: readonly Diagnosis[];
  readonly otherWeights: OtherWeights | null;
  /** The precision of the given numbers where it explains why they differ from the right ones. */
  readonly precision: AnswerPrecision | null;
  /** The kinks at which the given derivative is the one from the other side, which is equally valid. */
  readonly kinks: readonly Crossing[];
  /** Whether the search ended because it reached its limit of work. */
  readonly exhausted: boolean;
}

/**
 * Compares given gradients of a network's mean loss plus penalty on all its samples with the true ones. Numbers that
 * differ by no more than the rounding they were given with, or by that of float32, are right, and so are derivatives
 * from either side of a kink. Wrong numbers are explained by the simplest mistakes that reproduce all given numbers.
 * Yields during the work.
 */
export function* compareGradients(
  network: Network,
  samples: Samples,
  given: GivenGradients,
  spec: CompareSpec,
  candidates: readonly Candidate[] = [],
): Generator<undefined, Comparison> {
  const recorded = yield* recordSteps(network, samples, { dropoutSeed: null });
  return yield* compareRecorded(recorded, given, spec, candidates);
}

/**
 * Compares given gradients with those of a pass without dropout, which may be recorded once for many comparisons.
 * @param work the largest number of multiply-adds in the search for an explanation
 */
export function* compareRecorded(
  recorded: Recorded,
  given: GivenGradients,
  spec: CompareSpec,
  candidates: readonly Candidate[],
  work = mostWork,
): Generator<undefined, Comparison> {
  const side = yield* likeliestSide(recorded, given, spec);
  const { context, targets, kinks, precision } = side;
  const tensors = compared(targets);
  const isWrong = tensors.some(({ wrong }) => wrong > 0);
  yield undefined;
  const forwardDiffers = yield* differentForward(recorded, given);
  const other =
    isWrong || forwardDiffers
      ? yield* fittingCandidate([yield* updatedCandidate(context), ...candidates], given, spec)
      : null;
  const otherWeights = otherOf(forwardDiffers, other, targets);
  const isOpen = isWrong && !otherWeights;
  const quotient = isOpen ? yield* numericGradient(context, allTargets(targets), 'float64') : null;
  if (quotient) return numericComparison(side, tensors, quotient);
  const { solutions, exhausted } =
    otherWeights || !(isWrong || isSuspicious(targets))
      ? { solutions: [], exhausted: false }
      : yield* explainWrong(context, targets, isWrong, work);
  const isUnexplained = isOpen && solutions.every(hasUnknown);
  const coarse = isUnexplained ? yield* numericGradient(context, allTargets(targets), 'float32') : null;
  if (coarse) return numericComparison(side, tensors, coarse);
  const wrongTensors = solutions.length > 0 && !isWrong ? compared(targets, 'strict') : tensors;
  return {
    compared: tensors.reduce((sum, { compared }) => sum + compared, 0),
    wrong: wrongTensors.reduce((sum, { wrong }) => sum + wrong, 0),
    undecided: wrongTensors.reduce((sum, { undecided }) => sum + undecided, 0),
    tensors: wrongTensors,
    misfits: targets.misfits,
    diagnoses: [
      ...side.conventions.map((convention) => conventionDiagnosis(convention, targets.layers)),
      ...diagnose(targets.layers, solutions).map((diagnosis) => withWorked(context.recorded, diagnosis)),
    ],
    otherWeights,
    precision,
    kinks,
    exhausted,
  };
}

function withWorked(recorded: Recorded, diagnosis: Diagnosis): Diagnosis {
  const worked = workedEdit(recorded, diagnosis);
  return worked ? { ...diagnosis, worked } : diagnosis;
}

const hasUnknown = ({ mistakes }: Solution) => mistakes.some(({ mistake }) => mistake.code === 'unknown');

/** An answer with the side of the kinks on which it was read. */
export interface Side extends Answer {
  readonly context: Context;
  /** The kinks at which the derivative is not the engine's own. */
  readonly kinks: readonly Crossing[];
}

/**
 * Returns the targets for the side of the kinks on which the fewest numbers are wrong, since either derivative at a
 * kink is right.
 */
function* likeliestSide(
  recorded: Recorded,
  given: GivenGradients,
  spec: CompareSpec,
): Generator<undefined, Side> {
  const context = contextOf(recorded, spec);
  let best: Side = { context, ...(yield* readAnswer(context, given)), kinks: [] };
  if (countWrong(best.targets) === 0) return best;
  for (const { recorded: taken, places } of yield* kinkSides(recorded, new WorkMeter())) {
    const other = contextOf(taken, spec);
    const answer = yield* readAnswer(other, given);
    if (countWrong(answer.targets) < countWrong(best.targets))
      best = { context: other, ...answer, kinks: places };
  }
  return best;
}

/**
 * Counts wrong numbers. One that is certainly wrong counts more than any number of those that intermediate rounding may
 * explain.
 */
function countWrong(targets: Targets): number {
  return allTargets(targets).reduce(
    (sum, { wrong, strictlyWrong, entries }) =>
      sum + wrong.length + strictlyWrong.length / (1 + 4 * entries.length),
    0,
  );
}

function contextOf(
  recorded: Recorded,
  { optimizer, regularization, batchSize, ...schedule }: CompareSpec,
): Context {
  const training = { optimizer, ...schedule };
  return {
    recorded,
    rows: recorded.rows,
    outputs: recorded.samples.targets.columns,
    regularization,
    optimizer,
    learningRate: learningRateOf(training, 1, startPlateau(training)),
    batchSize,
  };
}

function compared(targets: Targets, level: Level = 'lax'): TensorComparison[] {
  return allTargets(targets).map((target) => {
    const wrong = level === 'lax' ? target.wrong : target.strictlyWrong;
    const undecided = level === 'lax' ? target.undecided : [];
    return {
      layer: target.layer,
      tensor: target.tensor,
      compared: target.entries.length,
      wrong: wrong.length,
      undecided: undecided.length,
      coarse: undecided.length > 0 ? wrongEntry(target, undecided[0]) : null,
      assumed: target.assumed,
      entries: wrong.slice(0, mostEntries).map((entry) => wrongEntry(target, entry)),
    };
  });
}

/** The largest number of wrong entries of a tensor that are listed one by one. */
const mostEntries = 200;

/**
 * The multiple of the tolerance for rounding only the result from which on a mistake that reproduces the digits is a
 * more likely explanation than rounding at each step.
 */
const clearly = 20;
const leastClear = 2;

/** Returns whether rounding at each step may explain the numbers, but rounding the result alone cannot. */
function isSuspicious(targets: Targets): boolean {
  let count = 0;
  for (const { strictlyWrong, given, truth, strict } of allTargets(targets))
    for (const entry of strictlyWrong)
      if (Math.abs(given[entry] - truth[entry]) > clearly * strict[entry]) count++;
  return count >= leastClear;
}

/**
 * Returns the network after the first update on all its samples, which is the network of gradients taken one step too
 * late.
 */
function* updatedCandidate(context: Context): Generator<undefined, Candidate> {
  const { network, gradients, samples } = context.recorded;
  const step = (values: Floats, gradient: Floats | null, isPenalized: boolean) => {
    if (!gradient) return values;
    const whole = new Float64Array(gradient);
    if (isPenalized)
      for (let i = 0; i < whole.length; i++) whole[i] += penaltyOf(context.regularization, values[i]);
    return steppedWeights(context, values, whole);
  };
  const layers: Layer[] = [];
  for (const [index, layer] of network.layers.entries()) {
    yield undefined;
    layers.push({
      ...layer,
      weights: step(layer.weights, gradients[index].weights, true),
      bias: layer.bias && step(layer.bias, gradients[index].bias, false),
    });
  }
  return { name: 'updated', network: { ...network, layers }, samples };
}

/** Returns the candidate for which all given gradients are right. */
function* fittingCandidate(
  candidates: readonly Candidate[],
  given: GivenGradients,
  spec: CompareSpec,
): Generator<undefined, string | null> {
  for (const { name, network, samples } of candidates) {
    const recorded = yield* recordSteps(network, samples, { dropoutSeed: null });
    const targets = yield* targetsOf(contextOf(recorded, spec), given);
    const all = allTargets(targets);
    if (all.length > 0 && all.every(({ wrong, forced }) => wrong.length === 0 && !forced)) return name;
  }
  return null;
}

function otherOf(
  forward: Difference | null,
  candidate: string | null,
  targets: Targets,
): OtherWeights | null {
  if (forward) return { ...forward, candidate };
  if (candidate === null) return null;
  const target = allTargets(targets).find(({ wrong }) => wrong.length > 0);
  return target ? { quantity: 'gradients', ...wrongEntry(target, target.wrong[0]), candidate } : null;
}
