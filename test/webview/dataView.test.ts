import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import type { ConfigChange, DataDescription, DescribedColumn, HandsOnView } from '../../src/protocol.js';
import { clipped } from './harness/clipped.js';
import { checkPages, openPage, type Options } from './harness/harness.js';
import { hands } from './harness/scenarios.js';
import { hydrate, send } from './harness/steps.js';

const column = (name: string, rest: Partial<DescribedColumn>): DescribedColumn => ({
  name, index: 0, content: 'number', role: 'input', reason: null, isInferred: true, inputs: [0], categories: null, fill: null,
  missing: 0, distinct: null, range: null, histogram: null, top: null, relation: null, ...rest,
}); // prettier-ignore

const long = 'a_column_whose_name_is_much_longer_than_the_others_are';
const columns = [
  column(long, { missing: 17, fill: 3.5, range: { min: -1, max: 9, mean: 3.5 }, histogram: { min: -1, max: 9, counts: [1, 4, 2] }, relation: 0.4251, asTarget: { classes: null } }),
  column('kind', { content: 'category', inputs: [1, 2, 3], missing: 4, distinct: 3, top: [{ text: 'red', count: 1200 }, { text: 'blue', count: 3 }], relation: 1, asTarget: { classes: 3 } }),
  column('id', { role: 'ignored', reason: 'identifier', inputs: [] }),
  column('note', { role: 'ignored', reason: 'text', content: 'text', inputs: [], top: [] }),
  column('price', { role: 'target', inputs: [], asTarget: { classes: null } }),
]; // prettier-ignore

const description: DataDescription = {
  file: 'a.csv',
  rows: 1_000_000,
  columns,
  count: 5,
  task: 'regression',
  compared: 10_000,
  firstRows: [
    { line: 2, cells: ['1.5', 'red', '1', 'a text that is so long that it does not fit into a cell', '8'] },
    { line: 4, cells: [null, 'blue', '2', '$(zap) <b>not bold</b>', '9'] },
  ],
  repeated: 12,
  leak: 'kind',
  duplicates: { count: 8, of: 200 },
};

const table: NonNullable<HandsOnView['table']> = {
  targets: ['price'],
  features: null,
  columns: [{ name: 'kind', type: 'category', missing: 'mostFrequent', categories: null }],
  dropDuplicates: false,
};
const isCurrent = true;

