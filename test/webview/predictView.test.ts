import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { DataFacts, FromView, OnePrediction, PredictSubject } from '../../src/protocol.js';
import { clipped } from './harness/clipped.js';
import { checkPages, openPage, type Options } from './harness/harness.js';
import { run } from './harness/scenarios.js';
import { hydrate, send } from './harness/steps.js';

const subject: PredictSubject = {
  fields: [
    { kind: 'number', name: 'petal length', min: 1, max: 6.9, mean: 3.758 },
    { kind: 'number', name: 'a_column_whose_name_is_much_longer_than_the_others_are', min: 0, max: 2e6, mean: 123456 },
    { kind: 'choice', name: 'color', options: ['red', 'green'], hasMissing: true },
  ],
  classes: ['setosa', 'versicolor', 'virginica'],
  targetNames: ['setosa', 'versicolor', 'virginica'],
  isProbability: true,
}; // prettier-ignore

const facts: DataFacts = {
  trainingSamples: 120,
  validationSamples: 0,
  inputNames: ['a', 'b'],
  targetNames: ['c'],
  classes: null,
  planar: false,
  image: null,
  predict: subject,
};

const prediction: OnePrediction = {
  outputs: [0.021, 0.9, 0.079],
  output: 1,
  contributions: [
    { name: 'petal length', value: 0.5 },
    { name: 'a_column_whose_name_is_much_longer_than_the_others_are', value: -0.25 },
    { name: 'color', value: 0 },
  ],
};

describe('The view that predicts', () => {
  checkPages();
  let page: Page;
  const open = async (
    options: Options = {},
    strings: Readonly<Record<string, string>> = {},
  ): Promise<void> => {
    page = await openPage('panel', options);
    await hydrate(page, 'prices', strings);
    await send(page, { type: 'update', view: { facts } });
    await page.locator('#tab-predict').click();
    await page.locator('.predict-field').first().waitFor();
    await send(page, { type: 'predicted', run, prediction });
  };
  const asked = (): Promise<(readonly number[])[]> =>
    page.evaluate(() =>
      window.harness.posted
        .filter((message): message is Extract<FromView, { type: 'predict' }> => message.type === 'predict')
        .map(({ values }) => values),
    );

  it('asks with the means of the data, then with what a person sets', async () => {
    await open();
    assert.deepEqual((await asked()).at(-1), [3.758, 123500, 0]);
    await page.getByRole('spinbutton', { name: 'petal length' }).fill('9.5');
    assert.deepEqual((await asked()).at(-1), [9.5, 123500, 0]);
    assert.match(await page.locator('.predict-field').first().innerText(), /outside the range/);
    await page.getByLabel('color').selectOption('(missing)');
    assert.deepEqual((await asked()).at(-1), [9.5, 123500, 2]);
    const before = await asked();
    await page.getByRole('spinbutton', { name: 'petal length' }).fill('');
    assert.deepEqual(await asked(), before, 'it asked with an empty field');
  });

  it('follows the keyboard on a slider', async () => {
    await open();
    await page.getByRole('slider', { name: 'petal length' }).focus();
    await page.keyboard.press('End');
    assert.equal((await asked()).at(-1)?.[0], 6.9);
  });

  it('shows the class with its probabilities, and contributions with their signs, the largest first', async () => {
    await open();
    assert.equal(await page.locator('.predict-answer').innerText(), 'versicolor (90.0 %)');
    const bars = await page.getByRole('list', { name: 'Prediction' }).locator('li').allInnerTexts();
    assert.deepEqual(bars.map((bar) => bar.split('\n').map((each) => each.trim()).filter(Boolean)), [['setosa', '2.1 %'], ['versicolor', '90.0 %'], ['virginica', '7.9 %']]); // prettier-ignore
    const parts = page.getByRole('list', { name: 'Contribution of each input' }).locator('li');
    assert.match(await parts.nth(1).innerText(), /−0\.25/);
    assert.equal(await parts.nth(1).locator('.negative').count(), 1);
  });

  it('asks again when another epoch is viewed, and runs the commands for files', async () => {
    await open();
    const before = (await asked()).length;
    const snapshot = await page.evaluate(() => window.harness.scenarios.prices().snapshot!);
    await send(page, { type: 'snapshot', run, snapshot: { ...snapshot, epoch: snapshot.epoch + 1 } });
    assert.equal((await asked()).length, before + 1);
    await page.getByRole('button', { name: 'Predict a File…' }).click();
    await page.getByRole('button', { name: 'Save Model…' }).click();
    await page.getByRole('button', { name: 'Export Model…' }).click();
    const commands = await page.evaluate(() => window.harness.posted.flatMap((each) => (each.type === 'command' ? [each.command] : []))); // prettier-ignore
    assert.deepEqual(commands, ['predictFile', 'saveModel', 'exportModel']);
  });

  it('is left where there is no network', async () => {
    await open();
    await hydrate(page, 'plainFunction');
    assert.equal(await page.locator('#tab-predict').isVisible(), false);
    assert.equal(await page.locator('#tab-train').getAttribute('aria-selected'), 'true');
  });

  const sizes: readonly Options[] = [
    { width: 320 }, { width: 420, theme: 'light' }, { width: 1400, theme: 'light' }, { width: 900 },
    { width: 700, theme: 'highContrastLight' }, { width: 700, theme: 'highContrastDark' },
  ]; // prettier-ignore
  for (const options of sizes)
    it(`fits ${options.width} px, ${options.theme ?? 'dark'}`, async () => {
      await open(options);
      const names = (await clipped(page)).filter((text) => !text.includes('a_column'));
      assert.deepEqual(names, []);
      const wider = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      assert.equal(wider, 0);
      if (process.env.SHOTS)
        await page.screenshot({ path: `${process.env.SHOTS}/predict-${options.width}-${options.theme ?? 'dark'}.png` });
    }); // prettier-ignore
});
