import { once } from 'node:events';
import type { Writable } from 'node:stream';
import type { Apart } from '../kernels/forked.js';
import type { KernelPlace } from '../kernels/provide.js';

/** The world as the command line sees it. */
export interface Io {
  readonly stdout: Stream;
  readonly stderr: Stream;
  /** Aborted when the user interrupts. */
  readonly interrupted: AbortSignal;
  /** null: the plain loops do. */
  readonly kernels: KernelPlace | null;
  /** For large networks; null: this process does. */
  readonly again: Again | null;
}

/** A process of its own, in which the same call is made. */
export interface Again {
  readonly apart: Apart;
  /** Makes it, with this process's output and interrupts. @returns the exit status */
  call(interrupted: AbortSignal): Promise<number>;
}

export type Stream = Writable & { readonly isTTY?: boolean; readonly columns?: number };

/** Returns a value as JSON; a number that is not finite is the text "Infinity", "-Infinity" or "NaN". */
export const jsonText = (value: unknown): string =>
  JSON.stringify(value, (_key, each: unknown) =>
    typeof each === 'number' && !Number.isFinite(each) ? String(each) : each,
  );

/** Results on standard output: with `--json` one value a line. */
export class Output {
  private isFull = false;

  constructor(private readonly io: Io) {}

  json(value: unknown): void {
    this.line(jsonText(value));
  }

  line(text = ''): void {
    this.isFull = !this.io.stdout.write(`${text}\n`);
  }

  /** A turn for signals, and time for a slow reader to catch up (unless the user interrupts). */
  async turn(): Promise<void> {
    const { stdout, interrupted } = this.io;
    if (this.isFull && !stdout.destroyed) {
      await once(stdout, 'drain', { signal: interrupted }).catch((error: unknown) => {
        if (!interrupted.aborted) throw error;
      });
    }
    await new Promise(setImmediate);
  }
}

/** Longest stretch of work without a turn, in milliseconds. */
const slice = 20;

/** Runs work that stops for breath to its end, or to the user's interrupt (then undefined). */
export async function drive<Step, Result>(
  steps: Iterator<Step, Result>,
  io: Io,
  output: Output,
  take: (step: Step) => void = () => undefined,
): Promise<Result | undefined> {
  let due = performance.now() + slice;
  while (!io.interrupted.aborted) {
    const { done, value } = steps.next();
    if (done) return value;
    take(value);
    if (performance.now() < due) continue;
    await output.turn();
    due = performance.now() + slice;
  }
  return undefined;
}
