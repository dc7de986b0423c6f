/** Goes on by itself, a step after the other: the next one when the last has been seen for long enough. */
export class Player {
  playing = false;
  private timer = 0;

  constructor(
    private readonly forward: () => void,
    private readonly changed: () => void,
    /** Steps a second. */
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

  /** A step has been drawn; `last` ends the play. */
  arrived(last: boolean): void {
    if (!this.playing) return;
    window.clearTimeout(this.timer);
    if (last) this.stop();
    else this.timer = window.setTimeout(this.forward, 1000 / this.speed);
  }
}
