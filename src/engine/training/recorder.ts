/** A position in a run: the number of epochs done, and of batches of the next one. */
export interface Position {
  readonly epoch: number;
  readonly batch: number;
}

/** A recorded state of a run. */
export interface Frame<State> extends Position {
  readonly state: State;
  readonly bytes: number;
  /** Whether it does not follow from an earlier frame: parameters were changed by hand, or another run begins here. */
  readonly isPinned: boolean;
}

/** A recording as plain data. */
export interface Recording<State> {
  readonly frames: readonly Frame<State>[];
  readonly earliest: number;
}

/** Returns a sort key of a position. All batches within an epoch have the same key. */
export const placeOf = ({ epoch, batch }: Position): number => epoch + (batch > 0 ? 0.5 : 0);

const mostFrames = 300;
/** The shortest time between frames in ms. Epochs that take less are quickly trained again. */
const leastGapMs = 10;
/** The time between frames as a multiple of the time to record one, which limits the cost of recording to 1/80. */
const costFactor = 80;

/**
 * Records states of a run, so that the state after any epoch can be computed by training from the last recorded state
 * before it. Early states are closer together: the gap is proportional to the epoch plus a quarter of the newest one.
 */
export class Recorder<State> {
  /** The first epoch whose state can be computed. Earlier ones follow neither from the config nor from a frame. */
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

  /** Returns the largest number of frames of a size that fit. */
  capacity(bytes: number): number {
    return Math.min(mostFrames, Math.floor(this.most / Math.max(1, bytes)));
  }

  /** Records a state at the end of an epoch unless it takes too much time or memory, or adds too little. */
  offer(epoch: number, bytes: number, keep: () => State): void {
    const now = this.now();
    if (now < this.nextAt || bytes > this.most || epoch - this.newest < epoch / mostFrames) return;
    this.insert({ epoch, batch: 0, bytes, isPinned: false, state: keep() });
    const end = this.now();
    this.nextAt = end + Math.max(leastGapMs, costFactor * (end - now));
  }

  /** Records a state that does not follow from the ones before it. It replaces those at the same and later positions. */
  pin(position: Position, bytes: number, state: State): void {
    this.forgetFrom(position);
    this.insert({ ...position, bytes, isPinned: true, state });
  }

  /** Removes all states at and after a position, because the run does not continue from them. */
  forgetFrom(position: Position): void {
    const from = placeOf(position);
    this.frames = this.frames.filter((frame) => placeOf(frame) < from);
    this.bytes = this.frames.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** Returns the last recorded state at or before the end of an epoch; null where only the initial state is. */
  nearest(epoch: number): Frame<State> | null {
    return this.frames.findLast((frame) => placeOf(frame) <= epoch) ?? null;
  }

  /** Returns the part of the recording that fits into a number of bytes. */
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

  /** Returns the index of the frame whose removal leaves the smallest gap, or 0 if all frames are pinned. */
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

  /** Updates `earliest` for the loss of a pinned frame: no state up to the next pinned one can be computed any more. */
  private losePinned(index: number): void {
    const next = this.frames[index + 1] as Frame<State> | undefined;
    this.earliest = next ? Math.ceil(placeOf(next)) : Infinity;
  }
}
