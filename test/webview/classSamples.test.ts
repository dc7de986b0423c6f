import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { ClassPredictions } from '../../src/protocol.js';
import { clipped } from './harness/clipped.js';
import { checkPages, openPage, type Options } from './harness/harness.js';
import { run } from './harness/scenarios.js';
import { hydrateIris, send } from './harness/steps.js';

const count = 70;
const each = (value: (i: number) => number): number[] => Array.from({ length: count }, (_, i) => value(i));

/** The first sample is a versicolor that is predicted as virginica, as in the scenario's matrix. */
const predictions: ClassPredictions = {
  epoch: 200,
  part: 'validation',
  samples: 90,
  rows: Uint32Array.from(each((i) => 77 + i)),
  lines: Uint32Array.from(each((i) => 79 + i)),
  truth: Uint16Array.from(each((i) => (i === 0 ? 1 : i % 3))),
  predicted: Uint16Array.from(each((i) => (i === 0 ? 2 : i % 3))),
  outputs: Float32Array.from(each((i) => 0.125 + i / 100)),
};

describe('The samples of a classification', () => {
  checkPages();
  let page: Page;
  const open = async (options: Options = {}): Promise<void> => {
    page = await openPage('panel', options);
    await hydrateIris(page, 'done');
    await send(page, { type: 'classPredictions', run, predictions });
  };
  const rows = () => page.locator('.class-samples tbody tr');
  const cell = (name: string) => page.locator(`[data-cell="${name}"]`);

  it('are listed with their row and line, the worst first, and 50 more on request', async () => {
    await open();
    assert.equal(await page.locator('.mistakes').count(), 0);
    assert.deepEqual(await page.locator('.class-samples thead th').allInnerTexts(), ['Row', 'Line', 'Actual', 'Predicted', 'Probability of the actual class']); // prettier-ignore
    assert.deepEqual((await rows().first().innerText()).split('\t'), ['78', '79', 'versicolor', 'virginica', '12.5 %']); // prettier-ignore
    assert.equal(await rows().count(), 50);
    await page.locator('.class-samples vscode-button', { hasText: 'Show more' }).click();
    assert.equal(await rows().count(), count);
  });

  it('are opened in the data’s file by their line', async () => {
    await open();
    await rows().first().locator('button').click();
    const posted = await page.evaluate(() => window.harness.posted.filter(({ type }) => type === 'openLine'));
    assert.deepEqual(posted, [{ type: 'openLine', part: 'validation', line: 79 }]);
  });

  it('are those of a cell of the confusion matrix that is chosen with the keys', async () => {
    await open();
    await cell('1,2').focus();
    await page.keyboard.press('Enter');
    assert.equal(
      await page.locator('.class-samples caption').innerText(),
      'versicolor predicted as virginica. Samples: 1',
    );
    assert.equal(await rows().count(), 1);
    assert.equal(await cell('1,2').getAttribute('aria-pressed'), 'true');
    assert.ok(await cell('1,2').evaluate((button) => button === document.activeElement));
    await page.keyboard.press('Enter');
    assert.equal(await rows().count(), 50);
    assert.equal(await cell('1,0').count(), 0);
  });

  const sizes: readonly Options[] = [
    { width: 320 }, { width: 700, theme: 'light' }, { width: 1400 }, { width: 900, theme: 'highContrastDark' },
  ]; // prettier-ignore
  for (const options of sizes)
    it(`fit ${options.width} px, ${options.theme ?? 'dark'}`, async () => {
      await open(options);
      await cell('1,2').click();
      assert.deepEqual(await clipped(page), []);
      const wider = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      assert.equal(wider, 0);
      if (process.env.SHOTS)
        await page
          .locator('.evaluation')
          .screenshot({ path: `${process.env.SHOTS}/classes-${options.width}.png` });
    });
});
