/** Plays the steps automatically: it requests the next step when the last one has been shown long enough. */
export class Player {
  playing = false;
  private timer = 0;

  constructor(
    private readonly forward: () => void,
    private readonly changed: () => void,
    /** The speed in steps per second. */
    public speed: number,
  ) {}

  toggle(): void {
    if (this.playing) this.stop();
    else {
      this.playing = true;
      this.changed();
      this.forward();
    }
  }

  stop(): void {
    window.clearTimeout(this.timer);
    if (!this.playing) return;
    this.playing = false;
    this.changed();
  }

  /** Handles that a step has been drawn; `last` ends playback. */
  arrived(last: boolean): void {
    if (!this.playing) return;
    window.clearTimeout(this.timer);
    if (last) this.stop();
    else this.timer = window.setTimeout(this.forward, 1000 / this.speed);
  }
}
