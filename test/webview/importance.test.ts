import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { MeasuredImportance } from '../../src/protocol.js';
import { clipped } from './harness/clipped.js';
import { checkPages, openPage, type Options } from './harness/harness.js';
import { run, status } from './harness/scenarios.js';
import { hydrate, send, settled } from './harness/steps.js';

const names = [
  'petal length',
  'petal width',
  'a_column_whose_name_is_much_longer_than_the_others_are',
  'sepal width',
];
const importance: MeasuredImportance = {
  epoch: 137,
  part: 'validation',
  samples: 30,
  repeats: 10,
  scoreName: 'accuracy',
  loss: 0.09,
  score: 0.967,
  columns: names.map((name, k) => ({
    name,
    inputs: 1,
    loss: { mean: 0.9 / 4 ** k - 0.03, deviation: 0.05 },
    score: { mean: 0.4 / 4 ** k, deviation: 0.02 },
  })),
};

describe('The importance of the columns', () => {
  checkPages();
  let page: Page;
  const open = async (options: Options = {}): Promise<void> => {
    page = await openPage('panel', options);
    await hydrate(page, 'prices');
  };
  const button = () => page.locator('.importance vscode-button');

  it('is measured when the button is pressed, and drawn by column', async () => {
    await open();
    await send(page, { type: 'update', view: { status: status({ state: 'paused', epoch: 137 }) } });
    await button().click();
    assert.ok(await page.evaluate(() => window.harness.posted.some(({ type }) => type === 'importance')));
    await send(page, { type: 'importance', run, importance: null, fraction: 0.25 });
    assert.match(await page.locator('.importance [role=status]').innerText(), /^Measuring: 25\.0 %$/);
    await send(page, { type: 'importance', run, importance, fraction: null });
    const rows = page.locator('.importance-table tbody tr');
    assert.deepEqual(await rows.locator('th').allInnerTexts(), names);
    assert.match(await rows.first().innerText(), /0\.870 ±\s0\.0500\s+40\.0\s% ±\s2\.0\s%/);
    assert.match(
      await page.locator('.importance p').innerText(),
      /^After epoch 137: .* 30 validation samples/,
    );
    const width = (at: number) => rows.nth(at).locator('.importance-bar').evaluate((bar) => bar.getBoundingClientRect().width); // prettier-ignore
    assert.ok(Math.abs((await width(0)) / (await width(1)) - 0.87 / 0.195) < 0.1);
    assert.equal(await rows.nth(3).locator('.below').count(), 1);
  });

  it('says why it cannot be measured while the run trains', async () => {
    await open();
    await send(page, { type: 'update', view: { status: status({ state: 'training', epoch: 5 }) } });
    assert.equal(await button().getAttribute('title'), 'Pause the run, or view one of its epochs, first.');
  });

  const sizes: readonly Options[] = [
    { width: 320 }, { width: 700, theme: 'light' }, { width: 1400 }, { width: 600, theme: 'highContrastLight' },
    { width: 900, theme: 'highContrastDark' },
  ]; // prettier-ignore
  for (const options of sizes)
    it(`fits ${options.width} px, ${options.theme ?? 'dark'}`, async () => {
      await open(options);
      await send(page, { type: 'importance', run, importance, fraction: null });
      await settled(page);
      assert.deepEqual(await clipped(page), []);
      const wider = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      assert.equal(wider, 0);
      if (process.env.SHOTS)
        await page
          .locator('.importance')
          .screenshot({ path: `${process.env.SHOTS}/importance-${options.width}.png` });
    });
});
