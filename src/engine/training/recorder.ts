/** A position in a run: the number of epochs done, and of batches of the next one. */
export interface Position {
  readonly epoch: number;
  readonly batch: number;
}

/** A kept state of a run. */
export interface Frame<State> extends Position {
  readonly state: State;
  readonly bytes: number;
  /** Whether it cannot be had from an earlier frame: parameters were changed by hand, or another run begins here. */
  readonly isPinned: boolean;
}

/** A recording as plain data. */
export interface Recording<State> {
  readonly frames: readonly Frame<State>[];
  readonly earliest: number;
}

/** Returns a number by which positions are ordered. Within an epoch it does not tell batches apart. */
export const placeOf = ({ epoch, batch }: Position): number => epoch + (batch > 0 ? 0.5 : 0);

const mostFrames = 300;
/** The shortest time between frames in ms: what is trained in it is soon trained again. */
const leastGapMs = 10;
/** The time between frames, relative to the time that it takes to keep one. Recording takes at most 1/80 of the time. */
const costFactor = 80;

/**
 * Keeps states of a run, so that the state after any epoch can be had by training on from the one before it. Early epochs
 * are kept closer together: the gap is proportional to the epoch plus a quarter of the newest one.
 */
export class Recorder<State> {
  /** The first epoch that can be had. Those before it follow neither from the config nor from a frame. */
  earliest = 0;
  private frames: Frame<State>[] = [];
  private bytes = 0;
  private nextAt = -Infinity;

  constructor(
    /** The number of bytes that frames may take. */
    private readonly most: number,
    /** Returns a time in ms. */
    private readonly now: () => number,
  ) {}

  /** The number of frames of a size that are kept at most. */
  capacity(bytes: number): number {
    return Math.min(mostFrames, Math.floor(this.most / Math.max(1, bytes)));
  }

  /** Keeps a state at the end of an epoch, if it is worth its time. `keep` is called only then. */
  offer(epoch: number, bytes: number, keep: () => State): void {
    const now = this.now();
    if (now < this.nextAt || bytes > this.most || epoch - this.newest < epoch / mostFrames) return;
    this.insert({ epoch, batch: 0, bytes, isPinned: false, state: keep() });
    const end = this.now();
    this.nextAt = end + Math.max(leastGapMs, costFactor * (end - now));
  }

  /** Keeps a state that does not follow from the ones before it. It replaces one at the same position. */
  pin(position: Position, bytes: number, state: State): void {
    this.forgetFrom(position);
    this.insert({ ...position, bytes, isPinned: true, state });
  }

  /** Forgets all states at and after a position, because the run does not go on from them. */
  forgetFrom(position: Position): void {
    const from = placeOf(position);
    this.frames = this.frames.filter((frame) => placeOf(frame) < from);
    this.bytes = this.frames.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** Returns the last state at or before the end of an epoch; null where the initial state is that. */
  nearest(epoch: number): Frame<State> | null {
    return this.frames.findLast((frame) => placeOf(frame) <= epoch) ?? null;
  }

  /** Returns as much of the recording as fits into a number of bytes. */
  excerpt(bytes: number): Recording<State> {
    const excerpt = new Recorder<State>(bytes, this.now);
    excerpt.restore({ frames: this.frames, earliest: this.earliest });
    return { frames: excerpt.frames, earliest: excerpt.earliest };
  }

  restore({ frames, earliest }: Recording<State>): void {
    this.frames = [...frames];
    this.bytes = frames.reduce((sum, frame) => sum + frame.bytes, 0);
    this.earliest = earliest;
    this.trim();
  }

  private get newest(): number {
    return this.frames.at(-1)?.epoch ?? 0;
  }

  private insert(frame: Frame<State>): void {
    this.frames.push(frame);
    this.bytes += frame.bytes;
    this.trim();
  }

  private trim(): void {
    while (this.frames.length > mostFrames || this.bytes > this.most) {
      const index = this.leastUseful();
      if (this.frames[index].isPinned) this.losePinned(index);
      this.bytes -= this.frames[index].bytes;
      this.frames.splice(index, 1);
    }
  }

  /** Returns the index of the frame whose absence makes the smallest gap; of the first pinned one if all are pinned. */
  private leastUseful(): number {
    const { frames, newest } = this;
    let least = Infinity;
    let found = frames.findIndex(({ isPinned }) => !isPinned);
    if (found < 0) return 0;
    for (let i = 0; i < frames.length - 1; i++) {
      if (frames[i].isPinned) continue;
      const before = i > 0 ? frames[i - 1].epoch : 0;
      const gap = (frames[i + 1].epoch - before) / (frames[i].epoch + newest / 4 + 1);
      if (gap < least) [least, found] = [gap, i];
    }
    return found;
  }

  /** What follows from a pinned frame alone can no longer be had: all up to the next pinned one. */
  private losePinned(index: number): void {
    const next = this.frames[index + 1] as Frame<State> | undefined;
    this.earliest = next ? Math.ceil(placeOf(next)) : Infinity;
  }
}
