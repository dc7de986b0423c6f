import { quantum } from '../pacing.js';

/** Counts work, in multiply-adds: until it is time to breathe, and until all that may be done is. */
export class Pace {
  private sinceBreath = 0;

  constructor(
    private left = Infinity,
    private readonly breath = quantum,
  ) {}

  /** No more may be done. */
  get isSpent(): boolean {
    return this.left <= 0;
  }

  /** Counts work that is about to be done; true: breathe first. */
  spend(work: number): boolean {
    this.left -= work;
    this.sinceBreath += work;
    if (this.sinceBreath < this.breath) return false;
    this.sinceBreath = work;
    return true;
  }

  /** Rows that are done at once where one takes so much. */
  rowsAtOnce(workEach: number): number {
    return Math.max(1, Math.floor(this.breath / workEach));
  }
}
