/** A training slice: short enough that a pause is heard at once, long enough that listening costs nothing. */
export const sliceMs = 20;

/** Lets the event loop deliver waiting messages and finished reads, then goes on. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Does work in slices to its end; rejects as soon as the signal is aborted. */
export async function drive<Step, Result>(
  steps: Iterator<Step, Result>,
  signal?: AbortSignal,
  take: (step: Step) => void = () => undefined,
): Promise<Result> {
  for (;;) {
    signal?.throwIfAborted();
    const end = performance.now() + sliceMs;
    do {
      const { done, value } = steps.next();
      if (done) return value;
      take(value);
    } while (performance.now() < end);
    await nextTurn();
  }
}

/** Says when something that must not happen too often may happen again. */
export class Throttle {
  private next = 0;

  constructor(private readonly intervalMs: number) {}

  isDue(): boolean {
    return performance.now() >= this.next;
  }

  /** It has just happened: not again for an interval, or for `ms` if that is longer. */
  restart(ms = 0): void {
    this.next = performance.now() + Math.max(ms, this.intervalMs);
  }
}
