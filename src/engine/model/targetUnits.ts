import type { Normalization } from './dataset.js';
import type { Floats } from './network.js';

/** Returns rows of outputs or of targets in the targets' own units, as they were before the targets were normalized. */
export function inTargetUnits(rows: Floats, normalization: Normalization | null): Floats {
  if (!normalization) return rows;
  const { shift, scale } = normalization;
  const values = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++)
    values[i] = rows[i] * scale[i % scale.length] + shift[i % scale.length];
  return values;
}
