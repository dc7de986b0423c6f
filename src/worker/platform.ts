import type { Commands } from '../data/commands.js';
import type { Files } from '../data/files.js';
import type { Dataset } from '../engine/model/dataset.js';
import type { Checkpoint } from './checkpoint.js';

/** What the worker needs of the place where it runs. */
export interface Platform {
  /** Returns the files that a config in a directory names. */
  filesIn(directory: string): Files;
  /** Returns the programs that a config in a directory may run. */
  commandsIn(directory: string): Commands;
  /** Returns a digest of everything that training reads; equal digests mean equal data. */
  digestOf(dataset: Dataset): string;
  packCheckpoint(checkpoint: Checkpoint): Uint8Array;
  /** Unpacks bytes that `packCheckpoint` returned; others are not safe to pass. */
  unpackCheckpoint(bytes: Uint8Array): Checkpoint;
}
