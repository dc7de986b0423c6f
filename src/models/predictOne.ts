import { classOf } from '../engine/model/classOf.js';
import type { Dataset } from '../engine/model/dataset.js';
import type { ColumnEncoding } from '../engine/model/inputEncoding.js';
import type { Matrix } from '../engine/model/network.js';
import type { OnePrediction, PredictField, PredictSubject } from '../engine/model/predictField.js';
import { drain } from '../engine/pacing.js';
import { outputGradient } from '../engine/pass/outputGradient.js';
import { inputRanges } from './inputRanges.js';
import { preparedInputs, predictWith } from './predict.js';
import type { SavedModel } from './savedModel.js';

/** Returns what a form for predictions needs to know of a model. */
export function predictSubject(model: SavedModel): PredictSubject {
  const { layers } = model.network;
  return subjectOf(model, layers[layers.length - 1].activation);
}

/** Returns the same for data. @param activation that of the last layer */
export function predictSubjectOf(dataset: Dataset, activation: string): PredictSubject {
  const { encoding = null, derived = [] } = dataset;
  const ranges = dataset.image ? [] : inputRanges(dataset);
  return subjectOf({ ...dataset, encoding, derived, ranges }, activation);
}

type Described = Pick<
  SavedModel,
  'classes' | 'targetNames' | 'encoding' | 'inputNames' | 'derived' | 'ranges' | 'image'
>;

function subjectOf(described: Described, activation: string): PredictSubject {
  const { classes, targetNames, image } = described;
  const isProbability = classes !== null && (activation === 'softmax' || activation === 'sigmoid');
  const inputs = image ? { fields: [], image } : { fields: fieldsOf(described) };
  return { ...inputs, classes, targetNames, isProbability };
}

/** Returns an input for each column of a table, or for each given input of other data. */
function fieldsOf({ encoding, inputNames, derived, ranges }: Described): PredictField[] {
  let input = 0;
  const number = (name: string): PredictField => {
    const { min, max, mean } = ranges?.[input] ?? { min: -1, max: 1, mean: 0 };
    input++;
    return { kind: 'number', name, min, max, mean };
  };
  if (!encoding) return inputNames.slice(0, inputNames.length - derived.length).map(number);
  return encoding.map((column): PredictField => {
    if (column.content !== 'category') return number(column.column);
    input += inputsOf(column);
    return {
      kind: 'choice',
      name: column.column,
      options: column.categories,
      hasMissing: column.hasMissingInput,
    };
  });
}

const inputsOf = (column: ColumnEncoding): number =>
  column.content === 'category' ? column.categories.length + Number(column.hasMissingInput) : 1;

/** Returns whether values are those of a model's form, or the pixels of an image. */
export function fitsForm(model: SavedModel, values: readonly number[]): boolean {
  const count = model.encoding?.length ?? model.inputNames.length - model.derived.length;
  return values.length === count && values.every(Number.isFinite);
}

/**
 * Predicts one row.
 * @param values a number for each field: the number itself, or the index of the choice; of an image its pixels from 0 to 1
 */
export function predictOne(model: SavedModel, values: readonly number[]): OnePrediction {
  const given = givenInputs(model, values);
  const { values: outputs, columns } = drain(predictWith(model, given));
  const output = model.classes ? Math.min(classOf(outputs, 0, columns), columns - 1) : 0;
  const row = preparedInputs(model, given);
  const gradient = outputGradient(model.network, row, output);
  const scale = model.targetNormalization?.scale[output] ?? 1;
  const products = Array.from(gradient, (each, i) => each * row.values[i] * scale);
  return { outputs: [...outputs], output, contributions: contributionsOf(model, products) };
}

/** Returns the given inputs of a row, in which a choice is 1 in the input of its category. */
function givenInputs({ encoding, inputNames, derived }: SavedModel, fields: readonly number[]): Matrix {
  const columns = inputNames.length - derived.length;
  if (!encoding) return { rows: 1, columns, values: Float64Array.from(fields) };
  const values = encoding.flatMap((column, i) =>
    column.content === 'category'
      ? Array.from({ length: inputsOf(column) }, (_, category) => Number(category === fields[i]))
      : [fields[i]],
  );
  return { rows: 1, columns, values: Float64Array.from(values) };
}

/** Adds up the products of each column's inputs. */
function contributionsOf(
  { encoding, inputNames, derived }: SavedModel,
  products: readonly number[],
): OnePrediction['contributions'] {
  const given = inputNames.length - derived.length;
  const columns = encoding ?? inputNames.slice(0, given).map((column) => ({ column, content: 'number' as const, fill: null })); // prettier-ignore
  let at = 0;
  const ofColumns = columns.map((column) => {
    const own = products.slice(at, (at += inputsOf(column)));
    return { name: column.column, value: own.reduce((sum, value) => sum + value, 0) };
  });
  return [...ofColumns, ...derived.map(({ text }, i) => ({ name: text, value: products[given + i] }))];
}
