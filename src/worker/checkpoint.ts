import type { Outcome } from '../engine/model/metrics.js';
import type { DataIdentity } from '../jobs/dataIdentity.js';
import type { HealthHistory } from '../jobs/healthMonitor.js';
import type { SavedRecording } from './runRecording.js';
import type { RunState } from '../protocol.js';

/** The state from which another thread or session can continue a run, given its spec and its data. */
export interface Checkpoint {
  /** The state of the job. */
  readonly state: unknown;
  /** The identity of the data; null for a job without data. */
  readonly data: DataIdentity | null;
  readonly elapsedMs: number;
  readonly runState: RunState;
  readonly outcome: Outcome | undefined;
  /** The states of earlier epochs that are kept; null where none are. */
  readonly recording: SavedRecording | null;
  /** Whether parameters were changed by hand on the way to the state. */
  readonly isEdited: boolean;
  /** What was measured of the run; null or absent where nothing was, as in checkpoints of earlier versions. */
  readonly health?: HealthHistory | null;
}
