import { Blocks } from './blocks.js';
import type { Label } from './columnReader.js';

/** The texts of a column and the code of each cell, with the number of cells that became missing. */
export interface CodedCells {
  readonly labels: Label[];
  /** 0 for a missing cell, else the index of the label, from 1. */
  readonly codes: Blocks;
  readonly missing: number;
}

/** Makes the cells with the words missing, such as NULL in a column of numbers. */
export function dropGapWords(
  labels: readonly Label[],
  codes: Blocks,
  words: ReadonlySet<string>,
): CodedCells {
  const kept: Label[] = [];
  const codeAfter = [0];
  let missing = 0;
  for (const label of labels) {
    if (words.has(label.text)) missing += label.count;
    else kept.push(label);
    codeAfter.push(words.has(label.text) ? 0 : kept.length);
  }
  const after = new Blocks((length) => new Uint16Array(length));
  for (let row = 0; row < codes.length; row++) after.push(codeAfter[codes.at(row)]);
  return { labels: kept, codes: after, missing };
}
