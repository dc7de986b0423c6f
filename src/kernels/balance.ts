/** Milliseconds of work from which on what has just been seen counts for more than what was before. */
const memory = 10;
/** No thread gets less than this of an even share: then it would not be seen when its core is free again. */
const least = 0.1;

/**
 * Shares work out so that threads end together: not every core is as free as the others. What is computed does not
 * depend on it.
 */
export class Balance {
  private parts: readonly number[];

  constructor(readonly threads: number) {
    this.parts = Array.from({ length: threads }, () => 1 / threads);
  }

  /** Where each thread's share begins, as a part of the whole; after the last one a 1. */
  get starts(): readonly number[] {
    let start = 0;
    return [...this.parts.map((part) => (start += part) - part), 1];
  }

  /** Work has taken so long, of which each thread has waited so long for others. */
  learn(ms: number, waited: readonly number[]): void {
    const speeds = this.parts.map((part, i) => part / Math.max(ms - waited[i], ms / 100));
    const all = sum(speeds);
    const weight = ms / (ms + memory);
    const parts = this.parts.map((part, i) =>
      Math.max(least / this.threads, part + weight * (speeds[i] / all - part)),
    );
    const whole = sum(parts);
    this.parts = parts.map((part) => part / whole);
  }
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
