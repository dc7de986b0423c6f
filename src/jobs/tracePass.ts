import type { TrainingSpec } from '../engine/model/spec.js';
import { trace } from '../engine/trace/createTrace.js';
import type { Names } from '../engine/trace/names.js';
import type { Trace } from '../engine/trace/trace.js';
import { batchRows } from '../engine/training/train.js';
import type { Pass } from './passes.js';

/** Traces the next mini-batch of a pass, and shows one of its samples (an index from 0) or the last. */
export function tracePass({ state, dataset }: Pass, training: TrainingSpec, names: Names, sample = 0): Trace {
  const rows = batchRows(state, dataset, training);
  return trace(state.network, dataset.training, training, {
    names,
    rows,
    sample: Math.min(sample, rows.length - 1),
    state,
    dropout: true,
  });
}
