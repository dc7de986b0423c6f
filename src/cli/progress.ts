import { SingleBar } from 'cli-progress';
import type { Io } from './io.js';

/** A bar on a terminal's standard error; nothing elsewhere. */
export class Progress {
  private readonly bar: SingleBar | null;
  private isShown = false;

  /** `format` as in cli-progress. The bar would disturb JSON lines on the same terminal. */
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

  /** Takes the bar away, for good or until the next update: it must not be there when a line is printed. */
  clear(): void {
    if (this.isShown) this.bar?.stop();
    this.isShown = false;
  }
}
