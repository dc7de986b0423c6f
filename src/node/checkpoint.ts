import { deserialize, serialize } from 'node:v8';
import type { Outcome } from '../engine/model/metrics.js';
import type { DataIdentity } from '../jobs/dataIdentity.js';
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
}

export function packCheckpoint(checkpoint: Checkpoint): Uint8Array {
  return serialize(checkpoint);
}

/** Unpacks bytes that `packCheckpoint` returned; others are not safe to pass. */
export function unpackCheckpoint(bytes: Uint8Array): Checkpoint {
  return deserialize(bytes) as Checkpoint;
}

/** Returns the checkpoint with another state of the run. */
export function withRunState(bytes: Uint8Array, runState: RunState): Uint8Array {
  return packCheckpoint({ ...unpackCheckpoint(bytes), runState });
}
