/** Drives the worker in a real thread with messages, as the host does. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { once } from 'node:events';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { build } from 'esbuild';
import { lazyChunks } from '../../scripts/lazyChunks.mjs';
import { parseConfig } from '../../src/config/parse.js';
import type { Spec } from '../../src/config/spec.js';
import type {
  FromThread,
  FromWorker,
  History,
  RunId,
  RunState,
  SessionId,
  ToThread,
  ToWorker,
  WorkerData,
} from '../../src/protocol.js';
import { HistoryBuffer } from '../../src/worker/history.js';

const bundled = new Map<string, Promise<string>>();

/**
 * Bundles the worker, or another program of the sources, into its own folder, in chunks as the product's. As a single
 * file, each thread would compile all code at its start. @returns the path of the script
 */
export function workerScript(entry = 'src/node/workerMain.ts'): Promise<string> {
  const known = bundled.get(entry);
  if (known) return known;
  const building = (async () => {
    const outdir = mkdtempSync(path.join(tmpdir(), 'backprop-worker-'));
    await build({
      entryPoints: { worker: entry },
      outdir,
      chunkNames: 'chunks/[name]-[hash]',
      bundle: true,
      platform: 'node',
      mainFields: ['module', 'main'],
      plugins: [lazyChunks(path.join(outdir, 'chunks'))],
    });
    return path.join(outdir, 'worker.js');
  })();
  bundled.set(entry, building);
  return building;
}

export async function specOf(config: object): Promise<Spec> {
  const { spec, problems } = await parseConfig(JSON.stringify(config), 'test.backprop.json');
  if (!spec) throw new Error(problems.map(({ message }) => message).join('\n'));
  return spec;
}

type MessageOf<T extends FromWorker['type']> = Extract<FromWorker, { type: T }>;

export class Driver {
  readonly messages: FromWorker[] = [];
  private readonly waiting = new Set<() => void>();

  private constructor(private readonly worker: Worker) {
    worker.on('message', (message: FromThread) => {
      if (message.type === 'pong') return;
      this.messages.push(message.message);
      for (const look of [...this.waiting]) look();
    });
  }

  static async open(workerData: WorkerData = {}, entry?: string): Promise<Driver> {
    return new Driver(new Worker(await workerScript(entry), { workerData, execArgv: [] }));
  }

  post(message: ToWorker, session: SessionId = 1): void {
    this.tell({ type: 'session', session, message });
  }

  tell(message: ToThread): void {
    this.worker.postMessage(message);
  }

  /** Resolves when the thread has ended by itself. */
  async ended(): Promise<void> {
    await once(this.worker, 'exit');
  }

  /** Resolves when the thread is idle. Mocha's timeout ends the wait. */
  async idle(): Promise<void> {
    const { performance } = this.worker;
    for (;;) {
      const before = performance.eventLoopUtilization();
      await new Promise((resolve) => setTimeout(resolve, 100));
      if (performance.eventLoopUtilization(before).utilization < 0.2) return;
    }
  }

  async close(): Promise<void> {
    await this.worker.terminate();
  }

  /** Returns the first message from `since` on that satisfies the condition. Mocha's timeout ends the wait. */
  async next<T extends FromWorker['type']>(
    type: T,
    fits: (message: MessageOf<T>) => boolean = () => true,
    since = 0,
  ): Promise<MessageOf<T>> {
    const found = (): MessageOf<T> | undefined =>
      this.messages.slice(since).find((m): m is MessageOf<T> => m.type === type && fits(m as MessageOf<T>));
    return new Promise((resolve) => {
      const look = (): void => {
        const message = found();
        if (!message) return;
        this.waiting.delete(look);
        resolve(message);
      };
      this.waiting.add(look);
      look();
    });
  }

  state(run: RunId, state: RunState, since = 0): Promise<MessageOf<'state'>> {
    return this.next('state', (message) => message.run === run && message.state === state, since);
  }

  /** Returns the run's next complete checkpoint, after it has paused or ended. */
  async settled(run: RunId, state: RunState, since = 0): Promise<Uint8Array> {
    await this.state(run, state, since);
    const at = this.messages.findIndex(
      (m, i) => i >= since && m.type === 'state' && m.run === run && m.state === state,
    );
    return (await this.next('checkpoint', (message) => message.run === run, at)).bytes;
  }

  historyOf(run: RunId): History {
    const history = new HistoryBuffer();
    for (const message of this.messages) {
      if (message.type === 'metrics' && message.run === run) history.append(message.history);
    }
    return history.copy();
  }
}
