import { orAborted } from './io.js';
import { drive } from '../jobs/drive.js';
import type { Session } from './session.js';

/** The time that `conclude` may still take after the user has interrupted the call, in milliseconds. */
const closingMs = 250;

/** Runs steps to their end. After an interrupt they have `closingMs` to finish; then the result is undefined. */
export function conclude<Result>(
  steps: Iterator<unknown, Result>,
  { io, output }: Session,
): Promise<Result | undefined> {
  const end = new AbortController();
  const endSoon = (): void => void setTimeout(() => end.abort(), closingMs).unref();
  if (io.interrupted.aborted) endSoon();
  else io.interrupted.addEventListener('abort', endSoon, { once: true });
  const { signal } = end;
  return orAborted(drive(steps, { signal, pause: () => output.turn() }), signal);
}
