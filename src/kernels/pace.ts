/** Between two looks at whether help helps. */
const interval = 2000;
/** Runs in a look, of which the first does not count: threads have to wake up. */
const trial = 4;

/**
 * Whether other threads make it faster: not where other programs have their cores. Looks again every other second. What
 * is computed does not depend on it.
 */
export class Pace {
  /** Milliseconds for a unit of work, together and alone. */
  private readonly cost = { together: 0, alone: Infinity };
  private isTogether = true;
  private left = 0;
  private next = 0;

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Runs something so many units large, together or alone. */
  run(work: number, task: (together: boolean) => void): void {
    const start = this.now();
    if (this.left === 0 && start >= this.next) this.left = trial;
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
    this.next = this.now() + interval;
  }

  /** Of a trial the quickest counts, else what comes lately. */
  private learn(which: 'together' | 'alone', cost: number, isTrial: boolean): void {
    const known = this.cost[which];
    this.cost[which] =
      isTrial || !Number.isFinite(known) ? Math.min(known, cost) : known + (cost - known) / 16;
  }
}
