/** The time in milliseconds after which a new measurement counts for more than all earlier ones. */
const memory = 10;
/** The smallest fraction of an even share that a thread gets. With less, nobody would notice that its core is free again. */
const least = 0.1;

/**
 * Divides work so that all threads finish together although their cores are not equally free. The results do not depend
 * on the division.
 */
export class Balance {
  private parts: readonly number[];

  constructor(readonly threads: number) {
    this.parts = Array.from({ length: threads }, () => 1 / threads);
  }

  /** The fractions of the work at which the threads' shares begin, and a final 1. */
  get starts(): readonly number[] {
    let start = 0;
    return [...this.parts.map((part) => (start += part) - part), 1];
  }

  /** Learns from one task how long it took and how long each thread waited for the others, in milliseconds. */
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
