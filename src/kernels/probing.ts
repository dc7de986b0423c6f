import type { ChildProcess } from 'node:child_process';
import path from 'node:path';
import { forkApart, type Apart } from './forked.js';

export interface ProbeQuestion {
  readonly folder: string;
  readonly shape: string;
}

export interface ProbeAnswer {
  /** Of the weights that networks come to there. */
  readonly digest: string;
  /** For a step of a network of middle size, on one thread. */
  readonly ms: number;
}

/** A process that takes longer is none to train in. */
const patienceMs = 10_000;

/** What the kernels do in a process with the flags; null where there is none to be had. Rejects when the signal is aborted. */
export async function askProbe(
  folder: string,
  apart: Apart,
  signal: AbortSignal,
): Promise<ProbeAnswer | null> {
  signal.throwIfAborted();
  const child = begin(folder, apart);
  if (!child) return null;
  return new Promise<ProbeAnswer | null>((resolve, reject) => {
    const giveUp = AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]);
    giveUp.addEventListener('abort', () => (signal.aborted ? reject(signal.reason as Error) : resolve(null)));
    child.on('error', () => resolve(null));
    child.on('close', () => resolve(null));
    child.on('message', (answer: ProbeAnswer) => resolve(answer));
    const question: ProbeQuestion = { folder, shape: apart.shape };
    child.send(question);
  }).finally(() => child.kill());
}

function begin(folder: string, apart: Apart): ChildProcess | null {
  try {
    // That this engine does not know a flag is no news.
    return forkApart(apart, path.join(folder, 'probe.cjs'), [], ['ignore', 'ignore', 'ignore']);
  } catch {
    return null; // some surroundings allow no processes; most failures are heard of later
  }
}
