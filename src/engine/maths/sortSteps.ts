import { quantum, type Budget } from '../pacing.js';

/** The number of values that are sorted at once, which takes about a millisecond. */
const most = 8192;
/** The approximate work of sorting or merging one value. */
const workEach = 60;

/** Sorts values without NaN in place, in ascending order, and yields in between. */
export function* sortSteps(values: Float64Array, budget: Budget): Generator<undefined, void> {
  const { length } = values;
  for (let from = 0; from < length; from += most) {
    if (spend(budget, Math.min(most, length - from))) yield undefined;
    values.subarray(from, from + most).sort();
  }
  const merged = new Float64Array(length > most ? length : 0);
  for (let size = most; size < length; size *= 2) {
    for (let from = 0; from < length; from += 2 * size)
      yield* mergeSteps(values, merged, { from, middle: from + size, to: from + 2 * size }, budget);
    values.set(merged);
  }
}

/** Merges two sorted ranges of `values` that follow each other into the same places of `merged`. */
function* mergeSteps(
  values: Float64Array,
  merged: Float64Array,
  range: { readonly from: number; readonly middle: number; readonly to: number },
  budget: Budget,
): Generator<undefined, void> {
  const middle = Math.min(range.middle, values.length);
  const to = Math.min(range.to, values.length);
  let [left, right] = [range.from, middle];
  for (let at = range.from; at < to; at++) {
    if (at % most === 0 && spend(budget, most)) yield undefined;
    merged[at] =
      right >= to || (left < middle && values[left] <= values[right]) ? values[left++] : values[right++];
  }
}

function spend(budget: Budget, count: number): boolean {
  if (budget.left <= 0) {
    budget.left = quantum - workEach * count;
    return true;
  }
  budget.left -= workEach * count;
  return false;
}
