import type { RunId, ToRun } from '../protocol.js';

/** A run in this process or in the child process. */
export interface Run {
  readonly id: RunId;
  receive(message: ToRun): void;
  /** Ends the run because another one replaces it. It reports nothing more. */
  abandon(): void;
}
