/** Milliseconds until the first look at whether help helps; the time between two grows from there to the longest. */
const shortest = 100;
const longest = 2000;
/** A look takes no more of the time than this. */
const share = 1 / 60;
/** Of each kind in a look: runs, the first of which does not count, since threads have to wake up; and milliseconds. */
const leastRuns = 3;
const leastMs = 10;
/** Help that seems to cost less than this is not sent away: times are rough. */
const doubt = 1.1;

/**
 * Whether other threads make it faster: not where other programs have their cores. Looks again now and then. What is
 * computed does not depend on it.
 */
export class Pace {
  private isTogether = true;
  private interval = shortest;
  /** Milliseconds at work so far, those of the next look, and those before the one that is going on. */
  private busy = 0;
  private next = shortest;
  private look: { readonly timed: Look; readonly began: number } | null = null;

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Runs something so many units large, together or alone. */
  run(work: number, task: (together: boolean) => void): void {
    if (this.busy >= this.next) this.look ??= { timed: new Look(), began: this.busy };
    const { look } = this;
    const start = this.now();
    task(look ? look.timed.together : this.isTogether);
    const ms = this.now() - start;
    this.busy += ms;
    look?.timed.learn(work, ms);
    if (look?.timed.isOver) this.conclude(look.timed, this.busy - look.began);
  }

  private conclude({ helped, alone }: Look, ms: number): void {
    this.isTogether = helped.cost < alone.cost * (this.isTogether ? doubt : 1);
    this.look = null;
    this.interval = this.isTogether ? Math.min(longest, 2 * this.interval) : shortest;
    this.next = this.busy + Math.max(this.interval, ms / share);
  }
}

/** First some runs alone, then some together. */
class Look {
  readonly alone = new Timing();
  readonly helped = new Timing();

  get together(): boolean {
    return this.alone.isEnough;
  }

  get isOver(): boolean {
    return this.helped.isEnough;
  }

  learn(work: number, ms: number): void {
    (this.together ? this.helped : this.alone).add(work, ms);
  }
}

/** Some runs of one kind, as a whole. */
class Timing {
  private runs = 0;
  private work = 0;
  private ms = 0;

  add(work: number, ms: number): void {
    if (this.runs++ === 0) return;
    this.work += work;
    this.ms += ms;
  }

  get isEnough(): boolean {
    return this.runs >= leastRuns && this.ms >= leastMs;
  }

  /** Milliseconds for a unit of work. */
  get cost(): number {
    return this.ms / this.work;
  }
}
