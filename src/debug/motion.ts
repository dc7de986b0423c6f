import type { Stride } from '../engine/trace/trace.js';
import type { Stop, Stops } from './stops.js';
import type { Walk } from './walk.js';

interface Found {
  readonly index: number;
  readonly stop: Stop;
}

interface Position {
  readonly pass: number;
  readonly index: number;
}

/** The time between two yields to the event loop, in milliseconds. */
const sliceMs = 20;

/** Moves a walk forward and backward as a debugger moves a program, also from one pass to another. */
export class Motion {
  /** The positions before and after each single step, which a step back undoes. */
  private readonly moves: { readonly from: Position; readonly to: Position }[] = [];
  private cancellation = new AbortController();

  constructor(
    private readonly walk: Walk,
    private readonly stops: Stops,
  ) {}

  /** Moves to the next step, or to the first step of the next unit or layer, or to a stop in between. */
  async forward(by: Stride): Promise<Stop | null> {
    const { signal } = (this.cancellation = new AbortController());
    const { walk } = this;
    const from = this.position;
    const end = by === 'step' ? walk.index + 1 : walk.trace.span(walk.index, by).end;
    const stop = await this.scan(walk.index + 1, Math.min(end, walk.trace.length - 1), 1);
    if (signal.aborted) return { reason: 'pause' };
    if (stop) this.to(stop.index);
    else if (end < walk.trace.length) this.to(end);
    else if (!(await walk.nextPass())) return this.atEnd();
    this.moves.push({ from, to: this.position });
    return stop?.stop ?? (walk.index === 0 ? this.hitHere() : null) ?? { reason: 'step' };
  }

  /** Undoes the last single step. After any other move, it moves to the start of this unit, or of the previous one. */
  async back(): Promise<Stop> {
    const { walk } = this;
    const last = this.moves.pop();
    if (last && last.to.pass === walk.pass && last.to.index === walk.index) await this.return(last.from);
    else if (!walk.previous('unit') && (await walk.previousPass()))
      this.to(walk.trace.span(walk.index, 'unit').start);
    return { reason: 'step' };
  }

  /** Moves to the next stop, or to the next pass where no stops are set. Returns null at the end of the run. */
  async continue(): Promise<Stop | null> {
    const { signal } = (this.cancellation = new AbortController());
    const { walk, stops } = this;
    let from = walk.index + 1;
    for (;;) {
      const found = await this.scan(from, walk.trace.length - 1, 1);
      if (found) return this.stopAt(found);
      if (signal.aborted) return { reason: 'pause' };
      if (!(await walk.nextPass())) return this.atEnd();
      if (!stops.areSet) return this.hitHere() ?? { reason: 'step' };
      from = 0;
    }
  }

  /** Moves to the previous stop, or to the start of this or of the previous pass where no stops are set. */
  async reverse(): Promise<Stop> {
    const { signal } = (this.cancellation = new AbortController());
    const { walk, stops } = this;
    const wasAtStart = walk.index === 0;
    let from = walk.index - 1;
    for (;;) {
      const found = await this.scan(from, 0, -1);
      if (found) return this.stopAt(found);
      if (signal.aborted) return { reason: 'pause' };
      const continues = stops.areSet || (wasAtStart && from < 0);
      if (!continues || !(await walk.previousPass())) {
        this.to(0);
        return { reason: walk.pass === 0 ? 'entry' : 'step' };
      }
      from = walk.trace.length - 1;
    }
  }

  /** Ends the move in progress as soon as possible. */
  pause(): void {
    this.cancellation.abort();
  }

  private get position(): Position {
    return { pass: this.walk.pass, index: this.walk.index };
  }

  private to(index: number): void {
    this.walk.go(index);
  }

  private async return({ pass, index }: Position): Promise<void> {
    if (pass !== this.walk.pass) await this.walk.previousPass();
    this.to(index);
  }

  /** Ends a move that has no next pass, since the run has ended or the walk was restarted in the meantime. */
  private atEnd(): Stop | null {
    if (!this.walk.outcome) return { reason: 'pause' };
    this.walk.last();
    return null;
  }

  private hitHere(): Stop | null {
    return this.stops.at(this.walk, 0, true);
  }

  private stopAt({ index, stop }: Found): Stop {
    this.to(index);
    return stop;
  }

  /** Returns the first stop among the steps from `from` to `to`, both included. */
  private async scan(from: number, to: number, by: 1 | -1): Promise<Found | null> {
    const { signal } = this.cancellation;
    if (this.stops.areNone) return null;
    let slice = performance.now() + sliceMs;
    for (let index = from; !signal.aborted && (to - index) * by >= 0; index += by) {
      const stop = this.stops.at(this.walk, index, by === 1);
      if (stop) return { index, stop };
      if (performance.now() < slice) continue;
      await new Promise((resolve) => setImmediate(resolve));
      slice = performance.now() + sliceMs;
    }
    return null;
  }
}
