import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { legible } from '../config/characters.js';
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

  /** Prints a text with control characters from a file written out: as JSON it has the same value. */
  line(text = ''): void {
    this.isFull = !this.io.stdout.write(`${legible(text)}\n`);
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

/** Longest stretch of work for the result of what the user has interrupted, in milliseconds. */
const closing = 250;

/** Runs steps to their end and returns their result; undefined once the user interrupts. */
export async function drive<Step, Result>(
  steps: Iterator<Step, Result>,
  io: Io,
  output: Output,
  take: (step: Step) => void = () => undefined,
): Promise<Result | undefined> {
  return runUntil(() => io.interrupted.aborted, steps, output, take);
}

/** Does what `drive` does, and gives the steps a moment to end once the user interrupts. */
export async function conclude<Result>(
  steps: Iterator<undefined, Result>,
  io: Io,
  output: Output,
): Promise<Result | undefined> {
  let end = Infinity;
  const isOver = (): boolean => {
    if (io.interrupted.aborted) end = Math.min(end, performance.now() + closing);
    return performance.now() > end;
  };
  return runUntil(isOver, steps, output, () => undefined);
}

async function runUntil<Step, Result>(
  isOver: () => boolean,
  steps: Iterator<Step, Result>,
  output: Output,
  take: (step: Step) => void,
): Promise<Result | undefined> {
  let due = performance.now() + slice;
  while (!isOver()) {
    const { done, value } = steps.next();
    if (done) return value;
    take(value);
    if (performance.now() < due) continue;
    await output.turn();
    due = performance.now() + slice;
  }
  return undefined;
}
