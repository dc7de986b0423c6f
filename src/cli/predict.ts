import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import Papa from 'papaparse';
import { encodeTable, type EncodedTable } from '../data/encodeTable.js';
import { classOf } from '../engine/model/classOf.js';
import type { InputEncoding } from '../engine/model/inputEncoding.js';
import type { Matrix } from '../engine/model/network.js';
import { predictWith } from '../models/predict.js';
import type { SavedModel } from '../models/savedModel.js';
import { filesIn } from '../node/filesIn.js';
import { conclude } from './conclude.js';
import { UsageError } from './errors.js';
import { readModel } from './exportModel.js';
import { jsonText } from './io.js';
import { loadTable } from './loadTable.js';
import type { Session } from './session.js';
import { checkOutputFile, writeOutputFile } from './writeOutputFile.js';

/** What is predicted for a row, by the names of its columns in the output. */
type Prediction = Readonly<Record<string, string | number>>;

/** Predicts the rows of a table with a saved model, and prints or writes one row for each. */
export async function predict(session: Session): Promise<boolean> {
  const { call, io, output } = session;
  if (call.out !== null) await checkOutputFile(call.out);
  const model = await readModel(call.file);
  if (model.image) throw new UsageError(l10n.t('"{0}" predicts images, not the rows of a table.', call.file));
  const table = await readTable(model, call.otherFiles[0], session);
  for (const { message } of table.findings) io.stderr.write(`backprop: ${message}\n`);
  const outputs = await conclude(predictWith(model, inputsOf(table)), session);
  if (!outputs) return false;
  const predictions = Array.from({ length: table.rows }, (_, row) => predictionAt(model, outputs, row));
  const lines = call.json
    ? predictions.map(jsonText)
    : Papa.unparse(predictions, { newline: '\n' }).split('\n');
  if (call.out !== null) await writeOutputFile(call.out, `${lines.join('\n')}\n`, io.interrupted);
  else
    for (const [i, line] of lines.entries()) {
      output.line(line);
      if (i % 1000 === 999) await output.turn();
    }
  return true;
}

/** Reads the table, or standard input where its name is "-". */
async function readTable(model: SavedModel, name: string, session: Session): Promise<EncodedTable> {
  if (name !== '-') return encode(model, name, process.cwd(), session);
  const folder = await mkdtemp(path.join(tmpdir(), 'backprop-'));
  try {
    await writeFile(path.join(folder, 'input.csv'), process.stdin, { signal: session.io.interrupted });
    return await encode(model, 'input.csv', folder, session);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function encode(model: SavedModel, name: string, folder: string, session: Session): Promise<EncodedTable> {
  return loadTable(session, (options) => encodeTable(name, encodingOf(model), filesIn(folder), options));
}

/** Returns how columns become inputs; those of a model without a table are numbers with the names of the inputs. */
function encodingOf({ encoding, inputNames, derived }: SavedModel): InputEncoding {
  const given = inputNames.slice(0, inputNames.length - derived.length);
  return encoding ?? given.map((column) => ({ column, content: 'number', fill: null }));
}

function inputsOf({ rows, inputs }: EncodedTable): Matrix {
  const values = new Float64Array(rows * inputs.columns);
  for (let row = 0; row < rows; row++) inputs.copy(row, values, row * inputs.columns);
  return { rows, columns: inputs.columns, values };
}

/** Returns the class with its probability, or the number of each target. */
function predictionAt(
  { classes, targetNames, network }: SavedModel,
  outputs: Matrix,
  row: number,
): Prediction {
  const { columns, values } = outputs;
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
