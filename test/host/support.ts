/** Creates the host's trainings without an editor. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseConfig } from '../../src/config/parse.js';
import type { ConfigFacts } from '../../src/host/configs/configFacts.js';
import { PaceMemory } from '../../src/host/runs/paceMemory.js';
import { Storage } from '../../src/host/runs/storage.js';
import { Training } from '../../src/host/runs/training.js';
import { WorkerPool } from '../../src/host/runs/workerPool.js';
import type { ConfigView, RunState } from '../../src/protocol.js';
import { workerScript } from '../worker/support.js';

/** A number of epochs that no machine finishes during a test, with metrics after each one. */
export const endless = 1_000_000;

export const moons = (epochs: number): object => ({
  layers: [
    { units: 6, activation: 'tanh' },
    { units: 1, activation: 'sigmoid' },
  ],
  loss: 'binaryCrossEntropy',
  data: { generator: 'moons', samples: 60, validationSplit: 0.2 },
  training: { optimizer: { type: 'adam' }, epochs, batchSize: 8, seed: 2 },
});

export async function factsOf(config: object | null): Promise<ConfigFacts> {
  const { spec, withSettings, sourceWith } = await parseConfig(
    config ? JSON.stringify(config) : '',
    'moons.backprop.json',
  );
  const problems = { errors: spec ? 0 : 1, warnings: 0, first: null };
  return { name: 'moons', spec, withSettings, sourceWith, fingerprint: JSON.stringify(spec), problems };
}

interface OpenOptions {
  readonly uri?: string;
  /** The worker's script, in place of the one in the product. */
  readonly script?: string;
  /** Receives the result of each save, in place of `errors`. */
  readonly saved?: (error: Error | null) => void;
}

/** A storage folder and the trainings that a test opens. Those with the same worker script share a pool. */
export class Bench {
  folder = '';
  private opensIn: Storage | null = null;
  /** The largest number of worker threads at a time. */
  poolSize = 2;
  /** The number of worker threads that have been started. */
  threads = 0;
  readonly errors: unknown[] = [];
  private readonly remembered = new Map<string, unknown>();
  private readonly memory = {
    get: (key: string): unknown => this.remembered.get(key),
    update: (key: string, value: unknown): Promise<void> => {
      this.remembered.set(key, value);
      return Promise.resolve();
    },
  };
  private opened: Training[] = [];
  private pools = new Map<string, WorkerPool>();

  async setUp(): Promise<void> {
    this.folder = await mkdtemp(path.join(tmpdir(), 'backprop-host-'));
    this.opensIn = new Storage(path.join(this.folder, 'storage'), (error) => this.errors.push(error));
    this.threads = 0;
    this.poolSize = 2;
  }

  /** The storage in the folder of the present test. */
  get storage(): Storage {
    assert.ok(this.opensIn, 'a test has been set up');
    return this.opensIn;
  }

  async tearDown(): Promise<void> {
    await Promise.all(this.opened.map((training) => training.suspend()));
    await this.storage.flush();
    await rm(this.folder, { recursive: true, force: true });
    this.opened = [];
    this.pools.clear();
    assert.deepEqual(this.errors.splice(0), []);
  }

  async open(config: object | null, options: OpenOptions = {}): Promise<Training> {
    const { uri = 'file:///moons.backprop.json', script } = options;
    const noteError = (error: Error | null): void => {
      if (error) this.errors.push(error);
    };
    const training = new Training(uri, 'moons', this.folder, {
      workers: this.pool(script ?? (await workerScript())),
      storage: this.storage,
      pace: new PaceMemory(this.memory),
      saved: options.saved ?? noteError,
      report: (error) => this.errors.push(error),
    });
    this.opened.push(training);
    await training.restored;
    training.configure(await factsOf(config));
    return training;
  }

  private pool(script: string): WorkerPool {
    const kernels = (): null => {
      this.threads++;
      return null;
    };
    const known = this.pools.get(script);
    const pool =
      known ?? new WorkerPool({ workerScript: script, translations: undefined, kernels }, this.poolSize);
    this.pools.set(script, pool);
    return pool;
  }
}

/** Resolves when a condition holds. Mocha's timeout ends the wait. */
export function until({ store }: Training, isSo: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (!isSo()) return;
      store.events.off('change', look).off('renewed', look);
      resolve();
    };
    store.events.on('change', look).on('renewed', look);
    look();
  });
}

/** Pauses a training after some more epochs, and returns its view. */
export async function pausesAfter(training: Training, epochs: number): Promise<ConfigView> {
  await until(training, () => training.store.run!.status.epoch > epochs);
  training.pause();
  await settles(training);
  return training.store.view();
}

export function reaches(training: Training, state: RunState): Promise<void> {
  return until(training, () => training.store.run?.status.state === state);
}

export function settles(training: Training): Promise<void> {
  return new Promise((resolve) => training.events.once('settled', resolve));
}
