/** A thread or process that receives no messages for this long is unresponsive. */
const answerMs = 2000;

/** Watches whether a thread or process answers pings, from when it is asked until it has answered them all. */
export class Watchdog {
  private unanswered = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly ping: () => void,
    private readonly onUnresponsive: () => void,
  ) {}

  /** It has to answer in time from now on. */
  expect(): void {
    this.unanswered++;
    this.timer ??= setTimeout(() => {
      this.stop();
      this.onUnresponsive();
    }, answerMs).unref();
    this.ping();
  }

  /** It has answered a ping; true where that was the last one. */
  receive(): boolean {
    if (--this.unanswered > 0) return false;
    this.stop();
    return true;
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.unanswered = 0;
  }
}
