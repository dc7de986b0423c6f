import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { Random } from '../../src/engine/maths/random.js';
import type { Layer } from '../../src/engine/model/network.js';
import { drain } from '../../src/engine/pacing.js';
import { packHtml } from '../../src/models/html/packHtml.js';
import { predictOne, predictSubject } from '../../src/models/predictOne.js';
import { predictWith } from '../../src/models/predict.js';
import type { SavedModel } from '../../src/models/savedModel.js';
import { launchBrowser } from '../host/browser.js';
import { randomModel } from '../models/randomModel.js';

const template = readFileSync('dist/modelPage.html', 'utf8');
const hostile = '</script><img src=x onerror="document.title=1">';

describe('The page of an exported model', function () {
  this.timeout(120_000);
  let browser: Browser;
  let page: Page;
  let folder: string;
  const requests: string[] = [];
  const errors: string[] = [];

  before(async () => {
    browser = await launchBrowser();
    folder = mkdtempSync(path.join(tmpdir(), 'backprop-page-'));
    page = await browser.newPage();
    page.on('request', (request) => requests.push(request.url()));
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text());
    });
  });

  after(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  /** Opens the page of a model. */
  async function open(model: SavedModel): Promise<void> {
    requests.length = errors.length = 0;
    const file = path.join(folder, 'page.html');
    const bytes = packHtml(model, template);
    assert.ok(bytes.length < 300_000, String(bytes.length));
    writeFileSync(file, bytes);
    await page.goto(`file://${file}`);
    await page.locator('.predict-answer').waitFor({ state: 'attached' });
  }

  const outputs = async (): Promise<number[]> =>
    (await page.locator('.predict-answer').getAttribute('data-outputs'))!.split(' ').map(Number);

  it('predicts what the model predicts, to 1e-12 in float64, for random networks and values', async () => {
    for (let seed = 1; seed <= 12; seed++) {
      const model = randomModel(seed);
      await open(model);
      const count = predictSubject(model).fields.length;
      const values = Array.from({ length: count }, (_, i) => Math.sin(seed * 7 + i));
      for (const [i, value] of values.entries())
        await page.getByRole('spinbutton').nth(i).fill(String(value));
      const given = { rows: 1, columns: count, values: Float64Array.from(values) };
      const expected = [...drain(predictWith(model, given)).values];
      const found = await outputs();
      const most = model.network.precision === 'float64' ? 1e-12 : 1e-6;
      assert.equal(found.length, expected.length);
      for (const [i, value] of found.entries())
        assert.ok(Math.abs(value - expected[i]) <= most * Math.max(1, Math.abs(expected[i])), `seed ${seed}: ${value}, ${expected[i]}`); // prettier-ignore
      assert.deepEqual(errors, []);
      assert.deepEqual(requests.filter((url) => !url.startsWith('file:')), []); // prettier-ignore
    }
  });

  it('shows names from files as text', async () => {
    const model = randomModel(4);
    const names = model.inputNames.map((name, i) => (i === 0 ? hostile : name));
    await open({ ...model, name: hostile, derived: [], inputNames: names.slice(0, model.network.inputs) });
    assert.equal(await page.locator('h1').textContent(), hostile);
    assert.equal(await page.title(), hostile);
    assert.equal(await page.locator('img').count(), 0);
    assert.deepEqual(errors, []);
  });

  it('has a policy that lets nothing else in', async () => {
    await open(randomModel(2));
    const isBlocked = await page.evaluate(async () => {
      try {
        await fetch('https://example.com/');
        return false;
      } catch {
        return true;
      }
    });
    assert.ok(isBlocked);
    assert.match(errors.join(), /Content Security Policy/);
    const policy = await page.locator('meta[http-equiv]').getAttribute('content');
    assert.match(policy!, /default-src 'none'/);
    assert.doesNotMatch(policy!, /unsafe/);
  });

  it('predicts an image that is drawn, as the model predicts it', async () => {
    const model = imageModel();
    for (const colorScheme of ['light', 'dark'] as const)
      for (const width of [320, 1000]) {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize({ width, height: 900 });
        await open(model);
        const pad = page.locator('.draw-pad');
        const box = (await pad.boundingBox())!;
        await page.mouse.move(box.x + 40, box.y + 40);
        await page.mouse.down();
        await page.mouse.move(box.x + 120, box.y + 130, { steps: 8 });
        await page.mouse.up();
        assert.match(await page.locator('.predict-answer').innerText(), /^(cat|dog|owl) \(\d+\.\d %\)$/);
        const drawn = await page.locator('.draw canvas.small').evaluate((canvas: HTMLCanvasElement) => {
          const { data } = canvas.getContext('2d')!.getImageData(0, 0, 14, 14);
          return [...data].filter((_, i) => i % 4 === 3).map((alpha) => alpha / 255);
        });
        const expected = drain(predictWith(model, { rows: 1, columns: 196, values: Float64Array.from(drawn) })).values; // prettier-ignore
        // The small picture has 8 bits a pixel.
        for (const [i, value] of (await outputs()).entries()) assert.ok(Math.abs(value - expected[i]) < 0.01);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        assert.ok(overflow <= 0, `${width}: ${overflow}`);
        await page.screenshot({ path: `test-results/modelPage-image-${colorScheme}-${width}.png`, fullPage: true }); // prettier-ignore
      }
    const ink = (): Promise<number[]> =>
      page.locator('.draw canvas.small').evaluate((canvas: HTMLCanvasElement) => [...canvas.getContext('2d')!.getImageData(7, 7, 1, 1).data]); // prettier-ignore
    const before = await ink();
    await page.emulateMedia({ colorScheme: 'light' });
    await page.waitForFunction(() => !document.body.classList.contains('dark'));
    assert.notDeepEqual(await ink(), before, 'the ink has the color of the other theme');
    await page.getByRole('button', { name: 'Clear' }).click();
    assert.equal(await page.locator('.predict-answer').innerText(), '');
    assert.deepEqual(errors, []);
    assert.deepEqual(requests.filter((url) => !/^(file|blob):/.test(url)), []); // prettier-ignore
  });

  it('is refused where it would be too large to send', () => {
    const model = imageModel();
    const [first, ...rest] = model.network.layers;
    const layers = [{ ...first, weights: new Float64Array(1_600_000) }, ...rest];
    const large = { ...model, network: { ...model.network, layers } };
    assert.throws(() => packHtml(large, template), /at most 16 MB, but this one would have 18 MB/);
  });

  it('names every control, follows the keyboard, and fits narrow windows in both colors', async () => {
    const model: SavedModel = {
      ...randomModel(6),
      name: 'Petals of a flower',
      ranges: Array.from({ length: 6 }, (_, i) => ({ min: i, max: i + 2, mean: i + 1 })),
    };
    for (const colorScheme of ['light', 'dark'] as const)
      for (const width of [320, 1000]) {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize({ width, height: 700 });
        await open(model);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        assert.ok(overflow <= 0, `${width}: ${overflow}`);
        await page.screenshot({ path: `test-results/modelPage-${colorScheme}-${width}.png`, fullPage: true });
      }
    for (const role of ['slider', 'spinbutton'] as const)
      for (const control of await page.getByRole(role).all())
        assert.notEqual(await control.evaluate((each: HTMLInputElement) => each.labels?.[0]?.textContent ?? each.ariaLabel ?? ''), ''); // prettier-ignore
    const before = await outputs();
    await page.getByRole('slider').first().focus();
    for (let i = 0; i < 20; i++) await page.keyboard.press('ArrowRight');
    assert.notDeepEqual(await outputs(), before);
  });
});

