import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { FromView } from '../../src/protocol.js';
import { fitImage } from '../../webview/images/fitImage.js';
import { checkPages, openPage, type Options } from './harness/harness.js';
import { run } from './harness/scenarios.js';
import { hydrate, hydrateIris, send, settled } from './harness/steps.js';

describe('A drawing as an image of the data', () => {
  const side = 40;
  const size = { rows: 12, columns: 12, channels: 1 } as const;
  /** A filled rectangle in a drawing. */
  const rectangle = (left: number, top: number, width: number, height: number): Float32Array =>
    Float32Array.from({ length: side * side }, (_, index) => {
      const [x, y] = [index % side, Math.floor(index / side)];
      return Number(x >= left && x < left + width && y >= top && y < top + height);
    });
  const fit = (values: Float32Array): Float32Array => fitImage({ side, values }, size)!;

  it('is nothing where nothing is drawn', () => {
    assert.equal(fitImage({ side, values: new Float32Array(side * side) }, size), null);
  });

  it('does not depend on where it is drawn, nor on its size', () => {
    const middle = fit(rectangle(10, 5, 10, 30));
    fit(rectangle(0, 0, 10, 30)).forEach((value, i) => assert.ok(Math.abs(value - middle[i]) < 1e-5));
    fit(rectangle(20, 20, 4, 12)).forEach((value, i) => assert.ok(Math.abs(value - middle[i]) < 1e-5));
  });

  it('has its ink in the middle, with a margin, and keeps its mass', () => {
    const image = fit(rectangle(3, 8, 12, 24));
    const at = (row: number, column: number): number => image[row * 12 + column];
    assert.ok(at(6, 5) > 0.99 && at(0, 6) === 0 && at(6, 0) === 0);
    for (let row = 0; row < 12; row++) assert.ok(Math.abs(at(row, 5) - at(11 - row, 5)) < 1e-5);
    const [width, height] = [0.76 * 6, 0.76 * 12];
    assert.ok(Math.abs(image.reduce((sum, value) => sum + value, 0) - width * height) < 1e-3);
  });

  it('is gray where the data have colors', () => {
    const values = rectangle(3, 8, 12, 24);
    const color = fitImage({ side, values }, { ...size, channels: 3 })!;
    const expected = [...fit(values)].flatMap((value) => [value, value, value]);
    assert.deepEqual([...color], expected);
  });

  it('of a single point is a square in the middle', () => {
    const image = fit(rectangle(39, 39, 1, 1));
    assert.ok(image.every((value) => value >= 0 && value <= 1.0001) && image[6 * 12 + 6] > 0.9);
  });
});

