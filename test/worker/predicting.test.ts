import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { drain } from '../../src/engine/pacing.js';
import { packModel } from '../../src/models/modelFile.js';
import { predictWith } from '../../src/models/predict.js';
import { removeFolder, temporaryFolder } from '../host/processes.js';
import { randomModel } from '../models/randomModel.js';
import { Driver } from './support.js';

const model = { ...randomModel(3), encoding: null, derived: [] };
const names = model.inputNames.slice(0, model.network.inputs);
const valueAt = (row: number, column: number): number => Math.sin(row * 31 + column);

describe('A worker that predicts the rows of a table', () => {
  let driver: Driver;
  let directory: string;
  beforeEach(async () => {
    driver = await Driver.open();
    directory = temporaryFolder('predict');
  });
  afterEach(async () => {
    await driver.close();
    removeFolder(directory);
  });

  /** Writes a table and asks for the predictions of its rows. */
  async function ask(rows: number): Promise<void> {
    const lines = Array.from({ length: rows }, (_, row) => names.map((_name, i) => valueAt(row, i)).join());
    await writeFile(path.join(directory, 'a.csv'), [names.join(), ...lines].join('\n'));
    driver.post({ type: 'predictTable', model: packModel(model), directory, file: 'a.csv' });
  }

  it('answers with one line for each row', async () => {
    await ask(5);
    const { csv, rows } = await driver.next('tablePredicted');
    assert.equal(rows, 5);
    const lines = new TextDecoder().decode(csv!).trimEnd().split('\n');
    assert.equal(lines.length, 6);
    for (const [row, line] of lines.slice(1).entries()) {
      const values = Float64Array.from(names, (_name, i) => valueAt(row, i));
      const { values: outputs } = drain(predictWith(model, { rows: 1, columns: names.length, values }));
      assert.deepEqual(line.split(',').map(Number), [...outputs]);
    }
  });

  it('answers with the reason where the table has other columns', async () => {
    await writeFile(path.join(directory, 'a.csv'), 'other,columns\n1,2\n3,4\n');
    driver.post({ type: 'predictTable', model: packModel(model), directory, file: 'a.csv' });
    const { csv, findings } = await driver.next('tablePredicted');
    assert.equal(csv, null);
    assert.match(findings[0].message, /has no column/);
  });

  it('reports its progress, and answers nothing once the session is closed', async () => {
    await ask(60_000);
    await driver.next('tableProgress');
    driver.tell({ type: 'close', session: 1 });
    driver.post({ type: 'survey', directory, file: 'a.csv' }, 2);
    await driver.next('surveyed');
    const fractions = driver.messages.flatMap((each) => (each.type === 'tableProgress' ? [each.fraction] : []));
    assert.ok(fractions.every((each) => each >= 0 && each <= 1));
    assert.ok(!driver.messages.some(({ type }) => type === 'tablePredicted'));
  });
}); // prettier-ignore
