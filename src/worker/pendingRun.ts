import type { FromWorker, RunId, StartRun, ToRun } from '../protocol.js';
import type { ChildSession } from './session.js';
import { findingsOf } from './refusal.js';
import type { Run } from './run.js';

/** A run that first determines whether it is in this process or in the child process. Messages wait until then. */
export class PendingRun implements Run {
  readonly id: RunId;
  private readonly finding = new AbortController();
  private readonly waiting: ToRun[] = [];
  private run: Run | null = null;
  private isAbandoned = false;

  constructor(
    start: StartRun,
    child: ChildSession | null,
    post: (message: FromWorker) => void,
    begin: (inChild: boolean) => Run,
  ) {
    this.id = start.run;
    this.place(start, child, begin).catch((error: unknown) =>
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
    child: ChildSession | null,
    begin: (inChild: boolean) => Run,
  ): Promise<void> {
    const { signal } = this.finding;
    const inChild = await child?.isFor(start, signal).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
    if (this.isAbandoned) return;
    this.run = begin(inChild ?? false);
    for (const message of this.waiting) this.run.receive(message);
  }
}
