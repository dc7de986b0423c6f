import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { NetworkConfig } from '../config/spec.js';
import { loadDataset, type LoadOptions, type LoadResult } from '../data/load.js';
import { dataFilesOf } from './dataFiles.js';
import { SharedLoad } from './sharedLoad.js';

/** Loads data, and keeps the last dataset, because inspection and training mostly need the same one. */
export class Datasets {
  private key = '';
  private newest: SharedLoad | null = null;

  /** Loads data as `loadDataset` does. Rejects only when the signal is aborted. */
  async load(config: NetworkConfig, directory: string, options: LoadOptions = {}): Promise<LoadResult> {
    const key = await keyOf(config, directory);
    if (!this.newest || this.newest.isCanceled || key !== this.key) {
      this.key = key;
      this.newest = new SharedLoad((shared) => loadDataset(config, directory, shared));
    }
    return this.newest.join(options);
  }

  /** Drops the dataset that was loaded last. */
  forget(): void {
    this.newest = null;
  }
}

/** Returns a key that is equal for equal data: all that `loadDataset` depends on, and when the files were last written. */
async function keyOf(config: NetworkConfig, directory: string): Promise<string> {
  const { data, training, layers, loss } = config;
  const first = layers[0].weights?.[0]?.length;
  const { units, activation } = layers[layers.length - 1];
  const stamps = await Promise.all(dataFilesOf(data).map((file) => stampOf(path.resolve(directory, file))));
  const { seed, precision, optimizer } = training;
  const shape = [first, units, activation, layers.length];
  return JSON.stringify([data, directory, seed, precision, optimizer.type, loss, shape, stamps]);
}

async function stampOf(file: string): Promise<string> {
  try {
    const { mtimeMs, size } = await stat(file);
    return `${mtimeMs} ${size}`;
  } catch {
    return 'unreadable'; // Loading the file reports the reason.
  }
}
