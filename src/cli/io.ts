import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { legible } from '../config/characters.js';
import type { ChildOptions } from '../node/forkChild.js';
import type { GradingThreads } from '../node/gradeInThreads.js';
import type { KernelPlace } from '../backends/wasm/kernelPlace.js';

/** The streams, signals and resources that the command line uses. */
export interface Io {
  readonly stdout: Stream;
  readonly stderr: Stream;
  /** The signal that is aborted when the user interrupts the call. */
  readonly interrupted: AbortSignal;
  /** The location of the kernels; null: plain loops compute instead. */
  readonly kernels: KernelPlace | null;
  /** The path of the page that an export to HTML fills in. */
  readonly page: string;
  /** The child process for large networks; null: they train in this process. */
  readonly child: ChildCall | null;
  /** The threads that grade many answers; null where all are graded in this thread. */
  readonly threads: GradingThreads | null;
}

/** A child process in which the same call can be made. */
export interface ChildCall {
  readonly options: ChildOptions;
  /** Makes the call with this process's output and interrupts. @returns the exit status */
  call(interrupted: AbortSignal): Promise<number>;
}

export type Stream = Writable & { readonly isTTY?: boolean; readonly columns?: number };

/** Returns a value as JSON; a number that is not finite is the text "Infinity", "-Infinity" or "NaN". */
export const jsonText = (value: unknown): string =>
  JSON.stringify(value, (_key, each: unknown) =>
    typeof each === 'number' && !Number.isFinite(each) ? String(each) : each,
  );

/** Writes results to standard output: with `--json`, one value per line. */
export class Output {
  private isFull = false;

  constructor(private readonly io: Io) {}

  json(value: unknown): void {
    this.line(jsonText(value));
  }

  /** Prints a text with its control characters escaped. JSON text keeps its value. */
  line(text = ''): void {
    this.isFull = !this.io.stdout.write(`${legible(text)}\n`);
  }

  /** Yields to the event loop, and waits until the output is drained or the user interrupts. */
  async turn(): Promise<void> {
    const { stdout, interrupted } = this.io;
    if (this.isFull && !stdout.destroyed) {
      await orAborted(once(stdout, 'drain', { signal: interrupted }), interrupted);
    }
    await new Promise(setImmediate);
  }
}

/** Returns the result of work, or undefined where it was ended by the signal. */
export function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  return work.catch((error: unknown) => {
    if (signal.aborted) return undefined;
    throw error;
  });
}
