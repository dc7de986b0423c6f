import { SingleBar } from 'cli-progress';
import type { Io } from './io.js';

/** A bar on a terminal's standard error; nothing elsewhere. */
export class Progress {
  private readonly bar: SingleBar | null;

  /** `format` as in cli-progress. It would disturb JSON lines on the same terminal. */
  constructor(
    private readonly io: Io,
    format: string,
    total: number,
    json: boolean,
  ) {
    const shown = io.stderr.isTTY === true && !(json && io.stdout.isTTY === true);
    const options = {
      format,
      stream: io.stderr,
      clearOnComplete: true,
      hideCursor: true,
      gracefulExit: false,
      etaBuffer: 100,
    };
    this.bar = shown ? new SingleBar(options) : null;
    this.bar?.start(total, 0, { loss: '' });
  }

  update(value: number, loss = ''): void {
    this.bar?.update(value, { loss });
  }

  /** Makes room for a line of text; the bar comes back by itself. */
  clear(): void {
    if (this.bar) this.io.stderr.write('\r\u001b[K');
  }

  stop(): void {
    this.bar?.stop();
  }
}
