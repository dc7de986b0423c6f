import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { DataColumn, DataFacts } from '../../src/protocol.js';
import { clipped } from './harness/clipped.js';
import { checkPages, openPage, type Options } from './harness/harness.js';
import { hydrate, send } from './harness/steps.js';

const column = (name: string, rest: Partial<DataColumn>): DataColumn => ({
  name, index: 0, content: 'number', role: 'input', reason: null, isInferred: true, inputs: [0], categories: null, fill: null,
  missing: 0, distinct: null, range: null, histogram: null, top: null, ...rest,
}); // prettier-ignore

const columns = [
  column('a_column_whose_name_is_much_longer_than_the_others_are', { missing: 17, fill: 3.5, range: { min: -1, max: 9, mean: 3.5 }, histogram: { min: -1, max: 9, counts: [1, 4, 2] } }),
  column('kind', { content: 'category', inputs: [1, 2, 3], distinct: 3, top: [{ text: 'red', count: 1200 }, { text: 'blue', count: 3 }] }),
  column('id', { role: 'ignored', reason: 'identifier', isInferred: false, inputs: [] }),
]; // prettier-ignore

const facts: DataFacts = {
  trainingSamples: 120,
  validationSamples: 0,
  inputNames: ['a', 'b'],
  targetNames: ['c'],
  classes: null,
  planar: false,
  image: null,
};

describe('The view of a table’s columns', () => {
  checkPages();
  let page: Page;
  const open = async (options: Options = {}): Promise<void> => {
    page = await openPage('panel', options);
    await hydrate(page, 'prices');
    assert.equal(await page.getByRole('tab', { name: 'Data' }).count(), 0);
    await send(page, { type: 'update', view: { facts: { ...facts, table: { columns, count: 3 } } } });
    await page.getByRole('tab', { name: 'Data' }).click();
    await page.locator('.data-columns tbody tr').first().waitFor();
  };

  it('says of each how it was read, what it is used for, and which values it has', async () => {
    await open();
    const rows = (await page.locator('.data-columns tbody tr').allInnerTexts()).map((row) => row.split('\t').map((cell) => cell.trim())); // prettier-ignore
    assert.deepEqual(rows[0].slice(1), ['number, inferred', 'input', '17, filled with 3.500', '–', '−1.000 to 9.000, mean 3.500']); // prettier-ignore
    assert.deepEqual(rows[1].slice(1), ['category, inferred', '3 inputs', '0', '3', 'red (1,200), blue (3)']);
    assert.deepEqual(rows[2].slice(1), ['number', 'ignored: it numbers the rows', '0', '–', '–']);
  });

  it('is left when the data are no longer a table', async () => {
    await open();
    await hydrate(page, 'planar');
    assert.equal(await page.getByRole('tab', { name: 'Data' }).count(), 0);
    assert.equal(await page.getByRole('tab', { name: 'Train' }).getAttribute('aria-selected'), 'true');
  });

  for (const options of [{ width: 320 }, { width: 1400, theme: 'highContrastLight' }] as const)
    it(`fits ${options.width} px`, async () => {
      await open(options);
      assert.deepEqual(await clipped(page), []);
      const wider = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      assert.equal(wider, 0);
      if (process.env.SHOTS)
        await page.screenshot({ path: `${process.env.SHOTS}/data-${options.width}.png` });
    });
});
