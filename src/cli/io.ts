import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { legible } from '../config/characters.js';
import type { Apart } from '../backends/process/forkTrainingProcess.js';
import type { KernelPlace } from '../backends/wasm/kernelProvider.js';

/** The streams, signals and resources that the command line uses. */
export interface Io {
  readonly stdout: Stream;
  readonly stderr: Stream;
  /** The signal that is aborted when the user interrupts the call. */
  readonly interrupted: AbortSignal;
  /** The location of the kernels; null: plain loops compute instead. */
  readonly kernels: KernelPlace | null;
  /** The child process for large networks; null: they train in this process. */
  readonly again: Again | null;
}

/** A child process in which the same call can be made. */
export interface Again {
  readonly apart: Apart;
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

  /** Yields to the event loop, and waits until a slow reader has caught up (unless the user interrupts). */
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

/** The time to work before yielding to the event loop, in milliseconds. */
const slice = 20;

/** The time that `conclude` may still take after the user has interrupted the call, in milliseconds. */
const closing = 250;

/** Runs steps to their end and returns their result, or undefined as soon as the user interrupts. */
export async function drive<Step, Result>(
  steps: Iterator<Step, Result>,
  io: Io,
  output: Output,
  take: (step: Step) => void = () => undefined,
): Promise<Result | undefined> {
  return runUntil(() => io.interrupted.aborted, steps, output, take);
}

/** Does what `drive` does, but gives the steps a moment to finish after the user interrupts. */
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
