/** A training slice: short enough that a pause is heard at once, long enough that listening costs nothing. */
export const sliceMs = 20;

/** Lets the event loop deliver waiting messages and finished reads, then goes on. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
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
