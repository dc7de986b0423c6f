import type { Dataset, Samples } from '../model/dataset.js';
import type { Matrix } from '../model/network.js';
import type { FunctionSpec, TrainingSpec } from '../model/spec.js';
import { quantum, type Budget } from '../pacing.js';
import { parametersOf } from '../pass/pass.js';
import { Evaluator } from '../pass/score.js';
import { GradientRule } from './batch.js';
import { descend, type DescentState } from './descent.js';
import { commit } from './doubleBuffer.js';
import { drawOrder } from './drawOrder.js';
import { trainedTensors, type TrainingState } from './state.js';

/** Something that is trained step by step, each step with a learning rate of its own. */
export interface Trainee {
  /** Trains one step. Returns whether all its values are finite; the parameters are unchanged where they are not. */
  step(rate: number): Generator<undefined, boolean>;
  /** Computes the loss of the present parameters. */
  loss(): Generator<undefined, number>;
}

/** The fewest and the most samples of a batch, and of the set whose loss is measured, as far as the data has them. */
const fewestRows = 128;
const mostRows = 1024;
/** The number of multiply-adds of a step beyond which sets of samples are smaller. */
const mostWork = 2 ** 25;

/**
 * Creates the trainee of a network's state, which it changes. Its batches are those of the training with the order of
 * other epochs, and its loss is always of the same training samples, so that only the parameters change it.
 */
export function networkTrainee(
  state: TrainingState,
  { training: samples, task }: Dataset,
  training: TrainingSpec,
): Trainee {
  const budget: Budget = { left: quantum };
  const { rows } = samples.inputs;
  const most = affordableRows(state);
  const size = Math.min(training.batchSize ?? rows, rows, most);
  const order = size < rows ? new Uint32Array(rows) : null;
  const batches = Math.floor(rows / size);
  const rule = new GradientRule(state, samples, training, { rows: size, reordered: order !== null });
  const evaluator = new Evaluator(state.network, spreadSamples(samples, most), task);
  let count = 0;
  return {
    *step(rate) {
      const batch = count % batches;
      if (order && batch === 0) yield* drawOrder(order, training.seed, count / batches, budget);
      count++;
      rule.begin(order, batch * size, (batch + 1) * size, rate);
      while (!rule.advance(budget)) yield undefined;
      if (!rule.isFinite()) return false;
      commit(rule.buffers, state);
      state.step++;
      return true;
    },
    *loss() {
      return (yield* evaluator.score(parametersOf(state.network), budget)).loss;
    },
  };
}

/** Creates the trainee of a descent's state, which it changes. */
export function descentTrainee(state: DescentState, spec: FunctionSpec, training: TrainingSpec): Trainee {
  let loss = Infinity;
  return {
    *step(rate) {
      const optimizer = { ...training.optimizer, learningRate: rate };
      const epochs = state.epoch + 1;
      const single = { ...training, optimizer, schedule: { type: 'constant' as const }, warmupEpochs: 0, earlyStopping: null, epochs }; // prettier-ignore
      const { value } = descend(state, spec, single).next();
      loss = value && 'loss' in value ? value.loss : Infinity;
      yield undefined;
      return Number.isFinite(loss);
    },
    // A descent knows its value after each step.
    // oxlint-disable-next-line require-yield
    *loss() {
      return loss;
    },
  };
}

function affordableRows({ network }: TrainingState): number {
  const parameters = trainedTensors(network).reduce((sum, { values }) => sum + values.length, 0);
  return Math.min(mostRows, Math.max(fewestRows, Math.floor(mostWork / Math.max(1, parameters))));
}

/** Returns at most `most` samples, at equal distances from the first to the last. */
function spreadSamples({ inputs, targets }: Samples, most: number): Samples {
  const { rows } = inputs;
  if (rows <= most) return { inputs, targets };
  const of = ({ columns, values }: Matrix): Matrix => {
    const chosen = values.slice(0, most * columns);
    for (let i = 0; i < most; i++) {
      const from = Math.floor((i * rows) / most) * columns;
      chosen.set(values.subarray(from, from + columns), i * columns);
    }
    return { rows: most, columns, values: chosen };
  };
  return { inputs: of(inputs), targets: of(targets) };
}
