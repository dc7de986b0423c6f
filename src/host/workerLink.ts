import { setTimeout } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import * as l10n from '@vscode/l10n';
import type { KernelPlace } from '../kernels/provide.js';
import type { FromWorker, ToThread, ToWorker, Translations, WorkerData } from '../protocol.js';

export interface WorkerEvents {
  message(message: FromWorker): void;
  /** The thread is gone though nobody ended it. */
  died(reason: string): void;
}

/** What a worker is begun with. */
export interface WorkerHost {
  readonly workerScript: string;
  readonly translations: Translations;
  /** Asked anew for each worker; null: no kernels. */
  readonly kernels: () => KernelPlace | null;
}

/** A thread that is in the middle of something may take so long to end what it has begun. */
const patienceMs = 300;

/** One worker thread, begun by the first message and again after its end. */
export class WorkerLink {
  private worker: Worker | null = null;

  constructor(
    private readonly host: WorkerHost,
    private readonly events: WorkerEvents,
  ) {}

  get isAlive(): boolean {
    return this.worker !== null;
  }

  post(message: ToWorker): void {
    this.worker ??= this.spawn();
    this.worker.postMessage(message);
  }

  /** Ends the thread, whatever it is doing; nothing more is heard of it. */
  async end(): Promise<void> {
    const { worker } = this;
    this.worker = null;
    if (!worker) return;
    const goodbye: ToThread = { type: 'end' };
    worker.postMessage(goodbye);
    const gone = new Promise((resolve) => worker.once('exit', resolve));
    await Promise.race([gone, setTimeout(patienceMs, undefined, { ref: false })]);
    await worker.terminate();
  }

  private spawn(): Worker {
    const { workerScript, translations, kernels } = this.host;
    const workerData: WorkerData = { translations, kernels: kernels() };
    const worker = new Worker(workerScript, { workerData, execArgv: [] });
    let reason = l10n.t('its thread ended unexpectedly');
    worker.on('message', (message: FromWorker) => {
      if (this.worker === worker) this.events.message(message);
    });
    worker.on('error', (error) => (reason = error.message));
    worker.on('exit', () => {
      if (this.worker !== worker) return;
      this.worker = null;
      this.events.died(reason);
    });
    return worker;
  }
}
