import { SingleBar } from 'cli-progress';
import type { Io } from './io.js';

/** A progress bar on standard error. It is shown only on a terminal. */
export class Progress {
  private readonly bar: SingleBar | null;
  private isShown = false;

  /** `format` is that of cli-progress. The bar is not shown where it would mix with JSON lines on the same terminal. */
  constructor(
    { stdout, stderr }: Io,
    format: string,
    private readonly total: number,
    json: boolean,
  ) {
    const wanted = stderr.isTTY === true && !(json && stdout.isTTY === true);
    const options = { format, stream: stderr, clearOnComplete: true, hideCursor: true, gracefulExit: false };
    this.bar = wanted ? new SingleBar(options) : null;
  }

  update(value: number, loss = ''): void {
    if (this.isShown) this.bar?.update(value, { loss });
    else this.bar?.start(this.total, value, { loss });
    this.isShown = true;
  }

  /** Removes the bar until the next update. This must happen before a line is printed. */
  clear(): void {
    if (this.isShown) this.bar?.stop();
    this.isShown = false;
  }
}
