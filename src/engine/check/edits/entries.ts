import type { Mistake } from '../mistakes/mistake.js';
import { isSame, type Level } from '../mistakes/target.js';
import type { TensorName } from '../parameters.js';
import { groupOfMistake, groupOf, type Group } from './groups.js';
import { isReproduced, reader, type BoundDelta, type LayerSearch } from './layerSearch.js';

const pointwise: ReadonlySet<Mistake['code']> = new Set(['wrong-sign', 'factor', 'missing-input', 'learning-rate-included']); // prettier-ignore

/** Returns the mistakes in some entries of a tensor that reproduce the wrong ones, while the others are right. */
export function* entriesAlone(
  layer: LayerSearch,
  tensor: TensorName,
  delta: BoundDelta,
  level: Level,
): Generator<undefined, { readonly group: Group; readonly entries: readonly number[] }[]> {
  const [target, formula] = [layer.targets[tensor], layer.formulaOf(tensor)];
  if (!target || !formula) return [];
  const right = reader(yield* layer.gradient(delta, formula), target);
  const entries = target.entries.filter((entry) => !isSame(target, entry, right(entry), level));
  const most = Math.max(1, target.entries.length / 2);
  if (entries.length === 0 || entries.length > most || entries.length === target.entries.length) return [];
  const found: Group[] = [];
  for (const edit of layer.edits.of(tensor)) {
    if (!edit.isNamed || !pointwise.has(edit.mistake().code)) continue;
    const wrong = reader(yield* layer.gradient(delta, edit.wrote), target);
    if (entries.every((entry) => isSame(target, entry, wrong(entry), level))) found.push(groupOf([edit]));
  }
  return found.map((group) => ({ group, entries }));
}

/** The smallest number of entries that a constant factor must explain. */
const leastForConstant = 3;
const constantCost = 1.8;

/** Returns the mistake of a constant factor, if all the given numbers differ from the right ones by the same factor. */
export function* constantFactor(
  layer: LayerSearch,
  tensor: TensorName,
  delta: BoundDelta,
  level: Level,
): Generator<undefined, Group | null> {
  const [target, formula] = [layer.targets[tensor], layer.formulaOf(tensor)];
  if (!target || !formula) return null;
  const right = reader(yield* layer.gradient(delta, formula), target);
  let [top, bottom, count] = [0, 0, 0];
  for (const entry of target.entries) {
    if (isSame(target, entry, 0, level)) continue;
    const value = right(entry);
    top += value * target.given[entry];
    bottom += value * value;
    count++;
  }
  const exact = top / bottom;
  const factor = Number(exact.toPrecision(6));
  if (count < leastForConstant || !Number.isFinite(factor) || factor === 0) return null;
  if (!isReproduced(target, (entry) => exact * right(entry), level)) return null;
  return groupOfMistake({ code: 'factor', factor, of: 'gradient' }, constantCost);
}
