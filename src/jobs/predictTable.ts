import type { Finding } from '../config/problem.js';
import type { LoadOptions } from '../data/dataFile.js';
import { encodeImages } from '../data/encodeImages.js';
import { encodeTable, type EncodedTable } from '../data/encodeTable.js';
import type { Files } from '../data/files.js';
import { classOf } from '../engine/model/classOf.js';
import type { InputEncoding } from '../engine/model/inputEncoding.js';
import type { Matrix } from '../engine/model/network.js';
import { predictWith } from '../models/predict.js';
import type { SavedModel } from '../models/savedModel.js';

/** What is predicted for a row, by the names of its columns in the output. */
export type RowPrediction = Readonly<Record<string, string | number>>;

/** A table whose rows are inputs of a model. */
export interface PredictableTable {
  readonly rows: number;
  /** Warnings about cells for which the network was not trained. */
  readonly findings: readonly Finding[];
  /** Predicts the rows in order; yields the fraction that is done and the text of each row. */
  predictions(textOf: (row: RowPrediction) => string): Generator<number, string[]>;
}

/** The most numbers that are inputs at a time, so that a large table needs little memory. */
const mostNumbers = 1 << 18;

/**
 * Reads a table for the predictions of a model, or for a model of images an IDX file with images.
 * @throws DataError with the problems found in it
 */
export async function predictTable(
  model: SavedModel,
  name: string,
  files: Files,
  options: LoadOptions,
): Promise<PredictableTable> {
  const table = model.image
    ? await encodeImages(name, model.image, files, options)
    : await encodeTable(name, encodingOf(model), files, options);
  const { rows, findings } = table;
  return { rows, findings, predictions: (textOf) => predictionSteps(model, table, textOf) };
}

/** Returns how columns become inputs; those of a model without a table are numbers with the names of the inputs. */
function encodingOf({ encoding, inputNames, derived }: SavedModel): InputEncoding {
  const given = inputNames.slice(0, inputNames.length - derived.length);
  return encoding ?? given.map((column) => ({ column, content: 'number', fill: null }));
}

function* predictionSteps(
  model: SavedModel,
  { rows, inputs }: EncodedTable,
  textOf: (row: RowPrediction) => string,
): Generator<number, string[]> {
  const { columns } = inputs;
  const perPart = Math.max(1, Math.floor(mostNumbers / columns));
  const texts: string[] = [];
  for (let start = 0; start < rows; start += perPart) {
    const part = Math.min(perPart, rows - start);
    const values = new Float64Array(part * columns);
    for (let row = 0; row < part; row++) inputs.copy(start + row, values, row * columns);
    const outputs = yield* fractions(predictWith(model, { rows: part, columns, values }), start / rows);
    for (let row = 0; row < part; row++) texts.push(textOf(predictionAt(model, outputs, row)));
  }
  return texts;
}

/** Runs steps and yields the fraction at each. */
function* fractions<Result>(steps: Generator<unknown, Result>, fraction: number): Generator<number, Result> {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    yield fraction;
  }
}

/** Returns the class with its probability, or the number of each target. */
function predictionAt(
  { classes, targetNames, network }: SavedModel,
  { columns, values }: Matrix,
  row: number,
): RowPrediction {
  const start = row * columns;
  if (!classes) {
    const numbers = [...values.subarray(start, start + columns)];
    if (numbers.length === 1) return { prediction: numbers[0] };
    return Object.fromEntries(numbers.map((value, i) => [targetNames[i], value]));
  }
  const index = classOf(values, start, columns);
  const { activation } = network.layers[network.layers.length - 1];
  const output = columns === 1 ? (index === 1 ? values[start] : 1 - values[start]) : values[start + index];
  const isProbability = activation === 'softmax' || activation === 'sigmoid';
  return { prediction: classes[index], ...(isProbability && { probability: output }) };
}
