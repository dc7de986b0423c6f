import type { Samples } from '../model/dataset.js';
import type { Matrix, Network } from '../model/network.js';
import { learningRateOf, startPlateau } from '../training/schedule.js';
import type { TrainingSpec } from '../model/spec.js';
import type { TrainingState } from '../training/state.js';
import type { Names } from './names.js';
import { Trace } from './trace.js';

export interface TraceOptions {
  readonly names: Names;
  /** The rows of `samples` in the batch, in their order; absent: all of them. */
  readonly rows?: ArrayLike<number>;
  /** The index of the sample within the batch that is shown; absent: the first. */
  readonly sample?: number;
  /** The state of a run that the pass continues; absent: the pass is the first. */
  readonly state?: Pick<TrainingState, 'slots' | 'step' | 'epoch' | 'plateau'>;
  /** Whether units are dropped as training drops them in this step. */
  readonly dropout?: boolean;
}

/**
 * Returns the trace of the pass that training makes over a batch. Rosenblatt's rule takes one sample at a time, so its
 * batch is the sample that is shown.
 */
export function trace(
  network: Network,
  samples: Samples,
  training: TrainingSpec,
  options: TraceOptions,
): Trace {
  const { names, state, dropout = false } = options;
  const all = options.rows
    ? Array.from(options.rows)
    : Array.from({ length: samples.inputs.rows }, (_, row) => row);
  const single = training.optimizer.type === 'perceptron';
  const rows = single ? [all[options.sample ?? 0]] : all;
  const plateau = state?.plateau ?? startPlateau(training);
  return new Trace({
    network,
    batch: { inputs: pick(samples.inputs, rows), targets: pick(samples.targets, rows) },
    rows,
    sample: single ? 0 : (options.sample ?? 0),
    names,
    training,
    learningRate: learningRateOf(training, (state?.epoch ?? 0) + 1, plateau),
    step: state?.step ?? 0,
    slots: state?.slots ?? null,
    dropout: dropout ? { seed: training.seed } : null,
  });
}

/** Returns rows in float64, in which a trace is computed whatever the network's precision. */
function pick({ columns, values }: Matrix, rows: readonly number[]): Matrix {
  const picked = new Float64Array(rows.length * columns);
  rows.forEach((row, i) => picked.set(values.subarray(row * columns, (row + 1) * columns), i * columns));
  return { rows: rows.length, columns, values: picked };
}
