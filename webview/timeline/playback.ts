/** The duration of a whole run in ms at single speed. */
const wholeRunMs = 3500;

/** Returns the epoch after a share of the duration. It starts slowly, since most is learned in the early epochs. */
export function epochAt(share: number, epochs: number): number {
  return Math.min(epochs, Math.floor(epochs * share * share));
}

/** Returns the share of the duration after which an epoch is shown; the inverse of `epochAt`. */
export function shareAt(epoch: number, epochs: number): number {
  return epochs > 0 ? Math.sqrt(Math.min(1, epoch / epochs)) : 1;
}

/** The least number of pictures of a whole run. Where they arrive slowly, the playback takes longer instead of skipping. */
const fewestPictures = 12;

/** Plays the recording of a run: it shows one epoch after the other, as time passes and the pictures arrive. */
export class Playback {
  private frame = 0;

  constructor(
    private readonly show: (epoch: number) => void,
    private readonly ended: () => void,
    /** Whether the last picture that was asked for has not arrived yet. */
    private readonly isWaiting: () => boolean,
    /** The factor of the speed at which a whole run takes 3.5 s. */
    public speed = 1,
  ) {}

  get isPlaying(): boolean {
    return this.frame !== 0;
  }

  play(from: number, epochs: number, speed = this.speed): void {
    this.stop();
    let share = shareAt(from, epochs);
    let last: number | null = null;
    const step = (): void => {
      this.frame = requestAnimationFrame(step);
      if (this.isWaiting()) return;
      const now = performance.now();
      share += Math.min(((now - (last ?? now)) * speed) / wholeRunMs, 1 / fewestPictures);
      last = now;
      if (share < 1) this.show(epochAt(share, epochs));
      else {
        this.stop();
        this.ended();
      }
    };
    this.frame = requestAnimationFrame(step);
  }

  stop(): void {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
  }
}
