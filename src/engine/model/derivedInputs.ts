import { createTape, forward } from '../maths/differentiate.js';
import type { Expression } from '../maths/expression.js';
import type { Dataset } from './dataset.js';

/** Returns the names of the inputs that are not derived. */
export const givenInputsOf = ({
  inputNames,
  derived,
}: Pick<Dataset, 'inputNames' | 'derived'>): readonly string[] =>
  derived ? inputNames.slice(0, inputNames.length - derived.length) : inputNames;

/** Returns the names of the inputs that formulas use, each once. */
export const usedNames = (formulas: readonly Expression[]): readonly string[] => [
  ...new Set(
    formulas.flatMap(({ operations }) =>
      operations.flatMap((operation) => (operation.op === 'variable' ? [operation.name] : [])),
    ),
  ),
];

/**
 * Computes the values of formulas at `n` points.
 * @param inputs the values of each input at these points, before normalization, by name
 * @returns a column of `n` values for each formula; they are not finite where a formula is not defined
 */
export const derivedColumns = (
  formulas: readonly Expression[],
  inputs: Readonly<Record<string, Float64Array>>,
  n: number,
): readonly Float64Array[] => formulas.map((formula) => forward(createTape(formula, n), inputs, n));
