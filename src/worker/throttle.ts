/** Limits how often something happens. */
export class Throttle {
  private next = 0;

  constructor(private readonly intervalMs: number) {}

  isDue(): boolean {
    return performance.now() >= this.next;
  }

  /** Makes it due at once. */
  hurry(): void {
    this.next = 0;
  }

  /** Makes it due again after the interval, or after `ms` if that is longer. */
  restart(ms = 0): void {
    this.next = performance.now() + Math.max(ms, this.intervalMs);
  }
}
