import { quantum } from '../pacing.js';

/** Counts work in multiply-adds, to determine when to yield and when the limit is reached. */
export class WorkMeter {
  private sinceYield = 0;

  constructor(
    private left = Infinity,
    private readonly workPerYield = quantum,
  ) {}

  /** Whether the limit of work is reached. */
  get isSpent(): boolean {
    return this.left <= 0;
  }

  /** Counts work before it is done. Returns true if the caller must yield first. */
  spend(work: number): boolean {
    this.left -= work;
    this.sinceYield += work;
    if (this.sinceYield < this.workPerYield) return false;
    this.sinceYield = work;
    return true;
  }

  /** Returns whether work is so little that several pieces of it may be done without a yield in between. */
  isLittle(work: number): boolean {
    return work <= this.workPerYield / 16;
  }

  /** Returns the number of rows to process at once, given the work for each. */
  rowsAtOnce(workEach: number): number {
    return Math.max(1, Math.floor(this.workPerYield / workEach));
  }
}
