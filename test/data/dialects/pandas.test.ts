import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { withFiles } from '../support.js';
import { hasModules, readWithPandas, type TableFile } from './pandas.js';
import { readSources, readTable, type ReadColumn } from './readTable.js';
import { bytesOf, writtenTables, type Cell } from './writtenTable.js';

const tableCount = 60;

/** Cells that pandas reads otherwise unless it is told to, as docs/tables.md says; null stands for a missing cell. */
const differences: Readonly<Record<string, readonly [ours: Cell, theirs: Cell]>> = {
  '1,234.5': [1234.5, '1,234.5'],
  '1,234': [1234, '1,234'],
  "1'234": [1234, "1'234"],
  $5: [5, '$5'],
  '5 €': [5, '5 €'],
  '12%': [0.12, '12%'],
  '(5)': [-5, '(5)'],
  '−3': [-3, '−3'],
  '0x10': [16, '0x10'],
  '?': [null, '?'],
  '-': [null, '-'],
  '#REF!': [null, '#REF!'],
  inf: ['inf', 'Infinity'],
};
const alike = ['7', '-0.5', '.5', '5.', '+7', '007', '1e5', '1E-3', '1e-400', '9007199254740993', '0.1', ' 7 ', 'NA', 'NaN', 'nan', 'null', 'N/A', 'NULL', 'n/a', '#N/A', '#NA', '#N/A N/A', '<NA>', '-nan', '-NaN', '1.#IND', '-1.#QNAN', '1_000', '--1', '1e', 'abc']; // prettier-ignore

/** Returns the last cell of a column of numbers: its number, null where it is missing, or its text. */
async function lastCell(name: string, folder: string): Promise<Cell> {
  const [source] = (await readSources(name, folder)).sources;
  const value = source.numberAt(2);
  if (source.isMissing(2)) return null;
  return Number.isNaN(value) ? (source.firstWrong?.text ?? '') : value;
}

/** Returns a cell of pandas, which keeps all cells of a column as texts where one of them is not a number. */
const valueOf = (cell: Cell): Cell => (typeof cell === 'string' && cell.trim() !== '' ? cell.trim() : cell);

describe('A table, beside pandas in /usr/bin/python3 (skipped where it is not installed)', () => {
  before(function () {
    if (!hasModules('pandas')) this.skip();
  });

  it('is read with the same types, gaps and values as pandas reads it with, told the dialect', async () => {
    await withFiles({}, async (folder) => {
      const tables = fc.sample(writtenTables, { numRuns: tableCount, seed: 5 });
      const ours: ReadColumn[][] = [];
      const given: TableFile[] = [];
      for (const [i, table] of tables.entries()) {
        const name = table.dialect.isCompressed ? `${i}.csv.gz` : `${i}.csv`;
        await writeFile(path.join(folder, name), bytesOf(table));
        const columns = await readTable(name, folder);
        ours.push(columns);
        given.push({ file: path.join(folder, name), dialect: table.dialect, columns: columns.map(({ name: column, content }) => ({ name: column, content })) }); // prettier-ignore
      }
      const theirs = await readWithPandas(given);
      assert.equal(theirs.length, tableCount);
      theirs.forEach((columns, i) => assert.deepEqual(ours[i], columns, JSON.stringify(given[i].dialect)));
    });
  });

  it('has the cells that pandas reads by default, but for the forms that the documentation lists', async () => {
    const cells = [...Object.keys(differences), ...alike];
    await withFiles({}, async (folder) => {
      const given: TableFile[] = [];
      for (const [i, cell] of cells.entries()) {
        const file = path.join(folder, `${i}.tsv`);
        await writeFile(file, `x\n1.5\n1000.25\n${cell}\n`);
        given.push({ file, dialect: null, columns: [] });
      }
      const theirs = await readWithPandas(given);
      for (const [i, cell] of cells.entries()) {
        const columns = theirs[i];
        if (typeof columns === 'string') assert.fail(`${cell}: ${columns}`);
        const [their, our] = [valueOf(columns[0].cells[2]), await lastCell(`${i}.tsv`, folder)];
        assert.deepEqual([our, their], differences[cell] ?? [their, their], cell);
      }
    });
  });
});
