/** The time between two pictures in ms. */
const pictureMs = 1000 / 30;
/** The time in ms after which a watched run trains twice as fast. */
const doublingMs = 2500;

/** The pace of a run that is watched: 30 epochs a second at first, each with its picture, then gradually more. */
export class WatchPace {
  private pictures = 0;
  private trained = 0;
  private nextAt = 0;

  /** Returns how many epochs are trained before the next picture, and begins the time until the one after it. */
  next(): number {
    this.nextAt = performance.now() + pictureMs;
    this.pictures++;
    const growth = 2 ** (pictureMs / doublingMs);
    const until = (growth ** this.pictures - 1) / (growth - 1);
    const epochs = Math.max(1, Math.floor(until) - this.trained);
    this.trained += epochs;
    return epochs;
  }

  /** The time in ms until more may be trained. */
  get waitMs(): number {
    return Math.max(0, this.nextAt - performance.now());
  }
}
