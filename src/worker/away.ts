import type { ChildProcess } from 'node:child_process';
import * as l10n from '@vscode/l10n';
import type { Finding } from '../config/problem.js';
import { countInputs } from '../data/inputs.js';
import { forkApart } from '../kernels/forked.js';
import type { Revectorizer } from '../kernels/revectorizer.js';
import type { FromWorker, RunId, StartRun, ToRun, ToWorker, WorkerData } from '../protocol.js';
import type { Run } from './run.js';

/** A process beside this thread, with a worker's script in it, for runs that are faster there. */
export class Away {
  private child: ChildProcess | null = null;
  private run: AwayRun | null = null;

  constructor(
    private readonly script: string,
    private readonly workerData: WorkerData,
    private readonly revectorizer: Revectorizer,
  ) {}

  /** Whether a run should be there. Rejects as soon as the signal is aborted. */
  async isFor({ spec, directory }: StartRun, signal: AbortSignal): Promise<boolean> {
    if (spec.kind === 'function') return false;
    const count = (): Promise<number | null> => countInputs(spec, directory, signal);
    return this.revectorizer.isFor(spec, spec.training, count, signal);
  }

  /** A process that is there already has its data already, too. */
  start(start: StartRun, post: (message: FromWorker) => void): Run {
    this.run = new AwayRun(start.run, post, (message) => this.send(message));
    this.send(start);
    return this.run;
  }

  /** Nothing more is heard from there; settles when the process is gone. */
  async end(): Promise<void> {
    const { child } = this;
    this.child = null;
    this.run = null;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    if (child.kill()) await gone;
  }

  private send(message: ToWorker): void {
    this.child ??= this.open();
    this.child.send(message, () => undefined); // if it has died, that is heard of elsewhere
  }

  private open(): ChildProcess {
    const child = forkApart(this.revectorizer.apart, this.script);
    child.on('message', (message: Extract<FromWorker, { run: RunId }>) => {
      if (this.child === child && this.run?.id === message.run) this.run.post(message);
    });
    const died = (reason: string): void => {
      if (this.child !== child) return;
      const { run } = this;
      void this.end();
      run?.fail(reason);
    };
    child.on('error', (error) => {
      if (child.pid === undefined) died(error.message); // else its end is heard of in its own time
    });
    // Not before its last words have been read.
    child.on('close', (code, signal) =>
      died(l10n.t('its process ended unexpectedly ({0})', signal ?? String(code))),
    );
    child.send(this.workerData, () => undefined);
    return child;
  }
}

/** A run in that process. */
class AwayRun implements Run {
  private isOver = false;

  constructor(
    readonly id: RunId,
    readonly post: (message: FromWorker) => void,
    private readonly send: (message: ToWorker) => void,
  ) {}

  receive(message: ToRun): void {
    if (!this.isOver) this.send(message);
  }

  abandon(): void {
    this.receive({ type: 'stop', run: this.id });
    this.isOver = true;
  }

  fail(reason: string): void {
    this.isOver = true;
    const message = l10n.t('The run broke off: {0}. Train starts it again.', reason);
    const finding: Finding = { severity: 'error', code: 'run-broke-off', message, path: [] };
    this.post({ type: 'failed', run: this.id, findings: [finding] });
  }
}
