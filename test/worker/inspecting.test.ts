import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Driver, specOf } from './support.js';

const config = {
  layers: [{ units: 1 }],
  loss: 'meanSquaredError',
  data: { file: 'rows.csv', target: 'y' },
  training: { epochs: 3 },
};
const wide = 'x,y\n' + Array.from({ length: 400_000 }, (_, row) => `${row % 97},${row % 7}`).join('\n');

describe('A worker that inspects data', () => {
  let driver: Driver;
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'backprop-data-'));
    driver = await Driver.open();
  });
  afterEach(async () => {
    await driver.close();
    await rm(directory, { recursive: true });
  });
  const write = (text: string): Promise<void> => writeFile(path.join(directory, 'rows.csv'), text);
  const inspect = async (version: number): Promise<void> =>
    driver.post({ type: 'inspect', version, spec: await specOf(config), directory });

  it('reports the facts of good data', async () => {
    await write('x,y\n1,2\n2,3\n3,4\n');
    await inspect(7);
    const { version, facts, findings } = await driver.next('inspected');
    assert.deepEqual([version, facts?.inputNames, facts?.trainingSamples], [7, ['x'], 3]);
    assert.deepEqual(findings, []);
  });

  it('says why the loss is infinite before anything is trained', async () => {
    await write('x,y\n1,2\n1e200,3\n3,4\n');
    await inspect(1);
    const { findings, facts } = await driver.next('inspected');
    assert.match(findings[0].message, /Input 1 of sample 2 is 1e\+200, which is too large for float64/);
    assert.equal(facts?.trainingSamples, 3);
  });

  it('names the line of a quote that is not closed, and notices once it is', async () => {
    await write('x,y\n1,2\n"2.5,3\n3,4\n');
    await inspect(1);
    const { findings, facts } = await driver.next('inspected');
    assert.equal(facts, null);
    assert.deepEqual([findings[0].severity, findings[0].related?.[0].line], ['error', 3]);
    await write('x,y\n1,2\n2.5,3\n3,4\n');
    await inspect(2);
    const fixed = await driver.next('inspected', ({ version }) => version === 2);
    assert.deepEqual([fixed.findings, fixed.facts?.trainingSamples], [[], 3]);
  });

  it('fails a run whose data cannot be loaded, with the finding', async () => {
    driver.post({
      type: 'start',
      run: 'a',
      spec: await specOf(config),
      directory,
      train: true,
      checkpoint: null,
    });
    const { findings } = await driver.next('failed');
    assert.equal(findings[0].code, 'file-not-found');
  });

  it('answers only for the newest text', async () => {
    await write(wide);
    await inspect(1);
    await inspect(2);
    await driver.next('inspected', ({ version }) => version === 2);
    assert.equal(driver.messages.filter(({ type }) => type === 'inspected').length, 1);
  });

  it('stops while it loads', async () => {
    await write(wide);
    driver.post({
      type: 'start',
      run: 'a',
      spec: await specOf(config),
      directory,
      train: true,
      checkpoint: null,
    });
    await driver.state('a', 'loading');
    driver.post({ type: 'stop', run: 'a' });
    await driver.state('a', 'stopped');
    assert.ok(driver.messages.every(({ type }) => type !== 'ready'));
  });
});
