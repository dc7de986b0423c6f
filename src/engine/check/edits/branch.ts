import { costOf, type LocatedMistake, type Mistake, type Solution } from '../mistakes/mistake.js';
import type { TensorName } from '../parameters.js';
import type { Edit } from './edits.js';
import { groupOfMistake, type Group, type Matched } from './groups.js';
import type { LayerSearch } from './layerSearch.js';

/** The state of the search at a layer. */
export interface Branch {
  /** δ of the layers behind this one, as in the answer. */
  readonly deltas: ReadonlyMap<number, Float64Array>;
  readonly placed: readonly Placed[];
  /** The names that each of the edits so far may have. */
  readonly kinds: readonly ReadonlySet<string>[];
}

/** Edits of one computation at a place. */
export interface Placed {
  readonly group: Group;
  /** The layer, from 1. */
  readonly layer: number;
  readonly tensor: TensorName | null;
  readonly entries?: readonly number[];
}

/**
 * Returns the kinds of edits after more edits are added. An edit that may equal an earlier one belongs to its kind.
 * null if there are more than `most` kinds.
 */
export function withKinds(
  { kinds }: Branch,
  groups: readonly Group[],
  most: number,
): readonly ReadonlySet<string>[] | null {
  const all = [...kinds];
  for (const { keys } of groups) {
    if (keys.has('unknown')) continue;
    const at = all.findIndex((kind) => [...kind].some((key) => keys.has(key)));
    if (at < 0) all.push(keys);
    else all[at] = new Set([...all[at]].filter((key) => keys.has(key)));
  }
  return all.length <= most ? all : null;
}

/** Returns the mistakes that the shapes of a layer's tensors imply. */
export function forcedIn({ targets, index }: LayerSearch): Placed[] {
  return (['weights', 'bias'] as const).flatMap((tensor) => {
    const forced = targets[tensor]?.forced;
    return forced ? [{ group: groupOfMistake(forced, 0.9), layer: index + 1, tensor }] : [];
  });
}

/** Returns an edit of δ as one in a tensor alone. */
export function inAlone({ edit, value }: Matched): Matched {
  const mistake = (): Mistake => {
    const made = edit.mistake();
    return made.code === 'missing-activation-derivative' ? { ...made, where: 'own' } : made;
  };
  return { edit: { ...edit, mistake }, value };
}

/** The additional cost if only some entries of a tensor are wrong, which is less likely than a wrong formula. */
const partly = 0.7;

/** The additional cost of an edit without a name, since the mistakes that have one are those that people make. */
const unnamed = 0.15;

/** Returns the mistakes of a branch that explains all numbers. `premise` is one that the pass already contains. */
export function solutionOf({ placed, kinds }: Branch, premise: LocatedMistake | null): Solution {
  const edits = placed.map(({ group, layer, tensor, entries = null }): LocatedMistake => {
    const edit = editIn(group, kinds);
    const cost = edit.cost + (edit.isNamed ? 0 : unnamed) + (entries ? partly : 0);
    return { mistake: edit.mistake(), layer, tensor, cost, entries };
  });
  const mistakes = premise ? [premise, ...edits] : edits;
  return { mistakes, cost: costOf(mistakes) };
}

/** Returns the edit of a group that is the same in every place where it was made. */
function editIn({ edits }: Group, kinds: readonly ReadonlySet<string>[]): Edit {
  return edits.find(({ key }) => kinds.some((kind) => kind.has(key()))) ?? edits[0];
}
