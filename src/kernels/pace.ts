/** Milliseconds until the first look at whether help helps; the time between two grows from there to the longest. */
const shortest = 100;
const longest = 2000;
/** A look takes no more of the time than this. */
const share = 1 / 60;
/** Runs of either kind in a look, of which the first does not count: threads have to wake up. */
const trial = 3;

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
    if (start >= this.next) this.look ??= new Look(this.isTogether, start);
    const { look } = this;
    if (!look) {
      task(this.isTogether);
      return;
    }
    task(look.together);
    const end = this.now();
    look.learn((end - start) / work);
    if (look.isOver) this.conclude(look, end);
  }

  private conclude({ isFasterTogether, began }: Look, end: number): void {
    this.isTogether = isFasterTogether;
    this.look = null;
    this.interval = Math.min(longest, 2 * this.interval);
    this.next = end + Math.max(this.interval, (end - began) / share);
  }
}

/** First some runs of the other kind, then some of the one that is in use. */
class Look {
  private runs = 0;
  /** The shortest of each kind. */
  private other = Infinity;
  private own = Infinity;

  constructor(
    private readonly isTogether: boolean,
    readonly began: number,
  ) {}

  get together(): boolean {
    return this.runs < trial !== this.isTogether;
  }

  learn(cost: number): void {
    const counts = this.runs % trial > 0;
    if (counts && this.runs < trial) this.other = Math.min(this.other, cost);
    else if (counts) this.own = Math.min(this.own, cost);
    this.runs++;
  }

  get isOver(): boolean {
    return this.runs === 2 * trial;
  }

  get isFasterTogether(): boolean {
    return this.other < this.own !== this.isTogether;
  }
}
