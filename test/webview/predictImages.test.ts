import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { FromView, OnePrediction, PredictSubject } from '../../src/protocol.js';
import { clipped } from './harness/clipped.js';
import { checkPages, openPage, type Options } from './harness/harness.js';
import { run } from './harness/scenarios.js';
import { hydrate, send, settled } from './harness/steps.js';

const digits = Array.from({ length: 10 }, (_, i) => String(i));
const size = { rows: 12, columns: 12, channels: 1 } as const;
const subject: PredictSubject = {
  fields: [],
  image: size,
  classes: digits,
  targetNames: digits,
  isProbability: true,
};
/** The prediction of a 7, to which the upper half contributes and from which the lower half takes away. */
const prediction: OnePrediction = {
  outputs: digits.map((name) => (name === '7' ? 0.91 : 0.01)),
  output: 7,
  contributions: Array.from({ length: 144 }, (_, i) => ({ name: `p${i}`, value: i < 72 ? 1 : -1 })),
};

/** A PNG of 2 × 2 pixels: black, white, white, black. */
const picture =
  'iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAAAAABX3VL4AAAADElEQVR4nGNg+A+EAAYAAf+T0eSJAAAAAElFTkSuQmCC';

describe('The view that predicts images', () => {
  checkPages();
  let page: Page;
  const open = async (options: Options = {}): Promise<void> => {
    page = await openPage('panel', options);
    await hydrate(page, 'digitImages');
    await page.evaluate((predict) => {
      const { facts } = window.harness.scenarios.digitImages();
      window.harness.send({ type: 'update', view: { facts: { ...facts!, predict } } });
    }, subject);
    await page.locator('#tab-predict').click();
    await page.locator('.predict-image').waitFor();
    await settled(page);
  };
  const asked = (): Promise<(readonly number[])[]> =>
    page.evaluate(() =>
      window.harness.posted
        .filter((message): message is Extract<FromView, { type: 'predict' }> => message.type === 'predict')
        .map(({ values }) => values),
    );
  const draw = async (): Promise<void> => {
    const box = (await page.locator('.predict-view .draw-pad').boundingBox())!;
    await page.mouse.move(box.x + 80, box.y + 30);
    await page.mouse.down();
    await page.mouse.move(box.x + 80, box.y + 140, { steps: 5 });
    await page.mouse.up();
    await settled(page);
  };
  const map = '.predict-form canvas.pixels.large';
  const pixel = (x: number, y: number): Promise<number[]> =>
    page.locator(map).evaluate((canvas: HTMLCanvasElement, [left, top]) => [...canvas.getContext('2d')!.getImageData(left, top, 1, 1).data], [x, y] as const); // prettier-ignore

  it('asks about what is drawn, and shows the class and what each pixel contributes until it is cleared', async () => {
    await open();
    assert.deepEqual(await asked(), []);
    await draw();
    const pixels = (await asked()).at(-1)!;
    assert.equal(pixels.length, 144);
    assert.ok(pixels[6 * 12 + 6] > 0.5 && pixels[6 * 12] === 0);
    await send(page, { type: 'predicted', run, prediction });
    assert.equal(await page.locator('.predict-answer').innerText(), '7 (91.0 %)');
    const [upper, lower] = [await pixel(3, 0), await pixel(3, 11)];
    assert.equal(upper[3], 255);
    assert.notDeepEqual(upper, lower);
    await page.locator('.predict-view').getByRole('button', { name: 'Clear' }).click();
    await send(page, { type: 'predicted', run, prediction });
    assert.equal(await page.locator('.predict-answer').innerText(), '');
    assert.deepEqual(await pixel(3, 0), [0, 0, 0, 0]);
    assert.match(
      await page.locator('.predict-image').innerText(),
      /Draw an image, or open or drop a picture/,
    );
  });

  it('predicts a sample of the data with its pixels as they are', async () => {
    await open();
    await page.getByRole('button', { name: 'Predict this sample' }).click();
    const own = await page.evaluate(() => [
      ...window.harness.scenarios.digitImages().snapshot!.image!.pixels,
    ]);
    assert.deepEqual((await asked()).at(-1), own);
  });

  it('predicts a picture from a file or dropped, inverted where it is dark on light', async () => {
    await open();
    await page.locator('input[type=file]').setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: Buffer.from(picture, 'base64') }); // prettier-ignore
    await page.waitForFunction(() => window.harness.posted.some(({ type }) => type === 'predict'));
    const before = (await asked()).length;
    assert.ok((await asked())[before - 1].some((value) => value > 0.5));
    await page.evaluate(async () => {
      const canvas = new OffscreenCanvas(12, 12);
      const context = canvas.getContext('2d')!;
      context.fillStyle = 'white';
      context.fillRect(0, 0, 12, 12);
      context.fillStyle = 'black';
      context.fillRect(5, 3, 2, 6);
      const data = new DataTransfer();
      data.items.add(new File([await canvas.convertToBlob()], 'b.png', { type: 'image/png' }));
      document.querySelector('.predict-image')!.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true })); // prettier-ignore
    });
    await page.waitForFunction((count) => window.harness.posted.filter(({ type }) => type === 'predict').length > count, before); // prettier-ignore
    const dropped = (await asked()).at(-1)!;
    const inked = dropped.flatMap((value, i) => (value > 0.99 ? [i] : []));
    assert.deepEqual(
      inked,
      [3, 4, 5, 6, 7, 8].flatMap((row) => [row * 12 + 5, row * 12 + 6]),
    );
  });

  it('says so where a file is not a picture', async () => {
    await open();
    await page.locator('input[type=file]').setInputFiles({ name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('no picture') }); // prettier-ignore
    await page.getByText('The file is not a picture that can be read.').waitFor();
    assert.deepEqual(await asked(), []);
  });

  it('offers files where there are too many inputs for a form', async () => {
    await open();
    await page.evaluate(() => {
      const { facts } = window.harness.scenarios.digitImages();
      window.harness.send({ type: 'update', view: { facts: { ...facts!, image: null } } });
    });
    await settled(page);
    assert.match(
      await page.locator('.predict-view').innerText(),
      /The network has \d+ inputs, which are too many/,
    );
    assert.equal(await page.locator('.predict-form').isVisible(), false);
    for (const name of ['Predict a File…', 'Save Model…', 'Export Model…'])
      await page.getByRole('button', { name }).click();
    const commands = await page.evaluate(() => window.harness.posted.flatMap((each) => (each.type === 'command' ? [each.command] : []))); // prettier-ignore
    assert.deepEqual(commands, ['predictFile', 'saveModel', 'exportModel']);
  });

  const sizes: readonly Options[] = [
    { width: 320 }, { width: 420, theme: 'light' }, { width: 1400, theme: 'light' }, { width: 900 },
    { width: 700, theme: 'highContrastLight' }, { width: 700, theme: 'highContrastDark' },
  ]; // prettier-ignore
  for (const options of sizes)
    it(`fits ${options.width} px, ${options.theme ?? 'dark'}`, async () => {
      await open(options);
      await draw();
      await send(page, { type: 'predicted', run, prediction });
      assert.deepEqual(await clipped(page), []);
      const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth); // prettier-ignore
      assert.equal(wider, 0);
      if (process.env.SHOTS)
        await page.screenshot({ fullPage: true, path: `${process.env.SHOTS}/predictImages-${options.width}-${options.theme ?? 'dark'}.png` }); // prettier-ignore
    });
});
