import { median } from '../../engine/maths/median.js';

/** The shortest and longest time between two measurements in milliseconds. The time grows from the shortest. */
const shortest = 100;
const longest = 2000;
/**
 * The largest fraction of time for measurements. It is larger for one thread, which is more likely to be the slower
 * way.
 */
const share = { together: 1 / 60, alone: 1 / 20 };
/** The fewest blocks of each kind in a measurement, and their shortest total and single time in milliseconds. */
const leastBlocks = 3;
const leastMs = 10;
const blockMs = 2;
/** The factor by which several threads must be slower than one to be given up, since times vary. */
const doubt = 1.1;

/**
 * Decides by repeated measurements whether work is shared with other threads, which is slower while other programs use
 * their cores. The results do not depend on the decision.
 */
export class ThreadingPolicy {
  private isTogether = true;
  private interval = shortest;
  /** The time spent working so far, and the time at which the next measurement begins, in milliseconds. */
  private busy = 0;
  private next = shortest;
  private measurement: { readonly timed: Measurement; readonly began: number } | null = null;
  /** Whether the last measurement found several threads slower than one. */
  private isDoubted = false;

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Runs a task of `work` units on all threads or on this one. */
  run(work: number, task: (together: boolean) => void): void {
    if (this.busy >= this.next) this.measurement ??= { timed: new Measurement(), began: this.busy };
    const { measurement } = this;
    const start = this.now();
    task(measurement ? measurement.timed.together : this.isTogether);
    const ms = this.now() - start;
    this.busy += ms;
    measurement?.timed.learn(work, ms);
    if (measurement?.timed.isOver) this.conclude(measurement.timed.gain, this.busy - measurement.began);
  }

  /**
   * Applies the result of a measurement. A single one may be an outlier, so two in a row are needed to stop sharing.
   */
  private conclude(gain: number, ms: number): void {
    this.measurement = null;
    const helps = gain * (this.isTogether ? doubt : 1) > 1;
    if (this.isTogether && !helps && !this.isDoubted) {
      this.isDoubted = true;
      return;
    }
    this.isDoubted = false;
    this.isTogether = helps;
    this.interval = helps ? Math.min(longest, 2 * this.interval) : shortest;
    this.next = this.busy + Math.max(this.interval, ms / share[helps ? 'together' : 'alone']);
  }
}

/** One measurement. Blocks of work on one and on all threads alternate, so that both have the same conditions. */
class Measurement {
  together = false;
  private readonly alone: number[] = [];
  private readonly helped: number[] = [];
  private helpedMs = 0;
  private block = { runs: 0, work: 0, ms: 0 };

  learn(work: number, ms: number): void {
    const { block } = this;
    // The first run of a block includes the time in which threads wake up.
    if (block.runs++ === 0 && ms < blockMs) return;
    block.work += work;
    block.ms += ms;
    if (block.ms < blockMs) return;
    (this.together ? this.helped : this.alone).push(block.ms / block.work);
    if (this.together) this.helpedMs += block.ms;
    this.together = !this.together;
    this.block = { runs: 0, work: 0, ms: 0 };
  }

  get isOver(): boolean {
    return this.helped.length >= leastBlocks && this.helpedMs >= leastMs;
  }

  /** The time of one thread divided by the time of all threads. */
  get gain(): number {
    return median(this.alone) / median(this.helped);
  }
}
