import { median } from '../engine/median.js';

/** Milliseconds until the first look at whether help helps; the time between two grows from there to the longest. */
const shortest = 100;
const longest = 2000;
/** A look takes no more of the time than this: more of it alone, where it may find that it has been slow. */
const share = { together: 1 / 60, alone: 1 / 20 };
/** Of each kind in a look: blocks, and milliseconds in all of them and in each. */
const leastBlocks = 3;
const leastMs = 10;
const blockMs = 2;
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
  /** The last look was against what is being done. */
  private isDoubted = false;

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
    if (look?.timed.isOver) this.conclude(look.timed.gain, this.busy - look.began);
  }

  /** One look may have met a bad moment: it takes two of them to send help away. */
  private conclude(gain: number, ms: number): void {
    this.look = null;
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

/** Blocks alone and together in turns, so that both meet the same neighbours. */
class Look {
  together = false;
  private readonly alone: number[] = [];
  private readonly helped: number[] = [];
  private helpedMs = 0;
  private block = { runs: 0, work: 0, ms: 0 };

  learn(work: number, ms: number): void {
    const { block } = this;
    // Threads have to wake up.
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

  /** How many times as long it takes alone. */
  get gain(): number {
    return median(this.alone) / median(this.helped);
  }
}
