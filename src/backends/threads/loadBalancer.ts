/** The duration in milliseconds from which on a measurement has more weight than all earlier ones. */
const memory = 10;
/** The smallest fraction of an even share that a thread gets. It must be measurable whether its core is free again. */
const least = 0.1;

/**
 * Divides work so that all threads finish at the same time although their cores are not equally free. The results do
 * not depend on the division.
 */
export class LoadBalancer {
  private parts: readonly number[];

  constructor(readonly threads: number) {
    this.parts = Array.from({ length: threads }, () => 1 / threads);
  }

  /** The fractions of the work at which the threads' shares begin, and a final 1. */
  get starts(): readonly number[] {
    let start = 0;
    return [...this.parts.map((part) => (start += part) - part), 1];
  }

  /** Updates the shares by the duration of a task and each thread's waiting time, in milliseconds. */
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