describe('A network that classifies images', () => {
  checkPages();
  let page: Page;
  const open = async (options: Options = {}): Promise<void> => {
    page = await openPage('panel', options);
    await hydrate(page, 'digitImages');
  };
  const posted = <T extends FromView['type']>(type: T): Promise<Extract<FromView, { type: T }>[]> =>
    page.evaluate(
      (wanted) => window.harness.posted.filter((message) => message.type === wanted) as never[],
      type,
    );
  const bars = (index: number) => page.locator('.class-bars').nth(index);
  const colorAt = (selector: string, x: number, y: number): Promise<number[]> =>
    page
      .locator(selector)
      .first()
      .evaluate((canvas: HTMLCanvasElement, [left, top]) => [...canvas.getContext('2d')!.getImageData(left, top, 1, 1).data], [x, y] as const); // prettier-ignore

  it('shows images, weights and what is misclassified in color where the data have colors', async () => {
    await open();
    await page.evaluate(() => {
      const { digitImages, run } = window.harness.scenarios;
      const view = digitImages();
      const size = { rows: 2, columns: 2, channels: 3 } as const;
      const pixels = Float32Array.from([1, 0, 0, 0, 1, 0, 0, 0, 1, 0.2, 0.4, 0.6]);
      const { snapshot, gallery } = view;
      const [layer, last] = snapshot!.layers;
      const values = Float32Array.from({ length: 16 * 12 }, (_, i) => [2, 0, -2, 1][i % 4]);
      const layers = [{ ...layer, patches: { count: 16, size, values } }, last];
      window.harness.send({ type: 'update', view: { facts: { ...view.facts!, image: size } } });
      window.harness.send({
        type: 'snapshot',
        run,
        snapshot: { ...snapshot!, image: { ...size, pixels }, layers },
      });
      const items = gallery!.items.map((item) => ({ ...item, pixels }));
      window.harness.send({ type: 'gallery', run, gallery: { ...gallery!, size, items } });
    });
    await settled(page);
    for (const canvas of ['.images .pixels.large', '.gallery .pixels']) {
      assert.deepEqual(await colorAt(canvas, 0, 0), [255, 0, 0, 255], canvas);
      assert.deepEqual(await colorAt(canvas, 1, 1), [51, 102, 153, 255], canvas);
    }
    assert.deepEqual(await colorAt('.network .heat', 0, 1), [0, 0, 255, 255], 'the inputs in the diagram');
    assert.deepEqual(await colorAt('.network .map', 0, 0), [255, 128, 0, 255], 'weights 2, 0 and −2');
  });

  const answer = async (digit: number): Promise<void> =>
    send(page, {
      type: 'classified',
      run,
      outputs: Float32Array.from({ length: 10 }, (_, i) => (i === digit ? 0.91 : 0.01)),
    });
  const drawLine = async (): Promise<void> => {
    const box = (await page.locator('.draw-pad').boundingBox())!;
    await page.mouse.move(box.x + 80, box.y + 30);
    await page.mouse.down();
    await page.mouse.move(box.x + 80, box.y + 140, { steps: 5 });
    await page.mouse.up();
    await settled(page);
  };

  it('shows the sample as an image, with its label and its probabilities', async () => {
    await open();
    assert.equal(await page.locator('.images h2').first().innerText(), 'Sample with label 3');
    const alpha = await page.locator('.pixels.large').evaluate((canvas: HTMLCanvasElement) => {
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, 12, 12);
      return [canvas.width, canvas.height, data[3], Math.max(...data.filter((_, i) => i % 4 === 3))];
    });
    assert.deepEqual(alpha.slice(0, 3), [12, 12, 0]);
    assert.ok(alpha[3] > 200);
    assert.match(await bars(0).locator('.predicted').innerText(), /3\s+82\.0 %\s+label/);
    await hydrateIris(page);
    assert.equal(await page.locator('.images:visible').count(), 0);
  });

  it('classifies what is drawn, of the data’s size, until it is cleared', async () => {
    await open();
    await drawLine();
    const [{ inputs }] = (await posted('classify')).slice(-1);
    const values = Object.values(inputs);
    assert.equal(values.length, 144);
    assert.ok(values[6 * 12 + 6] > 0.5 && values[6 * 12] === 0);
    await answer(1);
    assert.match(await bars(1).locator('.predicted').innerText(), /1\s+91\.0 %/);
    await page.getByRole('button', { name: 'Clear' }).click();
    await settled(page);
    assert.equal(await bars(1).locator('.predicted').count(), 0);
  });

  it('classifies a drawing again when the network has changed', async () => {
    await open();
    await drawLine();
    const before = (await posted('classify')).length;
    await page.evaluate(() => {
      const { digitImages, run: id } = window.harness.scenarios;
      window.harness.send({ type: 'snapshot', run: id, snapshot: { ...digitImages().snapshot!, epoch: 21 } });
    });
    await settled(page);
    assert.equal((await posted('classify')).length, before + 1);
  });

  it('can be drawn for by keyboard', async () => {
    await open();
    await page.locator('.draw-pad').focus();
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Tab');
    for (const key of ['ArrowUp', 'Space', 'ArrowDown', 'ArrowDown', 'ArrowDown'])
      await page.keyboard.press(key);
    await settled(page);
    assert.ok(await page.locator('.draw-cursor').isVisible());
    assert.equal((await posted('classify')).length, 4);
    await page.keyboard.press('Delete');
    await answer(4);
    assert.equal(await bars(1).locator('.predicted').count(), 0);
  });

  it('lists what is misclassified, and shows the one that is chosen', async () => {
    await open();
    assert.match(
      await page.locator('.gallery .section-header').innerText(),
      /31 of 200 validation samples; the 24 most certain are shown/,
    );
    const items = page.locator('.gallery-item');
    assert.equal(await items.count(), 24);
    const chosen = items.nth(4);
    assert.equal(await chosen.getAttribute('aria-label'), 'Label 4, predicted 7 with 92.3 %, row 21');
    await chosen.click();
    assert.deepEqual((await posted('sample')).at(-1)?.index, 812);
    await page.evaluate(() => {
      const { digitImages, run: id } = window.harness.scenarios;
      window.harness.send({
        type: 'snapshot',
        run: id,
        snapshot: { ...digitImages().snapshot!, sample: 812 },
      });
    });
    await settled(page);
    assert.equal(await chosen.getAttribute('aria-pressed'), 'true');
    assert.match(await page.locator('.sample-picker').innerText(), /validation sample 13/);
  });

  it('has the first layer’s weights as patches, which are shown large while pointed at', async () => {
    await open({ width: 1400 });
    assert.equal(await page.locator('.diagram .unit canvas').count(), 16);
    await page.locator('.diagram .unit').nth(5).locator('rect.disc').hover({ force: true });
    await settled(page);
    assert.equal(await page.locator('.images h2').first().innerText(), 'Weights of h6');
    await page.mouse.move(2, 2);
    await settled(page);
    assert.equal(await page.locator('.images h2').first().innerText(), 'Sample with label 3');
    await hydrate(page, 'manyPatches');
    const [width, height] = await page
      .locator('.diagram .strip canvas')
      .nth(2)
      .evaluate((canvas: HTMLCanvasElement) => [canvas.width, canvas.height]);
    assert.deepEqual([width, height], [4 * 13 - 1, 16 * 13 - 1]);
  });

  for (const width of [320, 420, 1400])
    it(`fits ${width} px`, async () => {
      await open({ width });
      const wider = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      assert.equal(wider, 0);
    });
});
