import type { Floats } from './network.js';

/** Returns the class of a row of outputs or targets: the largest column (the first of equals); of a single column, 1 where it is above ½. */
export function classOf(values: Floats, start: number, columns: number): number {
  if (columns === 1) return values[start] > 0.5 ? 1 : 0;
  let largest = 0;
  for (let c = 1; c < columns; c++) if (values[start + c] > values[start + largest]) largest = c;
  return largest;
}
