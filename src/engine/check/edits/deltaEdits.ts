import type { TensorName } from '../parameters.js';
import type { Edit } from './edits.js';
import type { Tensor } from './evaluator.js';
import type { Matched } from './groups.js';

/** The edits of δ by what they reproduce. */
export interface DeltaEdits {
  /** Both tensors follow from δ. */
  readonly whole: Matched[];
  /** Only this tensor follows from δ. */
  readonly alone: Readonly<Record<TensorName, Matched[]>>;
  /** Both tensors follow from a multiple of δ. */
  readonly scaled: (Matched & { readonly factor: Edit })[];
}

/** Returns edits of δ without those that have no name and only multiply it. */
export function withoutMultiples(found: DeltaEdits, right: Tensor): DeltaEdits {
  return {
    ...found,
    whole: found.whole.filter(({ edit, value }) => edit.isNamed || !isMultiple(value, right)),
  };
}

/** The largest relative difference of a value from a multiple. */
const tolerance = 1e-12;

/** Returns whether a tensor is another one times a constant. */
function isMultiple({ values }: Tensor, other: Tensor): boolean {
  const at = other.values.findIndex((each) => each !== 0);
  const factor = at < 0 ? 0 : values[at] / other.values[at];
  return values.every((each, i) => Math.abs(each - factor * other.values[i]) <= tolerance * Math.abs(each));
}
