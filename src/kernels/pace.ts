/** Milliseconds until the first look at whether help helps, and between two: these in looks' lengths, too. */
const first = 30;
const interval = 2000;
const intervalInLooks = 60;
/** Runs in a look, of which the first does not count: threads have to wake up. */
const trial = 3;

/**
 * Whether other threads make it faster: not where other programs have their cores. Looks again every other second. What
 * is computed does not depend on it.
 */
export class Pace {
  /** Milliseconds for a unit of work, together and alone. */
  private readonly cost = { together: Infinity, alone: Infinity };
  private isTogether = true;
  private left = 0;
  private began = 0;
  private next: number | null = null;

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Runs something so many units large, together or alone. */
  run(work: number, task: (together: boolean) => void): void {
    const start = this.now();
    this.next ??= start + first;
    if (this.left === 0 && start >= this.next) {
      this.left = trial;
      this.began = start;
    }
    const isTrial = this.left > 0;
    const together = isTrial ? !this.isTogether : this.isTogether;
    task(together);
    const cost = (this.now() - start) / work;
    if (isTrial && this.left === trial) {
      this.cost[together ? 'together' : 'alone'] = Infinity;
      this.left--;
      return;
    }
    this.learn(together ? 'together' : 'alone', cost, isTrial);
    if (!isTrial || --this.left > 0) return;
    this.isTogether = this.cost.together < this.cost.alone;
    const end = this.now();
    this.next = end + Math.max(interval, intervalInLooks * (end - this.began));
  }

  /** Of a trial the quickest counts, else what comes lately. */
  private learn(which: 'together' | 'alone', cost: number, isTrial: boolean): void {
    const known = this.cost[which];
    this.cost[which] =
      isTrial || !Number.isFinite(known) ? Math.min(known, cost) : known + (cost - known) / 16;
  }
}
