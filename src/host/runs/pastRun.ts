import type { ConfigSource } from '../../config/parse.js';
import type { TrainingSpec } from '../../engine/model/spec.js';
import type { History, HistoryColumn, RunRecord } from '../../protocol.js';
import { shapeOf } from './branchRefusal.js';
import { keptEpochs, sparklineOf } from './keptEpochs.js';
import type { Run } from './run.js';

/** A run as it is kept after it has ended, without its last state. */
export interface PastRun {
  readonly record: RunRecord;
  /** The config that the run was started with, including the settings that replaced those of the file. */
  readonly source: ConfigSource;
  readonly training: TrainingSpec;
  /** The shape of the run, as `shapeOf` returns it. */
  readonly shape: string;
  /** Some of the epochs; null while the run trains. */
  readonly curve: History | null;
  /** The number of bytes of the last state; 0 where it is not kept. */
  readonly stateBytes: number;
}

/** A run that has no number in a history yet. */
export interface UnnumberedRun extends Omit<PastRun, 'record'> {
  readonly record: Omit<RunRecord, 'number' | 'name'>;
}

/** The largest state that is kept of a past run, in bytes. */
const mostStateBytes = 1 << 26;

/** Returns what is kept of a run. */
export function pastRunOf(run: Run): UnnumberedRun {
  const { status, known } = run;
  const last = (name: HistoryColumn): number | null => {
    const value = run.last(name);
    return Number.isNaN(value) ? null : value;
  };
  const curve = run.isRunning ? null : keptEpochs(run.history);
  const size = run.lastState?.byteLength ?? 0;
  const stateBytes = size <= mostStateBytes ? size : 0;
  return {
    record: {
      run: run.id,
      started: known.started,
      elapsedMs: status.elapsedMs,
      state: status.state,
      outcome: status.outcome?.kind ?? null,
      epochs: status.epoch,
      loss: last('loss'),
      validationLoss: last('validationLoss'),
      accuracy: last('validationAccuracy') ?? last('accuracy'),
      edited: status.edited,
      branchOf: status.branchOf,
      data: known.data,
      sparkline: curve ? sparklineOf(curve) : [],
      hasState: stateBytes > 0,
      alarms: [...new Set(known.alarms?.map(({ code }) => code))],
    },
    source: known.source,
    training: known.spec.training,
    shape: shapeOf(known.spec),
    curve,
    stateBytes,
  };
}
