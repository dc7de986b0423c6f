import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { FromView, UnitPlace } from '../../src/protocol.js';
import { checkPages, openPage, type Options } from './harness/harness.js';
import { planar, run, waveRegions } from './harness/scenarios.js';
import { hydrate, hydrateIris, send, settled } from './harness/steps.js';

describe('The pictures of the units', () => {
  checkPages();
  let page: Page;
  const open = async (options: Options = {}): Promise<void> => {
    page = await openPage('panel', options);
  };
  const unit = (index: number) => page.locator('.diagram .network .unit').nth(index);
  const title = (): Promise<string> => page.locator('.regions h2').innerText();
  const focused = (): Promise<(UnitPlace | null)[]> =>
    page.evaluate(() =>
      window.harness.posted
        .filter((message): message is Extract<FromView, { type: 'focus' }> => message.type === 'focus')
        .map((message) => message.unit),
    );
  /** Returns the pixel of a unit's picture at a fraction of its width and height. */
  const pixel = (index: number, x: number, y: number): Promise<number[]> =>
    unit(index)
      .locator('canvas')
      .evaluate(
        (canvas: HTMLCanvasElement, [across, down]) => [
          ...canvas
            .getContext('2d')!
            .getImageData(Math.floor(across * canvas.width), Math.floor(down * canvas.height), 1, 1).data,
        ],
        [x, y] as const,
      );

  it('are in every unit of a network with two inputs, and in none with four', async () => {
    await open();
    await hydrate(page, 'planar');
    assert.equal(await page.locator('.diagram .unit canvas').count(), 2 + 6 + 1);
    await hydrateIris(page);
    assert.equal(await page.locator('.diagram .unit canvas').count(), 0);
  });

  it('show each unit’s own values, the largest y on top', async () => {
    await open();
    await hydrate(page, 'planar');
    const [left, right] = [await pixel(0, 0, 0.5), await pixel(0, 0.95, 0.5)];
    assert.ok(left[0] > left[2] && right[2] > right[0], 'the first input grows to the right');
    const [top, bottom] = [await pixel(1, 0.5, 0), await pixel(1, 0.5, 0.95)];
    assert.ok(top[2] > top[0] && bottom[0] > bottom[2], 'the second input grows upwards');
    assert.notDeepEqual(await pixel(2, 0, 0), await pixel(3, 0, 0));
  });

  it('follow the run, and not another one', async () => {
    await open();
    await hydrate(page, 'planar');
    const before = await pixel(4, 0.45, 0.45);
    const flat = {
      ...planar().unitMaps!,
      layers: planar().unitMaps!.layers.map((values) => values!.slice().fill(0)),
    };
    await send(page, { type: 'unitMaps', run: 'another', maps: flat });
    assert.deepEqual(await pixel(4, 0.45, 0.45), before);
    await send(page, { type: 'unitMaps', run, maps: flat });
    assert.equal((await pixel(4, 0.45, 0.45))[3], 0);
  });

  it('are shown large while the pointer is on them', async () => {
    await open({ width: 1400 });
    await hydrate(page, 'planar');
    const canvas = page.locator('#regions');
    const drawn = (): Promise<string> => canvas.evaluate((element: HTMLCanvasElement) => element.toDataURL());
    const whole = await drawn();
    await unit(4).locator('rect.disc').hover({ force: true });
    await settled(page);
    assert.equal(await title(), 'Output of h3, layer 1');
    assert.deepEqual((await focused()).at(-1), { layer: 1, unit: 2 });
    const coarse = await drawn();
    assert.notEqual(coarse, whole, 'its values are shown before the host answers');
    const fine = { ...waveRegions(9), unit: { layer: 1, unit: 2 } };
    await send(page, { type: 'regions', run, regions: fine });
    assert.notEqual(await drawn(), coarse);
    await page.mouse.move(2, 2);
    await settled(page);
    assert.deepEqual((await focused()).at(-1), null);
    assert.equal(await title(), 'Decision regions');
    assert.equal(await drawn(), whole);
  });

  for (const width of [420, 700, 1400])
    it(`move nothing when they are shown large, at ${width} px`, async () => {
      await open({ width });
      for (const view of ['planar', 'planarNumbers'] as const) {
        await hydrate(page, view);
        const boxes = (): Promise<number[][]> =>
          page.locator('.regions-frame:visible, .picture:visible, .charts:visible').evaluateAll((elements) =>
            elements
              .filter((element) => element.clientWidth > 0)
              .map((element) => {
                const { x, y, width, height } = element.getBoundingClientRect();
                return [x, y - document.querySelector('.train')!.getBoundingClientRect().y, width, height];
              }),
          );
        const before = await boxes();
        for (const index of [0, 3, 8]) {
          await unit(index).locator('rect.disc').hover({ force: true });
          await settled(page);
          assert.deepEqual(await boxes(), before);
        }
      }
    });

  it('are larger in the card where the map is out of view', async () => {
    await open({ width: 420, height: 500 });
    await hydrate(page, 'planar');
    await unit(3).locator('rect.disc').scrollIntoViewIfNeeded();
    await page.locator('.picture').evaluate((element) => element.scrollIntoView({ block: 'start' }));
    await unit(3).locator('rect.disc').hover({ force: true });
    await page.locator('.picture .card canvas').waitFor();
    const width = await page
      .locator('.picture .card canvas')
      .evaluate((canvas: HTMLCanvasElement) => canvas.width);
    assert.equal(width, 20);
    await page.mouse.move(2, 2);
    await page.setViewportSize({ width: 1400, height: 900 });
    await page.evaluate(() => window.scrollTo(0, 0));
    await settled(page);
    await unit(3).locator('rect.disc').hover({ force: true });
    await settled(page);
    assert.equal(await page.locator('.picture .card canvas').count(), 0);
  });

  it('are enlarged and reduced by keyboard', async () => {
    await open();
    await hydrate(page, 'planar');
    await page.locator('.diagram .picture').focus();
    for (const key of ['Home', 'ArrowDown']) await page.keyboard.press(key);
    await settled(page);
    assert.equal(await title(), 'Input height');
    assert.match(
      (await page.locator('#regions').getAttribute('aria-label')) ?? '',
      /^Input height; horizontal: width/,
    );
    await page.keyboard.press('Escape');
    await settled(page);
    assert.equal(await title(), 'Decision regions');
  });

  it('are requested from the host again for another run', async () => {
    await open();
    await hydrate(page, 'planar');
    await unit(2).locator('rect.disc').hover({ force: true });
    await settled(page);
    const before = (await focused()).length;
    await page.evaluate(() => {
      const { status } = window.harness.scenarios;
      window.harness.send({
        type: 'update',
        view: { status: { ...status({ state: 'training' }), run: 'next' } },
      });
    });
    await settled(page);
    assert.deepEqual((await focused()).slice(before), [{ layer: 1, unit: 0 }]);
  });

  for (const theme of ['light', 'dark', 'highContrastDark', 'highContrastLight'] as const) {
    it(`have colors for both signs that differ (${theme})`, async () => {
      await open({ theme });
      await hydrate(page, 'planar');
      const [low, high] = [await pixel(0, 0, 0.5), await pixel(0, 0.95, 0.5)];
      const distance = [0, 1, 2].reduce((sum, channel) => sum + Math.abs(low[channel] - high[channel]), 0);
      assert.ok(distance > 150, `${low.join()} and ${high.join()}`);
    });
  }
});
