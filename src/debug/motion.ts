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

/** A walk that takes longer than this lets others have their turn. */
const sliceMs = 20;

/** Moves a walk as a debugger moves a program, over the ends of its passes too, and back. */
export class Motion {
  /** Where single moves have led from and to: what a step back undoes. */
  private readonly moves: { readonly from: Position; readonly to: Position }[] = [];
  private broken = new AbortController();

  constructor(
    private readonly walk: Walk,
    private readonly stops: Stops,
  ) {}

  /** To the next step, or to the first step of the next unit or layer; stops in between where there is reason to. */
  async forward(by: Stride): Promise<Stop | null> {
    const { signal } = (this.broken = new AbortController());
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

  /** Undoes the last single move; after anything else, to the start of this unit, or of the one before. */
  async back(): Promise<Stop> {
    const { walk } = this;
    const last = this.moves.pop();
    if (last && last.to.pass === walk.pass && last.to.index === walk.index) await this.return(last.from);
    else if (!walk.previous('unit') && (await walk.previousPass()))
      this.to(walk.trace.span(walk.index, 'unit').start);
    return { reason: 'step' };
  }

  /** On to the next stop; where nothing is set to stop at, to the next pass. Null at the end of the run. */
  async continue(): Promise<Stop | null> {
    const { signal } = (this.broken = new AbortController());
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

  /** Back to the stop before; where nothing is set to stop at, to the start of this pass, or of the one before. */
  async reverse(): Promise<Stop> {
    const { signal } = (this.broken = new AbortController());
    const { walk, stops } = this;
    const wasAtStart = walk.index === 0;
    let from = walk.index - 1;
    for (;;) {
      const found = await this.scan(from, 0, -1);
      if (found) return this.stopAt(found);
      if (signal.aborted) return { reason: 'pause' };
      const goesOn = stops.areSet || (wasAtStart && from < 0);
      if (!goesOn || !(await walk.previousPass())) {
        this.to(0);
        return { reason: walk.pass === 0 ? 'entry' : 'step' };
      }
      from = walk.trace.length - 1;
    }
  }

  /** Whatever is under way ends as soon as it can. */
  pause(): void {
    this.broken.abort();
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

  /** There is no further pass: the run is over, or the walk has been set back meanwhile. */
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

  /** The first stop among the steps from one to another, both included. */
  private async scan(from: number, to: number, by: 1 | -1): Promise<Found | null> {
    const { signal } = this.broken;
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
