import { deserialize, serialize } from 'node:v8';
import type { RunState } from '../protocol.js';
import type { Checkpoint } from '../worker/checkpoint.js';

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

/** Returns the checkpoint without the states of earlier epochs, as a run that can go on. */
export function withoutRecording(bytes: Uint8Array): Uint8Array {
  return packCheckpoint({
    ...unpackCheckpoint(bytes),
    recording: null,
    runState: 'paused',
    outcome: undefined,
  });
}
