import type { Samples } from '../model/dataset.js';
import type { Floats, Layer, Network } from '../model/network.js';
import { penaltyPieces, type Regularization } from '../model/regularization.js';
import { Random } from '../maths/random.js';
import { directionShares, parameterShares, randomDirection, slopeAlong } from './directions.js';
import { gatherEvidence } from './gatherEvidence.js';
import { checkFunctions } from './checkFunctions.js';
import { agrees, judge, relativeError, type Judgment, type Setting } from './judge.js';
import type { CheckOptions } from './checkOptions.js';
import { choose, chooseParameters, flatIndex, indexOf, type Parameter } from './parameters.js';
import { Probe } from './probe.js';
import { recordSteps, type Recorded } from './record.js';
import { ridders } from './ridders.js';
import type {
  CheckProgress,
  CheckReport,
  DirectionCheck,
  Evidence,
  NotDifferentiable,
  ParameterCheck,
  PenaltyCheck,
} from './checkResult.js';

/**
 * Checks every analytic gradient against a numeric derivative with an error estimate, always in float64 and with fixed
 * dropout masks. Yields the results after every few parameters, so that its driver can show them and stop.
 */
export function* checkGradients(
  network: Network,
  data: Samples,
  options: CheckOptions,
): Generator<CheckProgress, CheckReport> {
  const chosenRows = choose(data.inputs.rows, options.samples, new Random(options.seed, 'check', 0));
  const { flat, first } = flatLayers(network);
  const nothing = { done: 0, total: 0, parameters: [] };
  const recorded = yield* withProgress(
    recordSteps(network, pick(data, chosenRows), { dropoutSeed: options.seed }),
    nothing,
  );
  const isFinite = Number.isFinite(recorded.batchLoss);
  const chosen = chooseParameters(network, options.parametersPerTensor, options.seed).filter(
    ({ layer }) => isFinite && layer >= first,
  );
  const progress = (parameters: readonly ParameterCheck[], done: number) => ({
    done,
    total: chosen.length,
    parameters,
  });
  const setting: Setting = {
    ...options,
    probe: new Probe(recorded),
    scale: recorded.scale,
    rounding: roundingOf(recorded),
  };

  const parameters: ParameterCheck[] = [];
  const excluded = options.exclude.map((unit) => ({ ...unit, parameters: 0 }));
  for (const [index, parameter] of chosen.entries()) {
    const check = yield* withProgress(
      checkParameter(setting, recorded, parameter, options, chosenRows),
      progress([], index),
    );
    const isLeftOut = check.verdict === 'kink' && check.kink?.excluded;
    if (isLeftOut) countExcluded(excluded, check);
    else parameters.push(check);
    yield progress(isLeftOut ? [] : [check], index + 1);
  }
  const directions: DirectionCheck[] = [];
  const isSampled = chosen.length < countParameters(network, first);
  for (let i = 0; isFinite && isSampled && i < directionCount; i++) {
    const random = new Random(options.seed, 'check', -1, i);
    const steps = checkDirection(setting, recorded, network, first, random);
    directions.push(yield* withProgress(steps, progress([], chosen.length)));
    yield progress([], chosen.length);
  }
  const along = randomDirection(network, first, new Random(options.seed, 'check', -2));
  const gathering = () => gatherEvidence(setting.probe, along, slopeAlong(recorded, along), setting);
  const done = progress([], chosen.length);
  const evidence: Evidence | null = chosen.length > 0 ? yield* withProgress(gathering(), done) : null;
  const count = (verdict: string) => parameters.filter((check) => check.verdict === verdict).length;
  return {
    loss: recorded.batchLoss,
    checked: parameters.length,
    passed: count('pass'),
    failed: count('fail'),
    kinks: count('kink'),
    maxRelativeError: parameters.reduce(
      (most, check) => (check.verdict === 'kink' ? most : Math.max(most, check.relativeError)),
      0,
    ),
    parameters,
    directions,
    functions: yield* withProgress(checkFunctions(recorded, options), done),
    notDifferentiable: flat,
    excluded,
    samples: chosenRows,
    evidence,
  };
}

function countExcluded(
  excluded: { layer: number; unit: number; parameters: number }[],
  { kink }: ParameterCheck,
): void {
  const unit = excluded.find(({ layer, unit }) => layer === kink?.at?.layer && unit === kink.at.unit);
  if (unit) unit.parameters++;
}

/** Runs steps that yield, and yields the same progress for each. */
function* withProgress<T>(
  steps: Generator<undefined, T>,
  progress: CheckProgress,
): Generator<CheckProgress, T> {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    yield progress;
  }
}

const directionCount = 4;

/** Returns the given rows of the data, in that order. */
function pick(data: Samples, rows: readonly number[]): Samples {
  const of = ({ columns, values }: Samples['inputs']) => {
    const picked = new Float64Array(rows.length * columns);
    rows.forEach((row, i) => picked.set(values.subarray(row * columns, (row + 1) * columns), i * columns));
    return { rows: rows.length, columns, values: picked };
  };
  return { inputs: of(data.inputs), targets: of(data.targets) };
}

/** Returns the layers whose activation jumps, and the first layer (from 1) that still has a gradient. */
function flatLayers(network: Network): {
  readonly flat: readonly NotDifferentiable[];
  readonly first: number;
} {
  const layers = network.layers.map(({ activation }, index) => ({ activation, layer: index + 1 }));
  const flat = layers.filter(({ activation }) => activation === 'step');
  const first = (flat.at(-1)?.layer ?? 0) + 1;
  const all = (from: number, to: number) => countParameters(network, from) - countParameters(network, to);
  return {
    flat: flat.map(({ activation, layer }, i) => ({
      layer,
      activation,
      parameters: all((flat[i - 1]?.layer ?? 0) + 1, layer + 1),
    })),
    first,
  };
}

