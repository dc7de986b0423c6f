import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import {
  bordersOf,
  fieldOf,
  flattened,
  outputsAt,
  pixelsOf,
  refined,
  tintOf,
} from '../../webview/regions/field.js';
import { checkPages, openPage, type Options } from './harness/harness.js';
import { planar, planarNumbers, run, waveRegions } from './harness/scenarios.js';
import { accessible, hydrate, hydrateIris, send, settled } from './harness/steps.js';

describe('The colors of a plane', () => {
  const classes = { kind: 'classes' } as const;
  const scale = fieldOf(planar().facts!, planar().plane!, 0);

  it('are those of the class with the largest output, and stronger for higher certainty', () => {
    assert.deepEqual(tintOf(classes, [0.1, 0.8, 0.1]).color, 1);
    assert.ok(Math.abs(tintOf(classes, [0.1, 0.8, 0.1]).strength - 0.7) < 1e-12);
    assert.deepEqual(tintOf(classes, [0, 0, 1]), { color: 2, strength: 1 });
    assert.equal(tintOf(classes, [0.25, 0.25, 0.25, 0.25]).strength, 0);
  });

  it('are two for a single output, and none in between', () => {
    assert.deepEqual(tintOf(scale, [0]), { color: 0, strength: 1 });
    assert.deepEqual(tintOf(scale, [0.75]), { color: 1, strength: 0.5 });
    assert.equal(tintOf(scale, [0.5]).strength, 0);
    assert.deepEqual(tintOf(scale, [7]), { color: 1, strength: 1 });
  });

  it('follow the range of the targets for a regression', () => {
    const field = fieldOf(planarNumbers().facts!, planarNumbers().plane!, 1);
    const wanted = planarNumbers().plane!.training.targets.filter((_, index) => index % 2 === 1);
    assert.ok(field.kind === 'scale' && field.output === 1);
    assert.deepEqual([field.low, field.high], [Math.min(...wanted), Math.max(...wanted)]);
  });

  it('are none where an output is not finite', () => {
    assert.equal(tintOf(classes, [NaN, 1, 0]).strength, 0);
    assert.equal(tintOf(scale, [Infinity]).strength, 0);
  });

  it('are a picture with the largest y on top', () => {
    const colors = [
      [255, 0, 0],
      [0, 0, 255],
    ] as const;
    const pixels = pixelsOf(waveRegions(60), colors, 100, (outputs) => tintOf(scale, outputs));
    assert.deepEqual([...pixels.subarray(0, 3)], [0, 0, 255]);
    assert.deepEqual([...pixels.subarray(-4, -1)], [255, 0, 0]);
  });

  it('are flat on a discrete map, one for each class or for each band of numbers', () => {
    assert.deepEqual(flattened({ color: 2, strength: 0.1 }, true), { color: 2, strength: 1 });
    const bands = [0, 0.1, 0.25, 0.3, 1].map((strength) => flattened({ color: 0, strength }, false).strength);
    assert.deepEqual(bands, [0, 0.25, 0.25, 0.5, 1]);
  });

  it('are interpolated between the points of a refined grid', () => {
    const regions = waveRegions(60);
    const finer = refined(regions, 4);
    assert.deepEqual(
      [finer.columns, finer.rows],
      [(regions.columns - 1) * 4 + 1, (regions.rows - 1) * 4 + 1],
    );
    const [left, right] = regions.values;
    assert.equal(finer.values[0], left);
    assert.equal(finer.values[2], Math.fround((left + right) / 2));
  });

  it('meet where the classes are equally likely', () => {
    const borders = bordersOf(scale, waveRegions(60));
    assert.ok(borders.length > 40);
    for (const [column, row] of borders)
      assert.ok(Math.abs(row / 20 - 1 - 0.6 * Math.sin(2 * (column / 10 - 2))) < 0.02);
    // The same network with an output for each of the two classes.
    const { values, ...grid } = waveRegions(60);
    const both = { ...grid, outputs: 2, values: Float32Array.of(...values.map((p) => 1 - p), ...values) };
    assert.deepEqual(
      outputsAt(both, 7).map((p) => p.toFixed(6)),
      [1 - values[7], values[7]].map((p) => p.toFixed(6)),
    );
    assert.equal(bordersOf(classes, both).length, 2 * borders.length);
  });
});