/** Returns a model of gray images of 14 × 14 pixels with three classes. */
function imageModel(): SavedModel {
  const model = randomModel(2);
  const random = new Random(5, 'weights');
  const layer = (inputs: number, units: number, activation: string): Layer => ({
    inputs, units, activation, dropout: 0, weightsTrainable: true, biasShared: false, biasTrainable: true,
    weights: Float64Array.from({ length: inputs * units }, () => random.normal() / Math.sqrt(inputs)),
    bias: new Float64Array(units),
  }); // prettier-ignore
  const classes = ['cat', 'dog', 'owl'];
  const layers = [layer(196, 32, 'tanh'), layer(32, 3, 'softmax')];
  return {
    ...model,
    network: { ...model.network, inputs: 196, precision: 'float64', layers, loss: 'crossEntropy' },
    task: 'classification',
    name: 'Animals',
    inputNames: Array.from({ length: 196 }, (_, i) => `p${i}`),
    targetNames: classes,
    classes,
    derived: [],
    normalization: null,
    targetNormalization: null,
    image: { rows: 14, columns: 14, channels: 1 },
  };
}

describe('A contribution', () => {
  it('is the gradient times the input: the contributions of a linear network add up to its output without biases', () => {
    const model = randomModel(3);
    const { network } = model;
    const layers = network.layers.map((layer) => ({ ...layer, activation: 'identity', bias: null }));
    const linear: SavedModel = {
      ...model,
      network: { ...network, precision: 'float64', layers },
      targetNormalization: null,
    };
    const values = predictSubject(linear).fields.map((_, i) => i - 1.5);
    const { outputs, output, contributions } = predictOne(linear, values);
    const sum = contributions.reduce((total, { value }) => total + value, 0);
    assert.ok(
      Math.abs(sum - outputs[output]) < 1e-5 * Math.max(1, Math.abs(sum)),
      `${sum} ${outputs[output]}`,
    );
  });
});
