import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { extentOf, hiddenCurves } from '../../webview/curve/view.js';
import { checkPages, openPage, type Options } from './harness/harness.js';
import { curve, run, sineRegions } from './harness/scenarios.js';
import { accessible, hydrate, send, settled } from './harness/steps.js';

describe('What is drawn of a network with one input', () => {
  const { facts, plane, unitMaps } = curve();

  it('is as high as the samples’ targets, with a margin, or from 0 to 1 for classes', () => {
    const targets = [...plane!.training.targets, ...plane!.validation.targets];
    const [low, high] = [Math.min(...targets), Math.max(...targets)];
    const { yMin, yMax } = extentOf(facts!, plane!);
    assert.ok(Math.abs(yMin - (low - 0.12 * (high - low))) < 1e-9 && Math.abs(yMax - (high + 0.12 * (high - low))) < 1e-9); // prettier-ignore
    const classes = extentOf({ ...facts!, classes: ['a', 'b'] }, plane!);
    assert.ok(Math.abs(classes.yMin + 0.12) < 1e-9 && Math.abs(classes.yMax - 1.12) < 1e-9);
  });

  it('has a height even where all targets are equal', () => {
    const flat = { ...plane!.training, targets: plane!.training.targets.slice().fill(3) };
    const { yMin, yMax } = extentOf(facts!, { ...plane!, training: flat, validation: flat });
    assert.ok(yMin < 2.51 && yMax > 3.49);
  });

  it('has the curves of the last hidden layer, unless it has none', () => {
    assert.equal(hiddenCurves(unitMaps!)?.units.length, 3);
    assert.equal(hiddenCurves({ ...unitMaps!, layers: [unitMaps!.layers[1]] }), null);
    assert.equal(hiddenCurves({ ...unitMaps!, layers: [null, unitMaps!.layers[1]] }), null);
  });
});

describe('The fitted curve', () => {
  checkPages();
  let page: Page;
  const open = async (options: Options = {}): Promise<void> => {
    page = await openPage('panel', options);
    await hydrate(page, 'curve');
  };
  const drawn = (): Promise<string> =>
    page.locator('#curve').evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());

  it('is the large picture, in the place of the map', async () => {
    await open();
    assert.ok(await page.locator('#curve').isVisible());
    assert.equal(await page.locator('#regions:visible').count(), 0);
    await hydrate(page, 'planar');
    assert.equal(await page.locator('#curve:visible').count(), 0);
  });

  it('follows the run, and not another', async () => {
    await open();
    const before = await drawn();
    await send(page, { type: 'regions', run: 'another', regions: sineRegions(10) });
    assert.equal(await drawn(), before);
    await send(page, { type: 'regions', run, regions: sineRegions(10) });
    assert.notEqual(await drawn(), before);
    assert.equal(await page.locator('#curve').getAttribute('data-epoch'), '10');
  });

  it('is replaced by the curve of the unit under the pointer, and nothing moves', async () => {
    await open({ width: 420 });
    const before = await drawn();
    const place = (): Promise<unknown> =>
      page.locator('.picture').evaluate((element: HTMLElement) => element.offsetTop);
    const top = await place();
    await page.locator('.diagram .unit').nth(2).locator('rect.disc').hover({ force: true });
    await settled(page);
    assert.equal(await page.locator('.curve h2').innerText(), 'Output of h2, layer 1');
    assert.notEqual(await drawn(), before);
    assert.equal(await place(), top);
    await page.mouse.move(2, 2);
    await settled(page);
    assert.equal(await drawn(), before);
  });

  it('says in words what it shows, and the output at the pointer', async () => {
    await open();
    const [{ name }] = (await accessible(page, 'image')).filter(({ name: text }) =>
      text.startsWith('Fitted'),
    );
    assert.equal(name, 'Fitted curve: y; x from −4.00 to 4.00; 100 samples');
    const box = (await page.locator('#curve').boundingBox())!;
    await page.mouse.move(box.x + 52 + (0.5 + 1.57 / 8) * (box.width - 64), box.y + 60);
    await settled(page);
    const [x, y] = (await page.locator('.curve .card').innerText()).match(/[−\d.]+/g)!.map(Number);
    assert.ok(Math.abs(x - 1.57) < 0.05 && Math.abs(y - 60 / 66) < 0.01);
  });

  it('is drawn without values that are not finite', async () => {
    await open();
    const { values, ...rest } = sineRegions(10);
    await send(page, {
      type: 'regions',
      run,
      regions: { ...rest, values: values.map((value, at) => (at % 9 ? value : NaN)) },
    });
    await send(page, { type: 'regions', run, regions: { ...rest, values: values.map(() => 1e30) } });
    assert.equal(await page.locator('#curve').getAttribute('data-epoch'), '10');
  });
});