describe('The decision regions', () => {
  checkPages();
  let page: Page;
  const open = async (options: Options = {}): Promise<void> => {
    page = await openPage('panel', options);
  };

  /** Converts a point of the plane to a position in the window. */
  const placeOf = async (x: number, y: number): Promise<readonly [number, number]> => {
    const box = (await page.locator('#regions').boundingBox())!;
    const [left, top, right, bottom] = [52, 8, box.width - 12, box.height - 40];
    return [box.x + left + ((x + 2) / 4) * (right - left), box.y + bottom - ((y + 1) / 2) * (bottom - top)];
  };
  const colorAt = async (x: number, y: number): Promise<readonly number[]> => {
    const [left, top] = await placeOf(x, y);
    return page.locator('#regions').evaluate((canvas: HTMLCanvasElement, [px, py]) => {
      const box = canvas.getBoundingClientRect();
      const place = [px - box.x, py - box.y].map((value) => value * window.devicePixelRatio);
      return [...canvas.getContext('2d')!.getImageData(place[0], place[1], 1, 1).data];
    }, [left, top] as const); // prettier-ignore
  };

  it('are shown for two inputs, but not for four', async () => {
    await open();
    await hydrate(page, 'planar');
    assert.ok(await page.locator('.regions').isVisible());
    await hydrateIris(page);
    assert.ok(await page.locator('.regions').isHidden());
    await hydrate(page, 'plainFunction');
    assert.equal(await page.locator('.regions:visible').count(), 0);
  });

  for (const theme of ['light', 'dark', 'highContrastDark', 'highContrastLight'] as const) {
    it(`have a different color for each class (${theme})`, async () => {
      await open({ theme });
      await hydrate(page, 'planar');
      const [below, above] = [await colorAt(0.02, -0.96), await colorAt(0.02, 0.96)];
      assert.ok(below[3] > 100 && above[3] > 100);
      const distance = [0, 1, 2].reduce((sum, channel) => sum + Math.abs(below[channel] - above[channel]), 0);
      assert.ok(distance > 150, `${below.join()} and ${above.join()}`);
    });
  }

  it('are drawn again with new data of the run, but not of another run', async () => {
    await open();
    await hydrate(page, 'planar');
    const canvas = page.locator('#regions');
    const drawn = (): Promise<string> => canvas.evaluate((element: HTMLCanvasElement) => element.toDataURL());
    const before = await drawn();
    await send(page, { type: 'regions', run: 'another', regions: waveRegions(1) });
    assert.equal(await drawn(), before);
    await send(page, { type: 'regions', run, regions: waveRegions(90) });
    assert.equal(await canvas.getAttribute('data-epoch'), '90');
    assert.notEqual(await drawn(), before);
  });

  it('have areas of one color when they are discrete, which the page remembers', async () => {
    await open();
    await hydrate(page, 'planar');
    const alphas = async (): Promise<number[]> =>
      Promise.all([0.1, 0.5, 0.96].map(async (y) => (await colorAt(1.6, y))[3]));
    assert.ok(new Set(await alphas()).size > 1);
    await page.getByRole('checkbox', { name: 'Discrete' }).click();
    await settled(page);
    assert.equal(new Set(await alphas()).size, 1);
    assert.doesNotMatch(await page.locator('.regions .diagram-legend').innerText(), /A stronger tint/);
    await page.reload();
    await hydrate(page, 'planar');
    assert.ok(await page.getByRole('checkbox', { name: 'Discrete' }).isChecked());
  });

  it('have no validation samples where these are switched off, which the page remembers', async () => {
    await open();
    await hydrate(page, 'planar');
    const picture = (): Promise<string> =>
      page.locator('#regions').evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
    const both = await picture();
    const map = await page.locator('#regions').boundingBox();
    const box = page.getByRole('checkbox', { name: 'Validation samples' });
    const key = page.locator('.regions .key', { hasText: 'validation sample' });
    assert.ok((await box.isChecked()) && (await key.isVisible()));
    await box.click();
    await settled(page);
    assert.notEqual(await picture(), both);
    assert.equal(await key.isVisible(), false);
    assert.deepEqual(await page.locator('#regions').boundingBox(), map, 'nothing moves');
    await page.reload();
    await hydrate(page, 'planar');
    assert.equal(await box.isChecked(), false);
    await box.click();
    await settled(page);
    assert.equal(await picture(), both);
  });

  for (const [width, height] of [
    [700, 800],
    [1400, 800],
    [350, 400],
  ] as const)
    // prettier-ignore
    it(`are the largest picture, all in the first screen of ${width} × ${height}`, async () => {
      await open({ width, height });
      await hydrate(page, 'planar');
      const map = (await page.locator('#regions').boundingBox())!;
      const network = (await page.locator('.picture').boundingBox())!;
      assert.ok(map.y + map.height <= height, `ends at ${map.y + map.height}`);
      assert.ok(width >= 1100 ? network.x > map.x + map.width : network.y > map.y + map.height);
      assert.ok(map.width >= Math.min(width - 32, height * 0.55), `${map.width} px wide`);
    });

  it('do not move anything when they change', async () => {
    await open();
    await hydrate(page, 'planar');
    const boxes = (): Promise<number[][]> =>
      page.evaluate(() =>
        Array.from(document.querySelectorAll('.train *'), (element) => {
          const { x, y, width, height } = element.getBoundingClientRect();
          return [x, y, width, height];
        }),
      );
    const before = await boxes();
    for (const epoch of [61, 62, 63]) await send(page, { type: 'regions', run, regions: waveRegions(epoch) });
    assert.deepEqual(await boxes(), before);
  });

  it('say in words what they show', async () => {
    await open();
    await hydrate(page, 'planar');
    const [{ name }] = (await accessible(page, 'image')).filter(({ name: text }) =>
      text.startsWith('Decision'),
    );
    assert.match(
      name,
      /^Decision regions: below, above; horizontal: width from −2\.00 to 2\.00; vertical: height /,
    );
    assert.match(name, /160 samples; Validation accuracy \d+\.\d %$/);
    const legend = await page.locator('.regions .diagram-legend').innerText();
    assert.match(legend, /below\s+above\s+training sample\s+validation sample\s+A stronger tint/);
  });

  it('show the output of the network under the pointer', async () => {
    await open();
    await hydrate(page, 'planar');
    await page.locator('#regions').scrollIntoViewIfNeeded();
    await page.mouse.move(...(await placeOf(1, 0.9)));
    await settled(page);
    const rows = (await page.locator('.regions .card').innerText()).split(/\s+/);
    assert.deepEqual([rows[0], rows[1], rows[2], rows[4], rows[6]], ['Class', 'above', 'width', 'height', 'output']); // prettier-ignore
    assert.ok(Math.abs(Number(rows[3]) - 1) < 0.02 && Math.abs(Number(rows[5]) - 0.9) < 0.02);
    assert.ok(Number(rows[7]) > 0.95);
    await page.mouse.move(2, 2);
    assert.ok(await page.locator('.regions .card').isHidden());
  });

  it('show one chosen output at a time for a regression', async () => {
    await open();
    await hydrate(page, 'planarNumbers');
    assert.equal(await page.locator('.regions h2').innerText(), 'Output');
    // The height increases upward, the width to the right.
    const [left, right] = [await colorAt(-1.93, 0.97), await colorAt(1.93, 0.97)];
    assert.deepEqual(left, right);
    await page.locator('.regions vscode-dropdown').click();
    await page.getByRole('option', { name: 'width' }).click();
    await settled(page);
    assert.notDeepEqual(await colorAt(-1.93, 0.97), await colorAt(1.93, 0.97));
    assert.match(await page.locator('#regions').getAttribute('aria-label') ?? '', /^Output: width; /); // prettier-ignore
  });

  for (const width of [320, 780, 2000]) {
    it(`fit ${width} px`, async () => {
      await open({ width });
      await hydrate(page, 'planar');
      const wider = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      assert.equal(wider, 0);
    });
  }
});
