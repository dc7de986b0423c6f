import type { Dataset } from '../engine/model/dataset.js';
import type { DataNames } from '../words/alarmWords.js';

/** Returns the names in a data set, with the column of each input that comes from a table. */
export function dataNames({ inputNames, targetNames, classes, columns }: Dataset): DataNames {
  if (!columns) return { inputNames, targetNames, classes };
  const inputColumns: string[] = [];
  for (const { name, inputs } of columns) for (const input of inputs) inputColumns[input] = name;
  return { inputNames, targetNames, classes, inputColumns };
}
