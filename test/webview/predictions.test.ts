import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import {
  fitDots,
  fitExtent,
  pairsOf,
  residualDots,
  residualExtent,
  worstOf,
} from '../../webview/predictions/view.js';
import { checkPages, openPage, type Options } from './harness/harness.js';
import { prices, pricePredictions, run } from './harness/scenarios.js';
import { hydrate, send, settled } from './harness/steps.js';

describe('Pairs of targets and outputs', () => {
  const both = { ...pricePredictions(1), columns: 2, rows: Uint32Array.of(7, 9), targets: Float32Array.of(1, 10, 2, 20), outputs: Float32Array.of(1.5, 18, 2, NaN) }; // prettier-ignore

  it('are those of one output', () => {
    const { targets, outputs, rows } = pairsOf(both, 0);
    assert.deepEqual([[...targets], [...outputs], [...rows]], [[1, 2], [1.5, 2], [7, 9]]); // prettier-ignore
  });

  it('are worst where an output is not a number, then where it is farthest', () => {
    assert.deepEqual(worstOf(pairsOf(both, 1), 5), [1, 0]);
    assert.deepEqual(worstOf(pairsOf(both, 0), 1), [0]);
  });

  it('become points where they are finite: the residual is predicted minus actual', () => {
    assert.deepEqual(fitDots(pairsOf(both, 1)), [{ x: 10, y: 18, index: 0 }]);
    assert.deepEqual(residualDots(pairsOf(both, 0)), [{ x: 1.5, y: 0.5, index: 0 }, { x: 2, y: 0, index: 1 }]); // prettier-ignore
  });

  it('are within a square of one range, and residuals around 0', () => {
    const pairs = pairsOf(prices().predictions!, 0);
    const square = fitExtent(pairs);
    assert.deepEqual([square.xMin, square.xMax], [square.yMin, square.yMax]);
    assert.ok(fitDots(pairs).every(({ x, y }) => x >= square.xMin && x <= square.xMax && y >= square.yMin && y <= square.yMax)); // prettier-ignore
    const { yMin, yMax } = residualExtent(pairs);
    assert.ok(yMin === -yMax && yMax > 300);
  });

  it('have an extent even where there is one pair, or none that is finite', () => {
    const one = { rows: Uint32Array.of(0), targets: Float32Array.of(5), outputs: Float32Array.of(NaN) };
    assert.deepEqual([fitExtent(one).xMin, fitExtent(one).xMax], [4, 6]);
    assert.deepEqual([residualExtent(one).yMin, residualExtent(one).yMax], [-1, 1]);
  });
});

describe('The predictions of a regression', () => {
  checkPages();
  let page: Page;
  const open = async (options: Options = {}): Promise<void> => {
    page = await openPage('panel', options);
    await hydrate(page, 'prices');
  };

  it('are drawn against the actual values and as residuals, with the largest errors by row', async () => {
    await open();
    for (const id of ['fit', 'residuals'])
      assert.equal(await page.locator(`#${id}`).getAttribute('data-points'), '120');
    const rows = page.locator('.regression tbody tr');
    assert.equal(await rows.count(), 50);
    const cells = (await rows.first().innerText()).split(/\s+/);
    assert.deepEqual([cells[0], cells[3]], ['41', '−300.0']);
    await hydrate(page, 'planar');
    assert.equal(await page.locator('.regression:visible').count(), 0);
  });

  it('follow the run, and not another', async () => {
    await open();
    const drawn = (): Promise<string> =>
      page.locator('#fit').evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
    const before = await drawn();
    await send(page, { type: 'predictions', run: 'another', predictions: pricePredictions(3) });
    assert.equal(await drawn(), before);
    await send(page, { type: 'predictions', run, predictions: pricePredictions(3) });
    assert.notEqual(await drawn(), before);
  });

  it('say which row is under the pointer', async () => {
    await open();
    const box = (await page.locator('#fit').boundingBox())!;
    const { targets, outputs } = prices().predictions!;
    const { xMin, xMax } = fitExtent(pairsOf(prices().predictions!, 0));
    const across = (value: number): number => (value - xMin) / (xMax - xMin);
    await page.mouse.move(
      box.x + 52 + across(targets[40]) * (box.width - 64),
      box.y + box.height - 40 - across(outputs[40]) * (box.height - 48),
    );
    await settled(page);
    assert.match(await page.locator('.scatter .card').first().innerText(), /^Row 41\n/);
  });

  for (const width of [320, 420, 1400])
    it(`fit ${width} px`, async () => {
      await open({ width });
      const wider = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      assert.equal(wider, 0);
    });
});
