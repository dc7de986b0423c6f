import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import Papa from 'papaparse';
import { parseConfig } from '../../../src/config/parse.js';
import { loadDataset } from '../../../src/data/loadDataset.js';
import type { Dataset } from '../../../src/engine/model/dataset.js';
import { assertFindings } from '../invariants.js';
import { bytesOf, tables, textOf, type TableInput } from '../tables.js';
import { defineTarget } from '../target.js';
import { filesIn } from '../../../src/node/filesIn.js';

/**
 * Tables as spreadsheets and programs write them. What is loaded is compared with the result of papaparse and `Number`.
 */
export const csv = defineTarget<TableInput>({
  name: 'csv',
  inputs: tables,
  async attempt(input, folder) {
    await writeFile(path.join(folder, input.file), bytesOf(input));
    const text = configOf(input);
    const { spec, spans, problems } = await parseConfig(text, 'test.backprop.json');
    if (spec?.kind !== 'network') throw new Error(problems.map(({ message }) => message).join('\n'));
    const { dataset, findings } = await loadDataset(spec, filesIn(folder));
    assertFindings(findings, spans, text, text + textOf(input));
    if (dataset) assertSameNumbers(dataset, input);
    return dataset !== null;
  },
  show: (input) => ({ 'test.backprop.json': configOf(input), [input.file]: bytesOf(input) }),
});

function configOf({ file, target, columns, rows, features }: TableInput): string {
  const classes = classesIn(columns.indexOf(target), rows);
  const layer = classes ? { units: classes.length, activation: 'softmax' } : { units: 1 };
  return JSON.stringify({
    layers: [layer],
    loss: classes ? 'crossEntropy' : 'meanSquaredError',
    data: { file, target, ...(features && { features }) },
  });
}

/** Returns the classes of a column of words; null where it has numbers. */
function classesIn(column: number, rows: TableInput['rows']): string[] | null {
  const cells = rows.map((row) => row[column]?.trim() ?? '');
  if (cells.every((cell) => Number.isFinite(Number(cell)))) return null;
  return [...new Set(cells)].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}

/** Returns whether a cell counts as missing. */
const isMissing = (cell: string | undefined): boolean =>
  cell !== undefined && ['', 'NA', 'N/A', 'NaN', 'nan', 'null', '?'].includes(cell);

/** Compares the loaded data with the result of an independent parser. */
function assertSameNumbers({ training, inputNames, targetNames, classes }: Dataset, input: TableInput): void {
  const text = textOf(input).replace(/\r\n?/g, '\n');
  const [names, ...all] = Papa.parse<string[]>(text, { delimiter: input.delimiter, newline: '\n' })
    .data.map((row) => row.map((cell) => cell.trim()))
    .filter((row) => row.length > 1 || row[0] !== '');
  const target = names.indexOf(input.target);
  const rows = all.filter((row) => !isMissing(row[target]));
  assert.equal(training.inputs.rows, rows.length, 'Rows are missing, or there are more than in the file.');
  const number = (row: readonly string[], name: string): number => Number(row[names.indexOf(name)]);
  // Gaps are filled, and a column with commas may have decimal commas.
  const isPlain = inputNames.map((name) => all.every((row) => !row[names.indexOf(name)]?.includes(',')));
  rows.forEach((row, r) =>
    inputNames.forEach((name, i) => {
      const value = number(row, name);
      if (!isPlain[i] || !Number.isFinite(value) || isMissing(row[names.indexOf(name)])) return;
      assert.equal(training.inputs.values[r * inputNames.length + i], value, 'Inputs differ from the file.');
    }),
  );
  const label = (row: readonly string[]): string => row[names.indexOf(input.target)];
  const targets = classes
    ? rows.flatMap((row) => classes.map((name) => (name === label(row) ? 1 : 0)))
    : rows.flatMap((row) => targetNames.map((name) => number(row, name)));
  assert.deepEqual([...training.targets.values], targets, 'Targets differ from the file.');
}
