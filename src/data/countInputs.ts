import type { NetworkConfig } from '../config/spec.js';
import type { Files } from './files.js';
import { loadDataset } from './loadDataset.js';

/**
 * Returns the number of inputs of a config's data, reading no more of it than necessary; null where it cannot be
 * determined. For a long table with categories it is an estimate from the first rows. Rejects when the signal is aborted, with its reason.
 */
export async function countInputs(
  config: NetworkConfig,
  files: Files,
  signal: AbortSignal,
): Promise<number | null> {
  const enough = new AbortController();
  const found: number[] = [];
  const onInputs = (count: number): void => {
    found.push(count);
    enough.abort();
  };
  const options = { signal: AbortSignal.any([signal, enough.signal]), onInputs };
  try {
    const { dataset } = await loadDataset(config, files, options);
    return found.at(0) ?? dataset?.training.inputs.columns ?? null;
  } catch (error) {
    if (signal.aborted || !enough.signal.aborted) throw error;
    return found[0];
  }
}
