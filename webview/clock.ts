import type { RunStatus } from '../src/protocol.js';

const windowMs = 2000;

/**
 * Measures elapsed time and speed between status messages, which arrive at most once per epoch when epochs are slow.
 */
export class Clock {
  private run: string | null = null;
  private received = 0;
  private status: RunStatus | null = null;
  /** The epochs of the last two seconds by elapsed time. */
  private marks: { readonly elapsedMs: number; readonly epoch: number }[] = [];

  /** Records a status. `now` is in ms of any monotonic clock. */
  observe(status: RunStatus | null, now: number): void {
    if (status === this.status) return;
    if (status?.run !== this.run) this.marks = [];
    this.run = status?.run ?? null;
    this.status = status;
    this.received = now;
    if (!status) return;
    const latest = this.marks.at(-1);
    if (latest && status.epoch <= latest.epoch) return;
    this.marks.push({ elapsedMs: status.elapsedMs, epoch: status.epoch });
    while (this.marks.length > 2 && status.elapsedMs - this.marks[1].elapsedMs > windowMs) this.marks.shift();
  }

  elapsedMs(now: number): number {
    if (!this.status) return 0;
    const since = this.status.state === 'training' ? now - this.received : 0;
    return this.status.elapsedMs + since;
  }

  /**
   * Returns the epochs per second: over the last two seconds during training, else over the whole run; NaN while
   * unknown.
   */
  rate(): number {
    if (!this.status) return NaN;
    if (this.status.state !== 'training') return perSecond(this.status.epoch, this.status.elapsedMs);
    const first = this.marks.at(0);
    const last = this.marks.at(-1);
    if (!first || !last || first === last) return perSecond(this.status.epoch, this.status.elapsedMs);
    return perSecond(last.epoch - first.epoch, last.elapsedMs - first.elapsedMs);
  }
}

function perSecond(epochs: number, ms: number): number {
  return epochs > 0 && ms > 0 ? (epochs * 1000) / ms : NaN;
}
