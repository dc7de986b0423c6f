import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import type { ConfigChange } from '../../src/protocol.js';
import { penaltyOf, withPenalty, withStrength } from '../../webview/handsOn/rates.js';
import { clipped } from './harness/clipped.js';
import { checkPages, openPage, setTheme, type Options, type ThemeName } from './harness/harness.js';
import { hands } from './harness/scenarios.js';
import { accessible, button, hydrate, posted, send } from './harness/steps.js';

const themes: readonly ThemeName[] = ['light', 'dark', 'highContrastDark', 'highContrastLight'];

describe('The controls that change the file', () => {
  checkPages();
  let page: Page;

  const open = async (options: Options = {}): Promise<void> => {
    page = await openPage('panel', options);
    await hydrate(page, 'inHand');
    await posted(page);
  };
  const control = (name: string, tag: string): Locator => page.locator(`[data-hand="${name}"] ${tag}`);
  const changes = async (): Promise<ConfigChange[]> =>
    (await posted(page)).flatMap((message) => (message.type === 'edit' ? [message.change] : []));

  it('post one change for each press at a layer', async () => {
    await open();
    await button(page, 'Add a unit to layer 1').click();
    await button(page, 'Remove a unit from layer 1').click();
    await button(page, 'Add a layer before layer 2').click();
    await button(page, 'Remove layer 1').click();
    await page.getByLabel('Activation of layer 2').selectOption('softmax');
    assert.deepEqual(await changes(), [
      { type: 'units', layer: 0, by: 1 },
      { type: 'units', layer: 0, by: -1 },
      { type: 'addLayer', before: 1 },
      { type: 'removeLayer', layer: 0 },
      { type: 'activation', layer: 1, activation: 'softmax' },
    ]);
  });

  it('post the values of data and training', async () => {
    await open();
    await page.locator('[data-generator="spiral"]').click();
    await control('noise', 'input').press('ArrowRight');
    await control('samples', 'input').fill('300');
    await control('samples', 'input').press('Enter');
    await control('validationSplit', 'input').press('ArrowLeft');
    await control('batchSize', 'select').selectOption('all');
    await control('epochs', 'input').fill('50');
    await control('epochs', 'input').press('Enter');
    await control('learningRate', 'select').selectOption('0.3');
    await control('strength', 'select').selectOption('0.1');
    await control('regularization', 'select').selectOption('none');
    await control('loss', 'select').selectOption('meanSquaredError');
    assert.deepEqual(await changes(), [
      { type: 'generator', generator: 'spiral' },
      { type: 'noise', value: 0.11 },
      { type: 'samples', value: 300 },
      { type: 'validationSplit', value: 0.2 },
      { type: 'batchSize', value: null },
      { type: 'epochs', value: 50 },
      { type: 'learningRate', value: 0.3 },
      { type: 'regularization', l1: 0, l2: 0.1 },
      { type: 'regularization', l1: 0, l2: 0 },
      { type: 'loss', loss: 'meanSquaredError' },
    ]);
  });

  it('derive inputs from the two given ones, and say why they cannot', async () => {
    await open();
    const toggle = (text: string): Locator => control('derived', `button:text-is("${text}")`);
    assert.deepEqual(
      await control('derived', '[aria-pressed="true"]').allInnerTexts(),
      ['x²'],
      'those of the file are pressed',
    );
    await toggle('x·y').click();
    await toggle('x²').click();
    await toggle('sin y').press('Enter');
    const made = [
      { type: 'derived', formula: 'x*y', isOn: true },
      { type: 'derived', formula: 'x^2', isOn: false },
      { type: 'derived', formula: 'sin(y)', isOn: true },
    ];
    assert.deepEqual(await changes(), made);
    const derived = hands.derived && { ...hands.derived, refusal: 'Weights are given.' };
    await send(page, { type: 'update', view: { handsOn: { ...hands, derived } } });
    await toggle('x·y').dispatchEvent('click');
    assert.deepEqual(await changes(), []);
    const found = await accessible(page, 'button');
    assert.equal(found.find(({ name }) => name === 'x·y')?.description, 'Weights are given.');
    await send(page, { type: 'update', view: { handsOn: { ...hands, derived: null } } });
    assert.equal(await page.locator('[data-hand="derived"]').isVisible(), false);
  });

  it('post another seed each time for new data', async () => {
    await open();
    for (let press = 0; press < 5; press++) await button(page, 'Regenerate').click();
    for (const change of await changes())
      assert.ok(
        change.type === 'seed' && Number.isInteger(change.value) && change.value !== 1 && change.value >= 0,
      );
  });

  it('say why a change is refused before it is made, and make none', async () => {
    await open();
    await button(page, 'Add a unit to layer 2').dispatchEvent('click');
    await page.locator('[data-generator="sine"]').dispatchEvent('click');
    assert.deepEqual(await changes(), []);
    const found = await accessible(page, 'button');
    const more = found.find(({ name }) => name === 'Add a unit to layer 2');
    assert.match(more?.description ?? '', /data decides/);
    assert.match(
      (await page.locator('[data-generator="sine"]').getAttribute('title')) ?? '',
      /weights of layer 1/,
    );
  });

  it('say why a change was refused, at the place where it was made, until the file changes', async () => {
    await open();
    const layers = page.locator('.layer-heads + .refusal');
    const data = page.locator('.hands-on p.refusal');
    await send(page, { type: 'refused', change: { type: 'addLayer', before: 0 }, reason: 'One layer only.' });
    assert.deepEqual([await layers.innerText(), await data.isVisible()], ['One layer only.', false]);
    await send(page, { type: 'refused', change: { type: 'samples', value: 1 }, reason: 'Too few.' });
    assert.deepEqual([await layers.isVisible(), await data.innerText()], [false, 'Too few.']);
    await send(page, { type: 'update', view: { handsOn: hands } });
    assert.equal(await data.isVisible(), false);
  });

  it('wait while the text is invalid, and say why', async () => {
    await open();
    const place = async (): Promise<unknown> => [await page.locator('.hero').boundingBox(), await page.locator('.picture').boundingBox()]; // prettier-ignore
    const before = await place();
    await send(page, { type: 'update', view: { handsOn: { ...hands, blocked: 'A comma is missing.' } } });
    assert.deepEqual(await place(), before, 'nothing moves while someone types');
    await button(page, 'Add a unit to layer 1').dispatchEvent('click');
    assert.deepEqual(await changes(), []);
    assert.ok(await control('noise', 'input').isDisabled());
    assert.ok(await page.getByLabel('Activation of layer 1').isDisabled());
    assert.match(await page.locator('.hands-on summary .refusal').innerText(), /A comma is missing/);
  });

  it('follow the file, and keep the focus where a layer comes or goes', async () => {
    await open();
    const [layer, last] = hands.layers;
    await button(page, 'Add a layer before layer 2').focus();
    const more = {
      ...hands,
      layers: [layer, { ...layer, units: 8, activation: 'relu' }, last],
      learningRate: 0.02,
    };
    await send(page, { type: 'update', view: { handsOn: more } });
    assert.deepEqual(await page.locator('.unit-count').allInnerTexts(), ['6', '8', '1']);
    assert.equal(await page.getByLabel('Activation of layer 2').inputValue(), 'relu');
    assert.equal(await control('learningRate', 'select').inputValue(), '0.02');
    assert.equal(await page.evaluate(() => document.activeElement?.ariaLabel), 'Add a layer before layer 2');
  });

  it('of a deep network are those of one layer, which its number chooses', async () => {
    await open();
    const [layer, last] = hands.layers;
    const deep = (count: number) => ({
      ...hands,
      layers: [...Array<typeof layer>(count - 1).fill(layer), last],
    });
    await send(page, { type: 'update', view: { handsOn: deep(16) } });
    assert.equal(await page.locator('.layer-head').count(), 16);
    await send(page, { type: 'update', view: { handsOn: deep(50) } });
    assert.equal(await page.locator('.layer-head').count(), 1);
    const number = page.getByLabel('Layer', { exact: true });
    await number.fill('30');
    await number.press('ArrowUp');
    await button(page, 'Add a unit to layer 31').click();
    await number.fill('51');
    await number.press('Enter');
    assert.equal(await number.inputValue(), '31', 'there is no such layer');
    await number.fill('50');
    await number.press('Enter');
    await button(page, 'Add a layer before layer 50').press('Enter');
    assert.deepEqual(await changes(), [
      { type: 'units', layer: 30, by: 1 },
      { type: 'addLayer', before: 49 },
    ]);
    await send(page, { type: 'update', view: { handsOn: deep(20) } });
    assert.equal(await number.inputValue(), '20');
    assert.equal(await button(page, 'Remove layer 20').isVisible(), false, 'the outputs stay');
    await send(page, { type: 'update', view: { handsOn: hands } });
    assert.equal(await page.locator('.layer-head').count(), 2);
  });

  it('follow the file after a slider was moved and let go where it was', async () => {
    await open();
    const noise = control('noise', 'input');
    const box = (await noise.boundingBox())!;
    const [x, y] = [box.x + box.width * 0.2, box.y + box.height / 2];
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + 40, y);
    await send(page, { type: 'update', view: { handsOn: { ...hands, seed: 3 } } });
    assert.notEqual(await noise.inputValue(), '0.1', 'it is held');
    await page.mouse.move(x, y);
    await noise.evaluate((input: HTMLInputElement) => (input.value = '0.1'));
    await page.mouse.up();
    const data = { ...hands.data!, noise: 0.4 };
    await send(page, { type: 'update', view: { handsOn: { ...hands, data } } });
    assert.equal(await noise.inputValue(), '0.4');
  });

  it('are those that fit the data, and none for a function', async () => {
    await open();
    await hydrate(page, 'irisInHand');
    assert.equal(await page.locator('.generators').isVisible(), false);
    assert.equal(await button(page, 'Regenerate').isVisible(), false);
    assert.ok(await control('validationSplit', 'input').isVisible());
    await hydrate(page, 'plainFunction');
    assert.equal(await page.locator('.hands-on').isVisible(), false);
  });

  it('are navigated by arrow keys within the pictures of the data', async () => {
    await open();
    await page.locator('[data-generator="moons"]').focus();
    await page.keyboard.press('ArrowLeft');
    assert.deepEqual(await changes(), [{ type: 'generator', generator: 'gaussians' }]);
    const radios = await accessible(page, 'radio');
    assert.deepEqual(
      radios.map(({ name }) => name),
      ['XOR', 'Circles', 'Spiral', 'Gaussians', 'Moons', 'Sine'],
    );
  });

  it('stay closed after they were closed, with a summary in one line', async () => {
    await open();
    await page.locator('.hands-on summary').click();
    await page.locator('.hands-on summary .brief.muted').waitFor();
    assert.match(await page.locator('.hands-on summary').innerText(), /Moons · 160 samples · batch size 16/);
    await page.reload();
    await page.waitForFunction(() => window.harness.posted.some(({ type }) => type === 'loaded'));
    await hydrate(page, 'inHand');
    assert.equal(await page.locator('.hands').isVisible(), false);
  });

  it('are above the columns of their layers', async () => {
    await open({ width: 1400 });
    const heads = await page.locator('.layer-head').all();
    const titles = await page.locator('.network .title').all();
    const middle = async (part: Locator): Promise<number> => {
      const box = await part.boundingBox();
      return box!.x + box!.width / 2;
    };
    for (const [index, head] of heads.entries())
      assert.ok(Math.abs((await middle(head)) - (await middle(titles[index + 1]))) < 2);
  });

  for (const [width, height] of [
    [320, 900],
    [420, 900],
    [700, 900],
    [1400, 900],
  ])
    it(`are whole and large enough at ${width} px`, async () => {
      await open({ width, height });
      if (width < 640) await page.locator('.hands-on summary').click();
      assert.deepEqual(await clipped(page), []);
      const small = await page.locator('.hands-on :is(button, select, input), .layer-heads :is(button, select)').evaluateAll((all) =>
        all.map((each) => each.getBoundingClientRect()).filter((box) => box.width > 0 && (box.width < 24 || box.height < 24)).length,
      ); // prettier-ignore
      assert.equal(small, 0);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));
    });

  for (const width of [520, 700, 1400])
    it(`leave the map in the first screen at ${width} × 800`, async () => {
      await open({ width, height: 800 });
      if (width < 640) await page.locator('.hands-on summary').click();
      await page.locator('.hands').waitFor();
      const map = (await page.locator('#regions').boundingBox())!;
      assert.ok(map.y + map.height <= 800, `ends at ${map.y + map.height}`);
      assert.ok(map.width >= 380, `${map.width} px wide`);
    });

  it('draw the samples in the colors of every theme', async () => {
    await open();
    const picture = (): Promise<string> =>
      page
        .locator('[data-generator="xor"] canvas')
        .evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
    const seen = new Set<string>();
    for (const theme of themes) {
      await setTheme(page, theme);
      await page.waitForFunction((known) => !known.includes(document.querySelector<HTMLCanvasElement>('[data-generator="xor"] canvas')!.toDataURL()), [...seen]); // prettier-ignore
      seen.add(await picture());
    }
    assert.equal(seen.size, themes.length);
  });
});

describe('Regularization', () => {
  it('keeps its strength when its kind changes', () => {
    assert.deepEqual(withPenalty({ l1: 0, l2: 0.3 }, 'l1'), { l1: 0.3, l2: 0 });
    assert.deepEqual(withPenalty({ l1: 0, l2: 0 }, 'l2'), { l1: 0, l2: 0.001 });
    assert.deepEqual(withPenalty({ l1: 1, l2: 2 }, 'none'), { l1: 0, l2: 0 });
    assert.deepEqual(withStrength({ l1: 0, l2: 0.3 }, 0.1), { l1: 0, l2: 0.1 });
    assert.deepEqual(
      [penaltyOf({ l1: 1, l2: 2 }), penaltyOf({ l1: 1, l2: 0 }), penaltyOf({ l1: 0, l2: 0 })],
      ['both', 'l1', 'none'],
    );
  });
});
