/**
 * A host in a process that tests kill. It trains the configs in its folder, resumes the runs that earlier processes
 * have stored there, and reports to its parent what it has computed and what it has saved.
 */
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { BroadcastChannel } from 'node:worker_threads';
import { parseConfig } from '../../src/config/parse.js';
import { PaceMemory } from '../../src/host/runs/paceMemory.js';
import { Storage, type Saved } from '../../src/host/runs/storage.js';
import { Training } from '../../src/host/runs/training.js';
import { WorkerPool } from '../../src/host/runs/workerPool.js';
import type { KernelPlace } from '../../src/backends/wasm/kernelPlace.js';
import { processesIn } from '../node/processNotes.js';

/** The message that starts the victim. */
export interface Order {
  readonly folder: string;
  readonly workerScript: string;
  readonly kernels: KernelPlace;
  /** The file names of the configs in the folder. */
  readonly configs: readonly string[];
}

/** The requests to the victim. `worker` is the index of a thread, modulo the number of threads. */
export type Request =
  | { readonly kill: 'worker'; readonly number: number }
  | { readonly kill: 'helper' }
  | { readonly suspend: true };

/** The messages from the victim. */
export type Report =
  | { readonly type: 'found'; readonly config: string; readonly epoch: number; readonly state: string | null }
  | {
      readonly type: 'losses';
      readonly config: string;
      readonly epochs: readonly number[];
      readonly losses: readonly number[];
    }
  | { readonly type: 'saved'; readonly config: string; readonly epoch: number; readonly run: string }
  | { readonly type: 'error'; readonly message: string };

const report = (message: Report): void => void process.send!(message, undefined, undefined, () => undefined);
const nameOf = (uri: string): string => path.basename(uri);

class ReportingStorage extends Storage {
  override async save(uri: string, saved: Saved): Promise<void> {
    await super.save(uri, saved);
    const { status } = saved.image ?? {};
    if (status && saved.image?.checkpoint)
      report({ type: 'saved', config: nameOf(uri), epoch: status.epoch, run: status.run });
  }
}

process.once('message', (order: Order) => void begin(order));

async function begin({ folder, workerScript, kernels, configs }: Order): Promise<void> {
  const onError = (error: unknown): void => report({ type: 'error', message: String(error) });
  const storage = new ReportingStorage(path.join(folder, 'storage'), onError);
  const workers = new WorkerPool({ workerScript, translations: undefined, kernels: () => kernels }, 2);
  const trainings = configs.map((name) => {
    const saved = (error: Error | null): void => {
      if (error) onError(error);
    };
    return new Training(`file://${folder}/${name}`, name, folder, {
      workers,
      storage,
      pace: new PaceMemory({ get: () => undefined, update: () => Promise.resolve() }),
      saved,
      report: onError,
    });
  });
  for (const training of trainings) await train(training, folder);
  const killing = new BroadcastChannel('kill');
  process.on('message', (request: Request) => {
    if ('suspend' in request) for (const training of trainings) void training.suspend();
    else if (request.kill === 'worker') killing.postMessage(request.number);
    else killHelpers();
  });
}

async function train(training: Training, folder: string): Promise<void> {
  const config = nameOf(training.store.uri);
  await training.restored;
  const { run } = training.store;
  report({ type: 'found', config, epoch: run?.status.epoch ?? 0, state: run?.status.state ?? null });
  const text = readFileSync(path.join(folder, config), 'utf8');
  const { spec, withSettings, sourceWith } = await parseConfig(text, config);
  const problems = { errors: 0, warnings: 0, first: null };
  training.store.events.on('change', (change) => {
    if (change.type !== 'append') return;
    const { epoch, loss } = change.history;
    report({ type: 'losses', config, epochs: [...epoch], losses: [...loss] });
  });
  training.events.on('failed', () => training.train()); // as a user would
  training.configure({ name: config, spec, withSettings, sourceWith, fingerprint: text, problems });
  training.train();
}

/** Kills the child processes. Each note of a process is used only once, since its id may be used again. */
function killHelpers(): void {
  const folder = path.dirname(process.env.BACKPROP_TEST_FLAG ?? '');
  for (const pid of processesIn(folder)) {
    rmSync(path.join(folder, `process-${pid}`), { force: true });
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // The process has ended with its thread.
    }
  }
}
