import { deserialize, serialize } from 'node:v8';
import type { Outcome } from '../engine/metrics.js';
import type { RunState } from '../protocol.js';

/** All that another thread, or another session, needs to go on with a run besides its spec and its data. */
export interface Checkpoint {
  /** The job's, as it made it. */
  readonly state: unknown;
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
