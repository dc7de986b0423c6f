import { setTimeout } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import * as l10n from '@vscode/l10n';
import type { KernelPlace } from '../../backends/wasm/kernelPlace.js';
import type {
  FromThread,
  FromWorker,
  SessionId,
  ToThread,
  ToWorker,
  Translations,
  WorkerData,
} from '../../protocol.js';
import { Watchdog } from '../../worker/watchdog.js';

/** The options for starting a worker thread. */
export interface WorkerHost {
  readonly workerScript: string;
  readonly translations: Translations;
  /** Called for each new thread; null if there are no kernels. */
  readonly kernels: () => KernelPlace | null;
}

/** The reason why a session has lost its thread. */
export type Loss =
  /** The thread ended unexpectedly. */
  | { readonly kind: 'died'; readonly reason: string }
  /** The thread did not answer this session and was ended. */
  | { readonly kind: 'unresponsive' }
  /** The thread did not answer another session that it served and was ended. */
  | { readonly kind: 'displaced' };

/** The config's end of a session. */
export interface Client {
  /** Whether a run trains or a check is running in the session. */
  readonly isBusy: boolean;
  receive(message: FromWorker): void;
  lost(loss: Loss): void;
}

/** A thread gets this long to end what it has started. */
const endTimeoutMs = 300;
/** One worker thread and the sessions that it serves. */
export class WorkerThread {
  private readonly clients = new Map<SessionId, Client>();
  private readonly worker: Worker;
  private isOver = false;
  /** The sessions that wait for an answer. */
  private readonly waiting = new Set<SessionId>();
  private readonly watchdog = new Watchdog(
    () => this.send({ type: 'ping' }),
    () => this.giveUp(),
  );

  constructor(
    host: WorkerHost,
    private readonly onEnd: (thread: WorkerThread) => void,
  ) {
    const { workerScript, translations, kernels } = host;
    const workerData: WorkerData = { translations, kernels: kernels() };
    this.worker = new Worker(workerScript, { workerData, execArgv: [] });
    let reason = l10n.t('its thread ended unexpectedly');
    this.worker.on('message', (message: FromThread) => this.receive(message));
    this.worker.on('error', (error) => (reason = error.message));
    this.worker.on('exit', () => this.onLost(() => ({ kind: 'died', reason })));
  }

  get sessions(): number {
    return this.clients.size;
  }

  get busySessions(): number {
    return [...this.clients.values()].filter(({ isBusy }) => isBusy).length;
  }

  join(session: SessionId, client: Client): void {
    this.clients.set(session, client);
  }

  post(session: SessionId, message: ToWorker): void {
    this.send({ type: 'session', session, message });
  }

  /** Closes a session. The thread ends with its last session; the promise settles when it has ended. */
  async leave(session: SessionId): Promise<void> {
    this.clients.delete(session);
    this.waiting.delete(session);
    if (this.clients.size > 0) this.send({ type: 'close', session });
    else if (!this.isOver) await this.end();
  }

  /** Ends the thread unless it soon watchdog a ping. */
  expectAnswer(session: SessionId): void {
    if (this.isOver) return;
    this.waiting.add(session);
    this.watchdog.expect();
  }

  private receive(message: FromThread): void {
    if (this.isOver) return;
    if (message.type === 'session') this.clients.get(message.session)?.receive(message.message);
    else if (this.watchdog.receive()) this.waiting.clear();
  }

  private giveUp(): void {
    this.onLost((session) => ({ kind: this.waiting.has(session) ? 'unresponsive' : 'displaced' }));
    void this.worker.terminate();
  }

  private async end(): Promise<void> {
    this.close();
    const gone = new Promise((resolve) => this.worker.once('exit', resolve));
    this.send({ type: 'end' });
    await Promise.race([gone, setTimeout(endTimeoutMs, undefined, { ref: false })]);
    await this.worker.terminate();
  }

  private onLost(lossOf: (session: SessionId) => Loss): void {
    if (this.isOver) return;
    this.close();
    const clients = [...this.clients];
    this.clients.clear();
    for (const [session, client] of clients) client.lost(lossOf(session));
  }

  private close(): void {
    this.isOver = true;
    this.watchdog.stop();
    this.onEnd(this);
  }

  private send(message: ToThread): void {
    this.worker.postMessage(message);
  }
}
