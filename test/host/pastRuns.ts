/** Runs that are kept, for tests. */
import type { PastRun, UnnumberedRun } from '../../src/host/runs/pastRun.js';
import type { RunRecord } from '../../src/protocol.js';
import { historyOf } from '../../src/worker/history.js';

interface Details {
  readonly text?: string;
  readonly value?: unknown;
  readonly rate?: number;
  readonly stateBytes?: number;
}

export function pastRun(run: string, changes: Partial<RunRecord> = {}, details: Details = {}): PastRun {
  const { text = '{}', value = {}, rate = 0.1, stateBytes = 0 } = details;
  return {
    record: {
      run,
      number: 1,
      name: null,
      started: 0,
      elapsedMs: 10,
      state: 'done',
      outcome: 'completed',
      epochs: 200,
      loss: 0.5,
      validationLoss: null,
      accuracy: null,
      edited: false,
      branchOf: null,
      data: null,
      sparkline: [1, 0.5],
      hasState: stateBytes > 0,
      ...changes,
    },
    source: { text, value },
    training: {
      optimizer: { type: 'sgd', learningRate: rate, momentum: 0, nesterov: false, weightDecay: 0 },
      epochs: 200,
      batchSize: null,
      shuffle: true,
      seed: 0,
      precision: 'float64',
      regularization: { l1: 0, l2: 0 },
      schedule: { type: 'constant' },
      warmupEpochs: 0,
      earlyStopping: null,
      clipGradientNorm: null,
      reduction: 'mean',
    },
    shape: '1',
    curve: historyOf(() => new Float64Array()),
    stateBytes,
  };
}

/** Returns a run that has no number yet. */
export function unnumbered(
  run: string,
  changes: Partial<RunRecord> = {},
  details: Details = {},
): UnnumberedRun {
  const { record, ...rest } = pastRun(run, changes, details);
  return { ...rest, record };
}
