import { addDerivative, createTape, forward, reverse, type Tape } from '../maths/differentiate.js';
import { isBest, patienceEnded, startStopping, type Stopping } from './earlyStopping.js';
import { floats } from '../model/initialize.js';
import type { EpochMetrics, Failure, Outcome } from '../model/metrics.js';
import type { Floats } from '../model/network.js';
import { clippingScale, slotsOf, updateOf, type Generation, type Update } from './optimizers.js';
import { followPlateau, learningRateOf, startPlateau, type Plateau } from './schedule.js';
import type { FunctionSpec, TrainingSpec } from '../model/spec.js';
import type { TrainOptions } from './train.js';

/** All that a descent needs to continue. Plain data; whenever `descend` has yielded it is a checkpoint. */
export interface DescentState {
  /** The current point (x, y). */
  point: Floats;
  /** The optimizer's slots of both coordinates. */
  slots: readonly Floats[];
  /** The number of steps done; each is an epoch. */
  epoch: number;
  readonly plateau: Plateau;
  readonly stopping: Stopping<Floats>;
}

export function startDescent({ start }: FunctionSpec, training: TrainingSpec): DescentState {
  const point = floats(training.precision, 2);
  point.set(start);
  return {
    point,
    slots: Array.from({ length: slotsOf(training.optimizer) }, () => floats(training.precision, 2)),
    epoch: 0,
    plateau: startPlateau(training),
    stopping: startStopping(),
  };
}

/** Computes the metrics of the current state, also before the first step. */
export function measureDescent(
  state: DescentState,
  spec: FunctionSpec,
  training: TrainingSpec,
): EpochMetrics {
  const { value } = new FunctionGradient(spec).at(state.point);
  return metricsOf(state, value, learningRateOf(training, Math.max(1, state.epoch), state.plateau));
}

/**
 * Descends a function of `x` and `y` with the optimizers and schedules of a network's training. An epoch is one step, and
 * the loss is the function's value. It yields as `train` does.
 */
export function* descend(
  state: DescentState,
  spec: FunctionSpec,
  training: TrainingSpec,
  { evaluateEvery = 1 }: TrainOptions = {},
): Generator<EpochMetrics | undefined, Outcome> {
  const descent = new Descent(state, spec, training);
  for (let step = 0; ; step++) {
    const outcome = descent.outcome();
    if (outcome) return outcome;
    const next = descent.step();
    if ('quantity' in next) return { kind: 'failed', failure: next };
    if (state.epoch % evaluateEvery === 0 || descent.isOver()) yield next;
    else if (step % stepsPerBreath === 0) yield undefined;
  }
}

const stepsPerBreath = 500;

class Descent {
  private readonly slope: FunctionGradient;
  private readonly update: Update;

  constructor(
    private readonly state: DescentState,
    spec: FunctionSpec,
    private readonly training: TrainingSpec,
  ) {
    this.slope = new FunctionGradient(spec);
    this.update = updateOf(training);
  }

  isOver(): boolean {
    const { state, training } = this;
    return state.epoch >= training.epochs || patienceEnded(training, state.stopping, state.epoch);
  }

  outcome(): Outcome | null {
    if (!this.isOver()) return null;
    const { state, training } = this;
    if (!patienceEnded(training, state.stopping, state.epoch)) return { kind: 'completed' };
    const { best, bestEpoch } = state.stopping;
    if (best) state.point = best;
    return { kind: 'stoppedEarly', bestEpoch, restored: best !== null };
  }

  /** Takes one step, unless the function or its gradient is not finite there. */
  step(): EpochMetrics | Failure {
    const { state, training, slope } = this;
    const epoch = state.epoch + 1;
    const { value, gradient } = slope.at(state.point);
    const bad = [value, ...gradient].findIndex((number) => !Number.isFinite(number));
    const updates = state.epoch;
    if (bad === 0) return failure(epoch, updates, 'function', value);
    if (bad > 0) return failure(epoch, updates, 'gradient', gradient[bad - 1]);
    const learningRate = learningRateOf(training, epoch, state.plateau);
    const after = { values: state.point.slice(), slots: state.slots.map((slot) => slot.slice()) };
    const scale = { count: epoch, learningRate, gradientScale: this.gradientScale(gradient) };
    this.update({ values: state.point, slots: state.slots }, after, gradient, 0, 2, scale);
    const loss = slope.at(after.values).value;
    if (!Number.isFinite(loss)) return failure(epoch, updates + 1, 'function', loss);
    this.arrive(after, loss);
    return metricsOf(state, loss, learningRate);
  }

  private arrive(after: Generation, loss: number): void {
    const { state, training } = this;
    state.point = after.values;
    state.slots = after.slots;
    state.epoch++;
    followPlateau(training, state.plateau, loss);
    if (!isBest(training, state.stopping, loss)) return;
    state.stopping.bestLoss = loss;
    state.stopping.bestEpoch = state.epoch;
    if (training.earlyStopping?.restoreBest) state.stopping.best = state.point;
  }

  private gradientScale([dx, dy]: Floats): number {
    const { clipGradientNorm } = this.training;
    return clipGradientNorm === null ? 1 : clippingScale(clipGradientNorm, dx * dx + dy * dy);
  }
}

/** Evaluates a function of two variables and its gradient at one point after another. */
class FunctionGradient {
  private readonly tape: Tape;
  private readonly x = new Float64Array(1);
  private readonly y = new Float64Array(1);

  constructor({ function: expression }: FunctionSpec) {
    this.tape = createTape(expression, 1);
  }

  at([x, y]: Floats): { readonly value: number; readonly gradient: Float64Array } {
    this.x[0] = x;
    this.y[0] = y;
    const [value] = forward(this.tape, { x: this.x, y: this.y }, 1);
    reverse(this.tape, 1);
    const gradient = new Float64Array(2);
    addDerivative(this.tape, 'x', gradient.subarray(0, 1), 1);
    addDerivative(this.tape, 'y', gradient.subarray(1, 2), 1);
    return { value, gradient };
  }
}

function failure(epoch: number, updates: number, quantity: Failure['quantity'], value: number): Failure {
  return { epoch, batch: 1, updates, layer: null, quantity, value };
}

function metricsOf({ epoch, point: [x, y] }: DescentState, loss: number, learningRate: number): EpochMetrics {
  const none = { validationLoss: null, accuracy: null, validationAccuracy: null };
  return { epoch, loss, ...none, learningRate, point: [x, y] };
}