describe('The view of a table', () => {
  checkPages();
  let page: Page;
  const open = async (
    options: Options = {},
    given = table,
    strings: Record<string, string> = {},
  ): Promise<void> => {
    page = await openPage('panel', options);
    await hydrate(page, 'prices', strings);
    assert.equal(await page.getByRole('tab', { name: /Data|数据/ }).count(), 0);
    await send(page, { type: 'update', view: { handsOn: { ...hands, table: given } } });
    await page.getByRole('tab', { name: /Data|数据/ }).click();
    await page.locator('.data-view').waitFor();
    await send(page, { type: 'update', view: { data: { description, error: null, isCurrent } } });
    await page.locator('.data-columns tbody tr').first().waitFor();
  };
  const row = (at: number) => page.locator('.data-columns tbody tr').nth(at);
  const list = (name: string) => page.getByLabel(name, { exact: true });
  const edits = (): Promise<ConfigChange[]> =>
    page.evaluate(() => window.harness.posted.flatMap((each) => (each.type === 'edit' ? [each.change] : [])));
  const questions = (): Promise<number> =>
    page.evaluate(() => window.harness.posted.filter(({ type }) => type === 'describe').length);

  it('asks for the description when it is shown, once, and again where the data have changed', async () => {
    page = await openPage('panel');
    await hydrate(page, 'prices');
    await send(page, { type: 'update', view: { handsOn: { ...hands, table } } });
    assert.equal(await questions(), 0);
    await page.getByRole('tab', { name: 'Data' }).click();
    await page.getByText('The table is being read.').waitFor();
    await send(page, { type: 'update', view: { handsOn: { ...hands, table } } });
    assert.equal(await questions(), 1);
    await send(page, { type: 'update', view: { data: { description, error: null, isCurrent } } });
    await send(page, { type: 'update', view: { data: { description, error: null, isCurrent: false } } });
    assert.equal(await questions(), 2);
    assert.equal(await row(0).locator('th').innerText(), long);
    await page.getByRole('tab', { name: 'Train' }).click();
    await send(page, {
      type: 'update',
      view: { data: { description: null, error: null, isCurrent: false } },
    });
    assert.equal(await questions(), 2);
  });

  it('says of each column how it was read, which values it has, and what it explains of the target', async () => {
    await open();
    const cells = async (at: number) => (await row(at).locator('td').allInnerTexts()).map((text) => text.split('\n').at(-1)?.trim()); // prettier-ignore
    assert.equal((await row(0).locator('td').nth(2).locator('span').innerText()).trim(), '17, filled with 3.500'); // prettier-ignore
    assert.deepEqual((await cells(0)).slice(3), ['–', '0.43', '−1.000 to 9.000, mean 3.500']);
    assert.deepEqual((await cells(1)).slice(3), ['3', '1.00', 'red (1,200), blue (3)']);
    const chosen = (name: string) => list(name).locator('option:checked').innerText();
    assert.equal(await chosen(`Type of "${long}"`), 'number, inferred');
    assert.deepEqual([await chosen('Type of "kind"'), await chosen('Use of "kind"')], ['category', 'input']);
    assert.equal(await chosen('Missing cells of "kind"'), 'most frequent value');
    assert.match(await row(2).innerText(), /it numbers the rows/);
    const share = await row(0)
      .locator('.data-track')
      .evaluate((track) => track.firstElementChild!.getBoundingClientRect().width / track.clientWidth);
    assert.ok(Math.abs(share - 0.4251) < 0.02, String(share));
    assert.match(await page.locator('.data-formula').innerText(), /ε² = .* 10,000 rows, evenly spaced/);
  });

  it('changes type, use and gaps of a column in the file', async () => {
    await open();
    await list(`Type of "${long}"`).selectOption('category');
    await list('Type of "kind"').selectOption('');
    await list(`Missing cells of "${long}"`).selectOption('dropRow');
    await list('Missing cells of "kind"').selectOption('');
    await list('Use of "kind"').selectOption('ignored');
    await list('Use of "id"').selectOption('input');
    await list('Use of "note"').selectOption('input');
    await list('Use of "kind"').selectOption('target');
    assert.deepEqual(await edits(), [
      { type: 'columnOption', column: long, key: 'type', value: 'category' },
      { type: 'columnOption', column: 'kind', key: 'type', value: null },
      { type: 'columnOption', column: long, key: 'missing', value: 'dropRow' },
      { type: 'columnOption', column: 'kind', key: 'missing', value: null },
      { type: 'columnUse', column: 'kind', isInput: false, as: null },
      { type: 'columnUse', column: 'id', isInput: true, as: 'number' },
      { type: 'columnUse', column: 'note', isInput: true, as: 'category' },
      { type: 'target', column: 'kind', classes: 3 },
    ]);
  });

  it('fills gaps with a value that is entered', async () => {
    await open();
    const field = list(`Value for missing cells of "${long}"`);
    assert.equal(await field.isVisible(), false);
    await list(`Missing cells of "${long}"`).selectOption('value');
    await field.fill('-2.5');
    await field.press('Enter');
    assert.deepEqual(await edits(), [{ type: 'columnOption', column: long, key: 'missing', value: -2.5 }]);
    const filled = { name: long, type: null, missing: { value: -2.5 }, categories: null };
    await send(page, { type: 'update', view: { handsOn: { ...hands, table: { ...table, columns: [filled] } } } }); // prettier-ignore
    assert.equal(await field.inputValue(), '-2.5');
  });

  it('keeps the focus and shows what the file says while the data are read again', async () => {
    await open();
    await list('Type of "kind"').focus();
    await send(page, { type: 'update', view: { data: { description, error: null, isCurrent: false } } });
    const columnsNow = [{ name: 'kind', type: 'boolean' as const, missing: null, categories: null }];
    await send(page, { type: 'update', view: { handsOn: { ...hands, table: { ...table, columns: columnsNow } } } }); // prettier-ignore
    const next = { ...description, columns: columns.map((each) => ({ ...each })) };
    await send(page, { type: 'update', view: { data: { description: next, error: null, isCurrent } } });
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('aria-label')), 'Type of "kind"'); // prettier-ignore
    assert.equal(await list('Type of "kind"').inputValue(), 'boolean');
  });

  it('says what the rows show, and leaves out repeated rows or a leaking column', async () => {
    await open();
    const notes = page.locator('.data-notes');
    assert.match(await notes.innerText(), /12 of 1,000,000 rows repeat an earlier one/);
    assert.match(await notes.innerText(), /also in the training part: 8 of 200/);
    assert.match(await notes.innerText(), /Column "kind" alone decides the target/);
    await page.getByLabel('Leave out repeated rows').check();
    await page.getByRole('button', { name: 'Ignore it' }).click();
    assert.deepEqual(await edits(), [
      { type: 'dropDuplicates', isOn: true },
      { type: 'columnUse', column: 'kind', isInput: false, as: null },
    ]);
  });

  it('has the first rows as they are written, with their lines and marked gaps', async () => {
    await open();
    const cells = page.locator('.data-rows tbody tr').nth(1);
    assert.deepEqual(await cells.locator('th').innerText(), '4');
    assert.deepEqual((await cells.locator('td').allInnerTexts()).slice(0, 4), ['missing', 'blue', '2', '$(zap) <b>not bold</b>']); // prettier-ignore
    assert.equal(await cells.locator('td.data-gap').count(), 1);
  });

  it('says why a change was refused, why the table cannot be read, and that the text has an error', async () => {
    await open();
    const refused: ConfigChange = { type: 'columnOption', column: 'kind', key: 'missing', value: 'mean' };
    await send(page, { type: 'refused', change: refused, reason: 'Categories do not have a mean.' });
    assert.match(await page.locator('.data-view').innerText(), /Categories do not have a mean/);
    await send(page, { type: 'update', view: { data: { description: null, error: 'a.csv was not found.', isCurrent } } }); // prettier-ignore
    assert.match(await page.locator('.data-view').innerText(), /a\.csv was not found/);
    await send(page, { type: 'update', view: { data: { description, error: null, isCurrent }, handsOn: { ...hands, table, blocked: 'A comma is missing.' } } }); // prettier-ignore
    assert.ok(await list('Type of "kind"').isDisabled());
    assert.equal(await list('Type of "kind"').getAttribute('title'), 'A comma is missing.');
  });

  it('is left when the data are no longer a table', async () => {
    await open();
    await send(page, { type: 'update', view: { handsOn: hands } });
    assert.equal(await page.getByRole('tab', { name: 'Data' }).count(), 0);
    assert.equal(await page.getByRole('tab', { name: 'Train' }).getAttribute('aria-selected'), 'true');
  });

  const chinese = JSON.parse(readFileSync('l10n/bundle.l10n.zh-cn.json', 'utf8')) as Record<string, string>;
  const sizes: readonly (Options & { strings?: Record<string, string> })[] = [
    { width: 320 }, { width: 420, theme: 'light' }, { width: 900 }, { width: 1400, theme: 'highContrastLight' },
    { width: 800, theme: 'highContrastDark' }, { width: 700, strings: chinese },
  ]; // prettier-ignore
  for (const { strings = {}, ...options } of sizes)
    it(`fits ${options.width} px, ${options.theme ?? 'dark'}${strings === chinese ? ', in Chinese' : ''}`, async () => {
      await open(options, table, strings);
      assert.deepEqual(await clipped(page), []);
      const wider = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      assert.equal(wider, 0);
      if (process.env.SHOTS)
        await page.screenshot({ path: `${process.env.SHOTS}/data-${options.width}.png`, fullPage: true });
    });
});
