import type { ChildProcess } from 'node:child_process';
import path from 'node:path';
import { forkChild, type ChildOptions } from './forkChild.js';

export interface ProbeQuestion {
  readonly folder: string;
  readonly shape: string;
}

export interface ProbeAnswer {
  /** The digest of the weights after training there. */
  readonly digest: string;
  /** The time of one step of a medium network on one thread, in milliseconds. */
  readonly ms: number;
}

/** The time in milliseconds after which a probe counts as failed. */
const patienceMs = 10_000;

/** Runs the kernels in a child process with the flags. Returns null where that fails; rejects when the signal is aborted. */
export async function askProbe(
  folder: string,
  options: ChildOptions,
  signal: AbortSignal,
): Promise<ProbeAnswer | null> {
  signal.throwIfAborted();
  const child = begin(folder, options);
  if (!child) return null;
  return new Promise<ProbeAnswer | null>((resolve, reject) => {
    const giveUp = AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]);
    giveUp.addEventListener('abort', () => (signal.aborted ? reject(signal.reason as Error) : resolve(null)));
    child.on('error', () => resolve(null));
    child.on('close', () => resolve(null));
    child.on('message', (answer: ProbeAnswer) => resolve(answer));
    const question: ProbeQuestion = { folder, shape: options.shape };
    child.send(question);
  }).finally(() => child.kill());
}

function begin(folder: string, options: ChildOptions): ChildProcess | null {
  try {
    // The child's output is dropped: an engine that does not know a flag says so there.
    return forkChild(options, path.join(folder, 'probe.cjs'), [], ['ignore', 'ignore', 'ignore']);
  } catch {
    return null; // Some environments allow no child processes. Most other failures are reported as events.
  }
}
