import { deserialize, serialize } from 'node:v8';
import type { DatasetShape } from '../data/digest.js';
import type { Outcome } from '../engine/metrics.js';
import type { RunState } from '../protocol.js';

/** Identifies the data that a run is trained on. */
export interface DataIdentity {
  readonly shape: DatasetShape;
  readonly digest: string;
}

/** All that another thread, or another session, needs to go on with a run besides its spec and its data. */
export interface Checkpoint {
  /** The job's, as it made it. */
  readonly state: unknown;
  /** null for a job without data. */
  readonly data: DataIdentity | null;
  readonly elapsedMs: number;
  readonly runState: RunState;
  readonly outcome: Outcome | undefined;
}

export function packCheckpoint(checkpoint: Checkpoint): Uint8Array {
  return serialize(checkpoint);
}

/** Only ever of bytes that `packCheckpoint` made. */
export function unpackCheckpoint(bytes: Uint8Array): Checkpoint {
  return deserialize(bytes) as Checkpoint;
}

/** Returns the same checkpoint of a run that is in another state. */
export function withRunState(bytes: Uint8Array, runState: RunState): Uint8Array {
  return packCheckpoint({ ...unpackCheckpoint(bytes), runState });
}
