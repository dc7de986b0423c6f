import type { NetworkConfig } from '../config/spec.js';
import type { LayerSpec } from '../engine/model/spec.js';
import type { Files } from '../data/files.js';
import { loadDataset, type LoadOptions, type LoadResult } from '../data/loadDataset.js';
import { dataFilesOf } from './dataFiles.js';
import { SharedLoad } from './sharedLoad.js';

/** Loads data, and keeps the last dataset, because inspection and training mostly need the same one. */
export class Datasets {
  private key = '';
  private newest: SharedLoad | null = null;

  /** Loads data as `loadDataset` does. Rejects only when the signal is aborted. */
  async load(config: NetworkConfig, files: Files, options: LoadOptions = {}): Promise<LoadResult> {
    const key = await keyOf(config, files);
    if (!this.newest || this.newest.isCanceled || key !== this.key) {
      this.key = key;
      this.newest = new SharedLoad((shared) => loadDataset(config, files, shared));
    }
    return this.newest.join(options);
  }

  /** Drops the dataset that was loaded last. */
  forget(): void {
    this.newest = null;
  }
}

/** Returns a key that is equal for equal data: all that `loadDataset` depends on, and when the files were last written. */
async function keyOf(config: NetworkConfig, files: Files): Promise<string> {
  const { data, training, layers, loss, weights } = config;
  const first = layers[0].weights?.[0]?.length;
  const { units, activation } = layers[layers.length - 1];
  const stamps = await Promise.all(dataFilesOf(config).map((name) => stampOf(files, name)));
  const { seed, precision, optimizer } = training;
  const shape = [first, units, activation, layers.length];
  const saved = weights === undefined ? null : [weights, layers.map(shapeOf), training];
  return JSON.stringify([
    data, files.resolve('.'), seed, precision, optimizer.type, loss, shape, saved, stamps,
  ]); // prettier-ignore
}

/** Returns what a saved model has to fit in a layer. */
const shapeOf = ({ units, activation, bias, weightsTrainable }: LayerSpec) => [
  units,
  activation,
  bias && [bias.shared, bias.trainable],
  weightsTrainable,
];

async function stampOf(files: Files, name: string): Promise<string> {
  try {
    const { changedMs, size } = await files.stat(files.resolve(name));
    return `${changedMs} ${size}`;
  } catch {
    return 'unreadable'; // Loading the file reports the reason.
  }
}
