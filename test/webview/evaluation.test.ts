import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Locator, Page } from 'playwright-core';
import { clipped } from './harness/clipped.js';
import { checkPages, openPage, type Options } from './harness/harness.js';
import { iris, risks } from './harness/scenarios.js';
import { hydrate, hydrateIris, send, settled } from './harness/steps.js';

describe('The evaluation', () => {
  checkPages();
  let page: Page;
  const open = async (options: Options = {}): Promise<void> => {
    page = await openPage('panel', options);
  };
  const cells = async (table: Locator): Promise<string[][]> =>
    (await table.locator('tr').allInnerTexts()).map((row) => row.split('\t').map((cell) => cell.trim()));
  const openCurves = async (): Promise<void> => {
    await page.locator('.curve-section summary').click();
    await page.locator('#calibration-chart[data-points]').waitFor();
    await settled(page);
  };

  it('has a table with the figures of each class and their means', async () => {
    await open();
    await hydrateIris(page, 'done');
    assert.deepEqual(await cells(page.locator('.class-figures')), [
      ['Class', 'Precision, %', 'Recall, %', 'F1, %', 'Samples'],
      ['setosa', '100.0', '100.0', '100.0', '10'],
      ['versicolor', '100.0', '90.0', '94.7', '10'],
      ['virginica', '90.9', '100.0', '95.2', '10'],
      ['Mean of the classes', '97.0', '96.7', '96.7', '30'],
    ]);
  });

  it('lists the most frequent confusions and the most confident mistakes with their rows', async () => {
    await open();
    await hydrateIris(page, 'done');
    const [pairs, mistakes] = [page.locator('.confusions').first(), page.locator('.mistakes')];
    assert.deepEqual((await cells(pairs))[1], ['versicolor', 'virginica', '1']);
    assert.deepEqual(await cells(mistakes), [
      ['Row', 'True class', 'Predicted class', 'Confidence'],
      ['78', 'versicolor', 'virginica', '81.2 %'],
    ]);
    for (const name of ['Most frequent confusions', 'Most confident mistakes', 'Figures of each class'])
      assert.equal(await page.getByRole('region', { name }).count(), 1);
  });

  it('lists the confusions of many classes in place of their matrix', async () => {
    await open();
    await hydrate(page, 'big');
    assert.ok((await page.locator('.confusions tbody tr').count()) > 0);
    assert.equal(await page.locator('.mistakes').count(), 0);
  });

  it('has curves for two classes, which are folded and loaded when they are first opened', async () => {
    await open();
    await hydrate(page, 'risks');
    assert.equal(await page.locator('#roc-chart').count(), 0);
    await openCurves();
    const { curves, calibration } = risks().evaluation.validation as Extract<NonNullable<ReturnType<typeof risks>['evaluation']['validation']>, { task: 'classification' }>; // prettier-ignore
    const drawn = (id: string): Promise<string | null> => page.locator(`#${id}`).getAttribute('data-points');
    assert.equal(await drawn('roc-chart'), String(curves!.roc!.x.length));
    assert.equal(await drawn('precision-recall-chart'), String(curves!.precisionRecall!.recall.length));
    assert.equal(await drawn('calibration-chart'), String(calibration!.bins.filter(({ count }) => count > 0).length)); // prettier-ignore
    const [area, average] = [curves!.roc!.auc, curves!.precisionRecall!.averagePrecision];
    const titles = await page.locator('.unit-chart h3').allInnerTexts();
    assert.deepEqual(titles.slice(0, 2), [
      `ROC curve area ${area.toPrecision(4)}`,
      `Precision by recall average precision ${average.toPrecision(4)}`,
    ]);
    await page.reload();
    await page.waitForFunction(() => window.harness.posted.some(({ type }) => type === 'loaded'));
    await hydrate(page, 'risks');
    assert.equal(await page.locator('.curve-section').getAttribute('open'), '');
  });

  it('shows the scores on the test samples, and offers these among the parts', async () => {
    await open({ width: 1200 });
    await hydrateIris(page, 'done');
    assert.equal(await page.locator('[data-figure="test-loss"]').count(), 0);
    const { validation: evaluation } = iris('done').evaluation;
    assert.ok(evaluation);
    await send(page, { type: 'update', view: { test: { samples: 30, loss: 0.125, evaluation } } });
    assert.match(await page.locator('[data-figure="test-loss"]').innerText(), /0\.125/);
    assert.match(await page.locator('[data-figure="test-score"]').innerText(), /96\.7/);
    await page.locator('.evaluation vscode-dropdown').click();
    await page.locator('.evaluation vscode-option', { hasText: 'Test data' }).click();
    assert.deepEqual((await cells(page.locator('.class-figures')))[0][0], 'Class');
    await send(page, { type: 'update', view: { test: null } });
    assert.equal(await page.locator('.evaluation vscode-option', { hasText: 'Test data' }).count(), 0);
  });

  it('shows the curves of the part that is chosen, and of the next evaluation', async () => {
    await open();
    await hydrate(page, 'risks');
    await openCurves();
    const title = page.locator('.unit-chart h3').first();
    const before = await title.innerText();
    await page.locator('.evaluation vscode-dropdown').click();
    await page.getByRole('option', { name: 'Training data' }).click();
    await settled(page);
    const training = await title.innerText();
    assert.notEqual(training, before);
    const { validation } = risks().evaluation;
    await send(page, { type: 'update', view: { evaluation: { training: validation, validation } } });
    assert.equal(await title.innerText(), before);
  });

  it('has only a calibration for three classes, and no curves for numbers', async () => {
    await open();
    await hydrateIris(page, 'done');
    assert.equal(await page.locator('.curve-section summary').innerText(), 'Calibration');
    await openCurves();
    assert.equal(await page.locator('.unit-chart:visible').count(), 1);
    await hydrate(page, 'deep');
    assert.equal(await page.locator('.curve-section:visible').count(), 0);
  });

  it('reads the points of a curve with the pointer and with the keys of a slider', async () => {
    await open();
    await hydrate(page, 'risks');
    await openCurves();
    const slider = page.getByRole('slider', { name: 'ROC curve' });
    await slider.press('Home');
    assert.equal(await slider.getAttribute('aria-valuetext'), 'False positive rate 0, True positive rate 0');
    await slider.press('End');
    assert.equal(
      await slider.getAttribute('aria-valuetext'),
      'False positive rate 1.000, True positive rate 1.000',
    );
    await slider.press('Escape');
    assert.match((await slider.getAttribute('aria-valuetext')) ?? '', /^area 0\.\d+$/);
    const chart = page.locator('#calibration-chart');
    await chart.evaluate((canvas) => canvas.scrollIntoView({ block: 'center' }));
    const box = (await chart.boundingBox())!;
    await page.mouse.move(box.x + box.width * 0.7, box.y + box.height * 0.4);
    const card = page.locator('.unit-frame .card:visible');
    assert.match(await card.innerText(), /^Calibration\s+Predicted probability\s+0\.\d+\s+Accuracy\s+\S+\s+Samples\s+\d+$/); // prettier-ignore
  });

  it('gives the errors of each output in its unit', async () => {
    await open();
    await hydrate(page, 'prices');
    assert.match(
      await page.locator('.evaluation-body').innerText(),
      /RMSE and MAE are in the unit of price\./,
    );
    await hydrate(page, 'sizes');
    assert.deepEqual(await cells(page.locator('.class-figures')), [
      ['Output', 'R²', 'RMSE', 'MAE'],
      ['height', '0.9713', '18.21', '14.03'],
      ['width', '–', '0.001234', '0.001000'],
      ['All outputs', '0.9402', '21.12', '16.88'],
    ]);
  });

  const chinese = JSON.parse(readFileSync('l10n/bundle.l10n.zh-cn.json', 'utf8')) as Record<string, string>;
  const sizes: readonly (Options & { strings?: Record<string, string> })[] = [
    { width: 320 }, { width: 420, strings: chinese }, { width: 700, theme: 'light' }, { width: 1400 },
    { width: 2400, height: 1400 }, { width: 600, scale: 2, theme: 'highContrastLight' },
    { width: 900, theme: 'highContrastDark' },
  ]; // prettier-ignore
  for (const { strings = {}, ...options } of sizes)
    it(`fits ${options.width} px, ${options.theme ?? 'dark'}${strings === chinese ? ', in Chinese' : ''}`, async () => {
      await open(options);
      for (const name of ['risks', 'maliciousNames', 'sizes'] as const) {
        await hydrate(page, name, strings);
        const section = page.locator('.curve-section:visible:not([open]) summary');
        if ((await section.count()) > 0) await openCurves();
        await settled(page);
        assert.deepEqual(await clipped(page), [], name);
        const wider = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        assert.equal(wider, 0, name);
      }
    });
});
