import type { ChildProcess } from 'node:child_process';
import * as l10n from '@vscode/l10n';
import { countInputs } from '../data/countInputs.js';
import { filesIn } from './filesIn.js';
import { forkChild } from './forkChild.js';
import type { Revectorizer } from './revectorizer.js';
import type {
  FromThread,
  FromWorker,
  RunId,
  SessionId,
  StartRun,
  ToRun,
  ToThread,
  ToWorker,
  WorkerData,
} from '../protocol.js';
import { Watchdog } from '../worker/watchdog.js';
import type { Run } from '../worker/run.js';
import type { ChildSession } from '../worker/session.js';

/** The child process of this worker thread, for those runs of its sessions that are faster there. */
export class ChildRuns {
  private child: ChildProcess | null = null;
  /** The newest run of each session that has one in the child process. */
  private readonly runs = new Map<SessionId, ChildRun>();
  private readonly watchdog = new Watchdog(
    () => this.child?.send({ type: 'ping' } satisfies ToThread, ignoreError),
    () => this.child?.kill('SIGKILL'), // its `close` event says the rest
  );

  constructor(
    private readonly script: string,
    private readonly workerData: WorkerData,
    private readonly revectorizer: Revectorizer,
  ) {}

  /** Returns the part of one session. */
  session(id: SessionId): ChildSession {
    return {
      isFor: (start, signal) => this.isFor(start, signal),
      start: (start, post) => this.start(id, start, post),
      close: () => this.close(id),
    };
  }

  private async isFor({ spec, directory }: StartRun, signal: AbortSignal): Promise<boolean> {
    if (spec.kind === 'function') return false;
    const count = (): Promise<number | null> => countInputs(spec, filesIn(directory), signal);
    return this.revectorizer.isFor(spec, spec.training, count, signal);
  }

  /** Starts a run in the child process, which still has the data of the session's previous run. */
  private start(session: SessionId, start: StartRun, post: (message: FromWorker) => void): Run {
    const run = new ChildRun(start.run, post, (message) => this.send(session, message));
    this.runs.set(session, run);
    this.send(session, start);
    return run;
  }

  /** Ends a session in the child process, and the process after its last session. Resolves when that has ended. */
  private async close(session: SessionId): Promise<void> {
    if (!this.runs.delete(session)) return;
    if (this.runs.size > 0) this.child?.send({ type: 'close', session } satisfies ToThread, ignoreError);
    else await this.endProcess();
  }

  private async endProcess(): Promise<void> {
    const { child } = this;
    this.child = null;
    this.watchdog.stop();
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exited = new Promise((resolve) => child.once('exit', resolve));
    if (child.kill()) await exited;
  }

  private send(session: SessionId, message: ToWorker): void {
    this.child ??= this.open();
    this.child.send({ type: 'session', session, message } satisfies ToThread, ignoreError);
    if (message.type === 'stop' || message.type === 'pause') this.watchdog.expect();
  }

  private open(): ChildProcess {
    const child = forkChild(this.revectorizer.childOptions, this.script);
    child.on('message', (message: FromThread) => {
      if (this.child !== child) return;
      if (message.type === 'session') this.receive(message.session, message.message);
      else this.watchdog.receive();
    });
    const onDied = (reason: string): void => {
      if (this.child === child) this.onDied(reason);
    };
    child.on('error', (error) => {
      if (child.pid === undefined) onDied(error.message); // Otherwise `close` reports its end.
    });
    // `close` comes after the last message, unlike `exit`.
    child.on('close', (code, signal) =>
      onDied(l10n.t('its process ended unexpectedly ({0})', signal ?? String(code))),
    );
    child.send(this.workerData, ignoreError);
    return child;
  }

  private receive(session: SessionId, message: FromWorker): void {
    const run = this.runs.get(session);
    if (run && 'run' in message && message.run === run.id) run.post(message);
  }

  private onDied(reason: string): void {
    const runs = [...this.runs.values()];
    this.runs.clear();
    this.child = null;
    this.watchdog.stop();
    for (const run of runs) run.interrupt(reason);
  }
}

/** Ignores an error of sending: the `close` event reports that the process has ended. */
const ignoreError = (): void => undefined;

/** A run in the child process. */
class ChildRun implements Run {
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

  interrupt(reason: string): void {
    this.isOver = true;
    this.post({ type: 'interrupted', run: this.id, reason });
  }
}
