import { derivedColumns, usedNames } from '../engine/model/derivedInputs.js';
import { floats } from '../engine/model/initialize.js';
import type { Floats, Matrix } from '../engine/model/network.js';
import { inTargetUnits } from '../engine/model/targetUnits.js';
import { predictSteps } from '../engine/pass/predict.js';
import type { SavedModel } from './savedModel.js';

/**
 * Computes a model's outputs, in the targets' own units, and yields in between.
 * @param given the given inputs as they are in the data, [rows][inputs that are not derived]
 */
export function* predictWith(model: SavedModel, given: Matrix): Generator<undefined, Matrix> {
  const outputs = yield* predictSteps(model.network, preparedInputs(model, given));
  return { ...outputs, values: inTargetUnits(outputs.values, model.targetNormalization) };
}

/** Returns the network's inputs: the given ones with the derived ones, normalized. */
export function preparedInputs(
  { network, inputNames, derived, normalization }: SavedModel,
  given: Matrix,
): Matrix {
  const { rows } = given;
  const values = floats(network.precision, rows * network.inputs);
  const used = usedNames(derived).map((name) => [name, columnOf(given, inputNames.indexOf(name))] as const);
  const formulas = derivedColumns(derived, Object.fromEntries(used), rows);
  for (let row = 0; row < rows; row++)
    for (let i = 0; i < network.inputs; i++) {
      const value =
        i < given.columns ? given.values[row * given.columns + i] : formulas[i - given.columns][row];
      values[row * network.inputs + i] = normalization
        ? (value - normalization.shift[i]) / normalization.scale[i]
        : value;
    }
  return { rows, columns: network.inputs, values };
}

function columnOf({ rows, columns, values }: Matrix, column: number): Float64Array {
  return Float64Array.from({ length: rows }, (_, row): Floats[number] => values[row * columns + column]);
}
