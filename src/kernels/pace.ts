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
  private next: number | null = null;
  private look: Look | null = null;

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Runs something so many units large, together or alone. */
  run(work: number, task: (together: boolean) => void): void {
    const start = this.now();
    this.next ??= start + this.interval;
    if (start >= this.next) this.look ??= new Look(start);
    const { look } = this;
    if (!look) {
      task(this.isTogether);
      return;
    }
    task(look.together);
    const end = this.now();
    look.learn(work, end - start);
    if (look.isOver) this.conclude(look, end);
  }

  private conclude({ helped, alone, began }: Look, end: number): void {
    this.isTogether = helped.cost < alone.cost * (this.isTogether ? doubt : 1);
    this.look = null;
    this.interval = this.isTogether ? Math.min(longest, 2 * this.interval) : shortest;
    this.next = end + Math.max(this.interval, (end - began) / share);
  }
}

/** First some runs alone, then some together. */
class Look {
  readonly alone = new Timing();
  readonly helped = new Timing();

  constructor(readonly began: number) {}

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
