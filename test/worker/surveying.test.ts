import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { removeFolder, temporaryFolder } from '../host/processes.js';
import { Driver } from './support.js';

describe('A worker that surveys a table', () => {
  let driver: Driver;
  let directory: string;
  beforeEach(async () => {
    driver = await Driver.open();
    directory = temporaryFolder('survey');
  });
  afterEach(async () => {
    await driver.close();
    removeFolder(directory);
  });

  it('answers with its columns', async () => {
    await writeFile(path.join(directory, 'a.csv'), 'x,y\n1,a\n2,b\n3,a\n4,b\n');
    driver.post({ type: 'survey', directory, file: 'a.csv' });
    const { survey } = await driver.next('surveyed');
    assert.ok(survey);
    assert.equal(survey.rows, 4);
    assert.deepEqual(survey.columns.map(({ name, content }) => [name, content]), [['x', 'number'], ['y', 'category']]); // prettier-ignore
  });

  it('answers with the reason where the table cannot be read', async () => {
    driver.post({ type: 'survey', directory, file: 'none.csv' });
    const { survey, findings } = await driver.next('surveyed');
    assert.equal(survey, null);
    assert.match(findings[0].message, /There is no file "none\.csv"/);
  });
});
