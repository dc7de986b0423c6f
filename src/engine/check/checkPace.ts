import { quantum } from '../pacing.js';

/** Counts work in multiply-adds, to determine when to yield and when the limit is reached. */
export class Pace {
  private sinceBreath = 0;

  constructor(
    private left = Infinity,
    private readonly breath = quantum,
  ) {}

  /** Whether the limit of work is reached. */
  get isSpent(): boolean {
    return this.left <= 0;
  }

  /** Counts work before it is done. Returns true if the caller must yield first. */
  spend(work: number): boolean {
    this.left -= work;
    this.sinceBreath += work;
    if (this.sinceBreath < this.breath) return false;
    this.sinceBreath = work;
    return true;
  }

  /** Returns the number of rows to process at once, given the work for each. */
  rowsAtOnce(workEach: number): number {
    return Math.max(1, Math.floor(this.breath / workEach));
  }
}
