import type { FromWorker, RunId, StartRun, ToRun } from '../protocol.js';
import type { AwaySession } from '../node/childRuns.js';
import { findingsOf, type Run } from './run.js';

/** A run that first determines whether it is in this process or in the child process. Messages wait until then. */
export class PlacedRun implements Run {
  readonly id: RunId;
  private readonly finding = new AbortController();
  private readonly waiting: ToRun[] = [];
  private run: Run | null = null;
  private isAbandoned = false;

  constructor(
    start: StartRun,
    away: AwaySession | null,
    post: (message: FromWorker) => void,
    begin: (isAway: boolean) => Run,
  ) {
    this.id = start.run;
    this.place(start, away, begin).catch((error: unknown) =>
      post({ type: 'failed', run: this.id, findings: findingsOf(error) }),
    );
  }

  receive(message: ToRun): void {
    if (this.run) {
      this.run.receive(message);
      return;
    }
    this.waiting.push(message);
    if (message.type === 'stop') this.finding.abort();
  }

  abandon(): void {
    this.isAbandoned = true;
    this.finding.abort();
    this.run?.abandon();
  }

  private async place(
    start: StartRun,
    away: AwaySession | null,
    begin: (isAway: boolean) => Run,
  ): Promise<void> {
    const { signal } = this.finding;
    const isAway = await away?.isFor(start, signal).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
    if (this.isAbandoned) return;
    this.run = begin(isAway ?? false);
    for (const message of this.waiting) this.run.receive(message);
  }
}
