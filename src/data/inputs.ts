import type { NetworkConfig } from '../config/spec.js';
import { loadDataset } from './load.js';

/**
 * How many inputs a config's data has, without reading more of it than that takes; null where that cannot be known.
 * Rejects when the signal is aborted, with its reason.
 */
export async function countInputs(
  config: NetworkConfig,
  directory: string,
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
    const { dataset } = await loadDataset(config, directory, options);
    return found.at(0) ?? dataset?.training.inputs.columns ?? null;
  } catch (error) {
    if (signal.aborted || !enough.signal.aborted) throw error;
    return found[0];
  }
}
