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
  let inputs: number | null = null;
  const onInputs = (count: number): void => {
    inputs = count;
    enough.abort();
  };
  const options = { signal: AbortSignal.any([signal, enough.signal]), onInputs };
  try {
    const { dataset } = await loadDataset(config, directory, options);
    return inputs ?? dataset?.training.inputs.columns ?? null;
  } catch (error) {
    if (signal.aborted || !enough.signal.aborted) throw error;
    return inputs;
  }
}