/** Returns the number of trained parameters from a layer (from 1) on. */
function countParameters({ layers }: Network, first: number): number {
  const count = ({ weights, weightsTrainable, bias, biasTrainable }: Layer) =>
    (weightsTrainable ? weights.length : 0) + (bias && biasTrainable ? bias.length : 0);
  return layers.slice(first - 1).reduce((sum, layer) => sum + count(layer), 0);
}

/**
 * Returns the rounding error of a difference of two mean losses: that of the losses themselves and of each net input
 * they depend on.
 */
function roundingOf({ batchLoss, layers }: Recorded): number {
  const nets = layers.reduce(
    (sum, { nets, deltas }) => sum + nets.reduce((part, net, i) => part + Math.abs(net * deltas[i]), 0),
    0,
  );
  return 4 * Number.EPSILON * (Math.abs(batchLoss) + nets);
}

function* checkParameter(
  setting: Setting,
  recorded: Recorded,
  parameter: Parameter,
  { regularization }: CheckOptions,
  rows: readonly number[],
): Generator<undefined, ParameterCheck> {
  const index = flatIndex(recorded.network, parameter);
  const value = (recorded.gradients[parameter.layer - 1][parameter.tensor] ?? [])[index];
  const analytic = { value, rows: () => parameterShares(recorded, parameter) };
  const start = firstStep(recorded, parameter);
  const loss = yield* judge(setting, { kind: 'parameter', parameter }, analytic, start);
  const penalty =
    parameter.tensor === 'weights'
      ? checkPenalty(recorded.network.layers[parameter.layer - 1].weights[index], regularization, setting)
      : null;
  const whole = value + (penalty?.analytic ?? 0);
  const numeric = loss.numeric + (penalty?.numeric ?? 0);
  return {
    layer: parameter.layer,
    tensor: parameter.tensor,
    index: indexOf(parameter),
    analytic: whole,
    numeric,
    numericError: loss.numericError + (penalty?.numericError ?? 0),
    relativeError: relativeError(whole, numeric, setting.absoluteTolerance),
    verdict: worse(loss.verdict, penalty?.verdict ?? 'pass'),
    kink: inData(loss.kink, rows),
    penalty,
  };
}

function inData(kink: Judgment['kink'], rows: readonly number[]): Judgment['kink'] {
  return kink?.at ? { ...kink, at: { ...kink.at, sample: rows[kink.at.sample] } } : kink;
}

function worse(a: Judgment['verdict'], b: Judgment['verdict']): Judgment['verdict'] {
  const order = ['pass', 'kink', 'fail'] as const;
  return order[Math.max(order.indexOf(a), order.indexOf(b))];
}

/** Returns a step in the parameter that changes a net input of its layer by at most 1. */
function firstStep(recorded: Recorded, { layer: number, tensor, input }: Parameter): number {
  if (tensor === 'bias') return 1;
  const { layer, inputs } = recorded.layers[number - 1];
  let largest = 0;
  for (let row = 0; row < recorded.rows; row++)
    largest = Math.max(largest, Math.abs(inputs[row * layer.inputs + input]));
  return largest > 0 ? 1 / largest : 1;
}

/** Checks the engine's own penalty gradient of one weight against the derivative of l1 |w| + (l2/2) w². */
function checkPenalty(w: number, regularization: Regularization, setting: Setting): PenaltyCheck | null {
  const { l1, l2 } = regularization;
  if (l1 === 0 && l2 === 0) return null;
  const gradient: Floats = new Float64Array(1);
  for (const piece of penaltyPieces(regularization, 1, () => ({ values: Float64Array.of(w), gradient })))
    piece.run();
  const [analytic] = gradient;
  const penalty = (x: number) => l1 * Math.abs(x) + (l2 / 2) * x * x;
  if (l1 > 0 && Math.abs(w) < 1e-10) {
    const isBetween = Math.abs(analytic - l2 * w) <= l1 + setting.absoluteTolerance;
    return { analytic, numeric: l2 * w, numericError: l1, verdict: isBetween ? 'kink' : 'fail' };
  }
  const start = l1 > 0 ? Math.abs(w) / 2 : Math.max(0.1, Math.abs(w));
  const estimate = ridders((h) => penalty(w + h) - penalty(w - h), start, 4 * Number.EPSILON * penalty(w));
  if (!estimate) return null;
  const verdict = agrees(analytic, estimate, setting) ? 'pass' : 'fail';
  return { analytic, numeric: estimate.value, numericError: estimate.error, verdict };
}

/** The number of times a direction that meets a kink is drawn again. */
const redraws = 4;

function* checkDirection(
  setting: Setting,
  recorded: Recorded,
  network: Network,
  first: number,
  random: Random,
): Generator<undefined, DirectionCheck> {
  for (let draw = 1; ; draw++) {
    const direction = randomDirection(network, first, random);
    const analytic = slopeAlong(recorded, direction);
    const judgment = yield* judge(
      setting,
      direction,
      { value: analytic, rows: () => directionShares(recorded, direction) },
      1,
    );
    if (judgment.verdict === 'kink' && draw < redraws) continue;
    const { numeric, numericError, verdict } = judgment;
    const error = relativeError(analytic, numeric, setting.absoluteTolerance);
    return { analytic, numeric, numericError, relativeError: error, verdict };
  }
}
