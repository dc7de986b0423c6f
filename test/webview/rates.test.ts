import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { RateSearch, RateView } from '../../src/protocol.js';
import { rangeOf, type RangePoint } from '../../src/engine/training/rangeTest.js';
import { rateAt } from '../../src/engine/training/rateSearch.js';
import { clipped } from './harness/clipped.js';
import { checkPages, openPage, type Options } from './harness/harness.js';
import { button, commands, hydrateIris, posted, send } from './harness/steps.js';

const lossAt = (rate: number): number =>
  0.2 + 0.9 / (1 + (30 * rate) ** 1.5) + (rate > 0.8 ? 3 * (rate - 0.8) ** 2 : 0);
const points: RangePoint[] = Array.from({ length: 225 }, (_, step) => rateAt(step)).map((rate, step) => ({
  rate,
  loss: lossAt(rate) + 0.02 * Math.sin(step),
}));
const trials = [0.03, 0.07, 0.2, 0.4, 0.9].map((rate) => ({
  rate,
  loss: rate > 0.8 ? Infinity : 0.2 + Math.abs(0.2 - rate),
}));
const done: RateSearch = { fraction: 1, points, test: rangeOf(points), trials, rate: 0.2 }; // prettier-ignore
const half: RateSearch = { fraction: 0.1, points: points.slice(0, 120), test: null, trials: [], rate: null };
const rate = (changes: Partial<RateView>): RateView => ({ search: done, isRunning: false, fromEpoch: null, error: null, stale: false, ...changes }); // prettier-ignore

describe('The search for a learning rate', () => {
  checkPages();
  let page: Page;
  const open = async (options: Options = {}): Promise<void> => {
    page = await openPage('panel', options);
    await hydrateIris(page, 'done', 200);
  };
  const show = (changes: Partial<RateView>): Promise<void> =>
    send(page, { type: 'update', view: { rate: rate(changes) } });
  const words = () => page.locator('.rate-words').innerText();
  const reason = () => page.locator('.rates vscode-button').first().getAttribute('title');
  const drawn = (name: string) => page.locator('#rate-chart').getAttribute(`data-${name}`);

  it('is not there until one is asked for', async () => {
    await open();
    assert.equal(await page.locator('.rates').count(), 0);
  });

  it('draws the loss while the rate rises, and can be canceled by Escape', async () => {
    await open();
    await show({ search: half, isRunning: true });
    assert.equal(await words(), 'Raising the learning rate…');
    assert.equal(await drawn('points'), '120');
    assert.equal(await page.getByRole('progressbar', { name: 'Search' }).getAttribute('aria-valuenow'), '10');
    await button(page, 'Cancel').focus();
    await page.keyboard.press('Escape');
    assert.deepEqual(await commands(page), ['closeLearningRate']);
  });

  it('marks the suggestion, and writes it into the file as one change', async () => {
    await open();
    await show({});
    assert.equal(await words(), 'Suggested learning rate: 0.2');
    assert.deepEqual([await drawn('trials'), await drawn('rate')], ['5', '0.2']);
    assert.match((await page.locator('#rate-chart').getAttribute('aria-label'))!, /Suggested: 0\.2$/);
    const chart = (await page.locator('#rate-chart').boundingBox())!;
    const rule = (await page.locator('.rate-rule').boundingBox())!;
    assert.ok(rule.x > chart.x + chart.width / 2 && rule.height > 80);
    await button(page, 'Apply').click();
    assert.deepEqual(
      (await posted(page)).filter(({ type }) => type === 'edit'),
      [{ type: 'edit', change: { type: 'learningRate', value: 0.2 } }],
    );
  });

  it('does not apply what the file has, nor where there is no suggestion', async () => {
    await open();
    await show({ search: { ...done, rate: 0.01 } });
    assert.equal(await reason(), 'The file has this learning rate.');
    await show({ search: { ...done, rate: null, trials: [] } });
    assert.match(await words(), /^No learning rate made the loss fall\./);
    assert.match((await reason()) ?? '', /^The search has found no learning rate to apply\. Follow the advice above/);
    await show({ search: null, error: 'The perceptron rule has none.' });
    assert.equal(await words(), 'The perceptron rule has none.');
    await page.locator('.rates vscode-button').first().click();
    assert.deepEqual((await posted(page)).filter(({ type }) => type === 'edit'), []);
  }); // prettier-ignore

  it('can start from the parameters of the run instead', async () => {
    await open();
    await show({});
    await posted(page);
    await page.getByRole('combobox', { name: 'Search from' }).selectOption('from the current parameters');
    assert.deepEqual(await posted(page), [{ type: 'findRate', fromRun: true }]);
  });

  it('clips nothing at any width', async () => {
    for (const width of [320, 420, 700, 1400]) {
      await open({ width });
      await show({ fromEpoch: 200 });
      assert.deepEqual(await clipped(page), [], `at ${width}`);
    }
  });
});
