import type { Dataset } from '../engine/dataset.js';
import type { NameSource } from '../engine/trace/names.js';
import type { NetworkConfig } from './spec.js';

/** The config's names and the data's; not those that the data room makes up where there are none. */
export function nameSource(
  { data, layers }: NetworkConfig,
  { inputNames, targetNames, classes }: Pick<Dataset, 'inputNames' | 'targetNames' | 'classes'>,
): NameSource {
  const { units } = layers[layers.length - 1];
  const targets = data.kind === 'inline' ? data.targetNames : data.kind === 'csv' ? targetNames : null;
  const outputs = classes?.length === units ? classes : targets;
  return { inputs: inputNames, outputs: outputs?.length === units ? outputs : null, layers };
}
