import { givenInputsOf } from '../engine/model/derivedInputs.js';
import type { Dataset } from '../engine/model/dataset.js';
import type { InputRange } from './savedModel.js';

/** The most rows that are looked at, which takes some milliseconds. */
const mostRows = 20_000;

/** Returns the range of each input that is not derived, in the units of the data. Of many rows, every second, third, … counts. */
export function inputRanges(dataset: Dataset): InputRange[] {
  const { normalization } = dataset;
  const { rows, columns, values } = dataset.training.inputs;
  const step = Math.max(1, Math.ceil(rows / mostRows));
  return givenInputsOf(dataset).map((_, input) => {
    let [min, max, sum, count] = [Infinity, -Infinity, 0, 0];
    for (let row = 0; row < rows; row += step) {
      const value = values[row * columns + input];
      min = Math.min(min, value);
      max = Math.max(max, value);
      sum += value;
      count++;
    }
    const inUnits = (value: number): number =>
      value * (normalization?.scale[input] ?? 1) + (normalization?.shift[input] ?? 0);
    return { min: inUnits(min), max: inUnits(max), mean: inUnits(sum / count) };
  });
}
