import type { Normalization, Samples } from '../engine/model/dataset.js';
import type { Precision } from '../engine/model/spec.js';
import type { LoadOptions } from './dataFile.js';
import type { EncodedTargets } from './encodeTargets.js';
import { gather, withNames } from './gather.js';
import { normalized } from './normalization.js';
import type { Inputs } from './table.js';

/** Copies the samples of some rows, with inputs normalized. */
export async function gatherSamples(
  rows: Uint32Array,
  { names, values }: Pick<Inputs, 'names' | 'values'>,
  targets: EncodedTargets,
  normalization: Normalization | null,
  precision: Precision,
  options: LoadOptions,
): Promise<Samples> {
  const inputs = normalization ? normalized(values, normalization) : values;
  return {
    inputs: await gather(rows, withNames(inputs, names, 'inputs'), precision, options),
    targets: await gather(rows, withNames(targets.values, targets.names, 'targets'), precision, options),
  };
}
