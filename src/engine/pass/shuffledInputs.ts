import type { Expression } from '../maths/expression.js';
import { shuffle, type Random } from '../maths/random.js';
import type { Dataset, Normalization } from '../model/dataset.js';
import { derivedColumns, givenInputsOf, usedNames } from '../model/derivedInputs.js';
import type { Matrix } from '../model/network.js';

/** A column of the data with the indices of its inputs. */
export interface ShuffledColumn {
  readonly name: string;
  readonly inputs: readonly number[];
}

/** Returns the columns of a table that are inputs, or the given inputs of other data. */
export function importanceColumnsOf(
  dataset: Pick<Dataset, 'columns' | 'inputNames' | 'derived'>,
): ShuffledColumn[] {
  if (!dataset.columns) return givenInputsOf(dataset).map((name, input) => ({ name, inputs: [input] }));
  return dataset.columns
    .filter(({ inputs }) => inputs.length > 0)
    .map(({ name, inputs }) => ({ name, inputs }));
}

/** A copy of samples' inputs in which the values of some inputs are shuffled among the samples. */
export class ShuffledInputs {
  readonly matrix: Matrix;
  private readonly order: Uint32Array;

  constructor(
    private readonly original: Matrix,
    private readonly dataset: Pick<Dataset, 'inputNames' | 'derived' | 'normalization'>,
  ) {
    this.matrix = { ...original, values: original.values.slice() };
    this.order = new Uint32Array(original.rows);
  }

  /** Shuffles some inputs together, and computes the inputs that are derived from them. */
  shuffle(inputs: readonly number[], random: Random): void {
    const { order, original, matrix } = this;
    const { rows, columns } = original;
    for (let row = 0; row < rows; row++) order[row] = row;
    shuffle(order, random);
    for (const input of inputs)
      for (let row = 0; row < rows; row++)
        matrix.values[row * columns + input] = original.values[order[row] * columns + input];
    this.derive(new Set(inputs.map((input) => this.dataset.inputNames[input])));
  }

  restore(): void {
    this.matrix.values.set(this.original.values);
  }

  /**
   * Computes the derived inputs whose formulas use one of the names. A row for which a formula is not finite keeps its
   * own value.
   */
  private derive(names: ReadonlySet<string>): void {
    const { derived = [], inputNames, normalization } = this.dataset;
    const { rows, columns, values } = this.matrix;
    const first = inputNames.length - derived.length;
    for (const [index, formula] of derived.entries()) {
      const used = usedNames([formula]);
      if (!used.some((name) => names.has(name))) continue;
      const [computed] = derivedColumns([formula], this.valuesOf(formula), rows);
      const { shift, scale } = unitOf(normalization, first + index);
      for (let row = 0; row < rows; row++)
        if (Number.isFinite(computed[row]))
          values[row * columns + first + index] = (computed[row] - shift) / scale;
    }
  }

  /** Returns the values of the inputs that a formula uses, before normalization. */
  private valuesOf(formula: Expression): Record<string, Float64Array> {
    const { inputNames, normalization } = this.dataset;
    const { rows, columns, values } = this.matrix;
    const entries = usedNames([formula]).map((name) => {
      const input = inputNames.indexOf(name);
      const { shift, scale } = unitOf(normalization, input);
      const column = Float64Array.from(
        { length: rows },
        (_, row) => values[row * columns + input] * scale + shift,
      );
      return [name, column] as const;
    });
    return Object.fromEntries(entries);
  }
}

const unitOf = (
  normalization: Normalization | null,
  input: number,
): { readonly shift: number; readonly scale: number } => ({
  shift: normalization?.shift[input] ?? 0,
  scale: normalization?.scale[input] ?? 1,
});
