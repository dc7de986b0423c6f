import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { StepCommand } from '../../src/protocol.js';
import { checkPages, openPage, setTheme, type Options } from './harness/harness.js';
import { button, hydrate, posted, send, settled } from './harness/steps.js';
import { status } from './harness/scenarios.js';
import { failedWalk, Guide, trainedState, walkThrough } from './harness/walking.js';

describe('The step view', () => {
  checkPages();
  let page: Page;
  let guide: Guide;

  const open = async (example = 'worked-example-2-2-2', options: Options = {}): Promise<void> => {
    page = await openPage('panel', options);
    guide = new Guide(page, await walkThrough(example));
    await hydrate(page, 'worked');
    await send(page, { type: 'show', view: 'step' });
    await guide.answer();
    await page.locator('.formula-card .result .katex').waitFor();
  };
  const goTo = async (index: number): Promise<void> => {
    guide.walk.go(index);
    await guide.sendStep();
  };
  const words = (): Promise<string> => page.locator('.step-words').innerText();
  const side = async (name: string): Promise<string> =>
    (await page.locator(`.formula-card .${name} .formula`).getAttribute('aria-label')) ?? '';

  it('loads the typesetter when the first formula is to be seen', async () => {
    page = await openPage('panel');
    await hydrate(page, 'worked');
    assert.equal(await page.locator('link[href$="katex.css"]').count(), 0);
    guide = new Guide(page, await walkThrough('worked-example-2-2-2'));
    await page.getByRole('tab', { name: 'Step through' }).click();
    await settled(page);
    await guide.answer();
    await page.locator('.formula-card .result .katex').waitFor();
    assert.equal(await page.locator('link[href$="katex.css"]').count(), 1);
  });

  it('writes a step in words, in symbols, with the numbers, and its value', async () => {
    await open();
    assert.equal(await words(), 'Net input of h1');
    assert.equal(await side('left'), 'net_h1');
    assert.equal(await side('symbolic'), '= w1·i1 + w2·i2 + b1');
    assert.equal(await side('substituted'), '= 0.15·0.05 + 0.2·0.1 + 0.35');
    assert.equal(await side('result'), '= 0.3775');
  });

  it('moves with its buttons and keys, by the chosen stride', async () => {
    await open();
    await button(page, 'Forward').click();
    for (const key of ['ArrowRight', 'ArrowLeft', 'End', 'Home']) await page.keyboard.press(key);
    const expected: StepCommand[] = [
      { name: 'next', by: 'step' },
      { name: 'next', by: 'step' },
      { name: 'previous', by: 'step' },
      { name: 'last' },
      { name: 'first' },
    ];
    assert.deepEqual(await guide.answer(), expected);
    const strides = page.locator('vscode-dropdown[aria-label="Move"]');
    await strides.click();
    await strides.getByText('by layer').click();
    await button(page, 'Forward').click();
    assert.deepEqual(await guide.answer(), [{ name: 'next', by: 'layer' }]);
    assert.equal(await words(), 'Net input of o1');
  });

  it('explains at the ends of a pass why it cannot move further', async () => {
    await open();
    const back = page.locator('vscode-button[aria-label="Back"]');
    assert.equal(await back.getAttribute('title'), 'This is the first step of the pass.');
    await back.click();
    assert.deepEqual(await guide.answer(), []);
    await goTo(guide.walk.trace.length - 1);
    const forward = page.locator('vscode-button[aria-label="Forward"]');
    assert.equal(await forward.getAttribute('title'), 'This is the last step of the pass.');
  });

  it('plays to the end of the pass, one step after the other', async () => {
    await open();
    const speeds = page.locator('.step vscode-dropdown[aria-label="Playback speed"]');
    await speeds.click();
    await speeds.getByText('20 steps/s').click();
    await goTo(guide.walk.trace.length - 4);
    await button(page, 'Play').click();
    for (let left = 3; left > 0; left--) {
      await page.waitForFunction(() => window.harness.posted.length > 0);
      assert.deepEqual(await guide.answer(), [{ name: 'next', by: 'step' }]);
    }
    await button(page, 'Play').waitFor();
    assert.deepEqual(await guide.answer(), []);
  });

  it('links a number to the step that computed it', async () => {
    await open();
    await goTo(1);
    const number = page.locator('.formula-card .substituted').getByRole('button');
    assert.equal(await number.first().getAttribute('title'), 'net_h1: go to step 1');
    await number.first().press('Enter');
    assert.deepEqual(await guide.answer(), [{ name: 'go', index: 0 }]);
    assert.equal(await words(), 'Net input of h1');
    await goTo(1);
    await number.first().click();
    assert.deepEqual(await guide.answer(), [{ name: 'go', index: 0 }]);
  });

  it('highlights what the step computes and from what', async () => {
    await open();
    const lit = page.locator('.step .network .lit');
    assert.equal(await page.locator('.step .network .unit.lit').count(), 3);
    assert.equal(await page.locator('.step .network .weight.lit').count(), 2);
    assert.equal(await page.locator('.step .network .result .name').innerHTML(), 'h1');
    assert.ok((await lit.count()) >= 5);
  });

  it('shows values forward and gradients backward, as far as the pass has come', async () => {
    await open();
    const values = page.locator('.step .network .unit .value');
    const gradients = page.locator('.step .network .gradient');
    const known = async (of: typeof values): Promise<string[]> =>
      (await of.allTextContents()).filter((text) => text !== '');
    assert.equal((await known(gradients)).length, 0);
    await goTo(1);
    assert.ok((await known(values)).includes('0.5933'));
    await goTo(guide.walk.trace.length - 1);
    assert.equal((await known(gradients)).length, 12);
  });

  it('writes out the chain rule of a weight that is clicked, and changes it', async () => {
    await open();
    await page.locator('.step .label[data-column="2"][data-unit="0"][data-input="0"]').click();
    const [watch] = await guide.answer();
    assert.deepEqual(watch.name === 'watch' && watch.options.parameter, { layer: 2, unit: 0, input: 0 });
    const chain = page.locator('.chain');
    await chain.locator('.result .katex').waitFor();
    assert.equal(await chain.locator('.result .formula').getAttribute('aria-label'), '= 0.082167');
    const field = chain.locator('input');
    assert.equal(await field.inputValue(), '0.4');
    await field.fill('0.5');
    await field.press('Tab');
    const place = { layer: 2, unit: 0, input: 0 };
    assert.deepEqual(await guide.answer(), [{ name: 'setParameter', place, value: 0.5 }]);
    assert.equal(await field.inputValue(), '0.5');
  });

  it('reports an invalid number at the field, until another step is shown', async () => {
    await open();
    await page.locator('.step .label[data-column="2"][data-unit="0"][data-input="0"]').click();
    await guide.answer();
    const [field, complaint] = [page.locator('.chain input'), page.locator('.chain .complaint')];
    await field.fill('abc');
    await field.press('Tab');
    assert.equal(await complaint.innerText(), 'Enter a number, such as 0.5.');
    assert.deepEqual(await guide.answer(), []);
    await goTo(3);
    assert.deepEqual([await field.inputValue(), await complaint.isVisible()], ['abc', true]);
    const root = page.locator('.chain vscode-text-field .root');
    const border = (): Promise<string> =>
      root.evaluate((element) => getComputedStyle(element).borderTopColor);
    const wrong = await border();
    await page.locator('.step .label[data-column="2"][data-unit="1"][data-input="0"]').click();
    await guide.answer();
    assert.deepEqual([await field.inputValue(), await complaint.innerText()], ['0.5', '']);
    assert.notEqual(await border(), wrong);
  });

  it('handles arrow keys after a click on its tab, and leaves them to the tabs after the Tab key', async () => {
    await open();
    await page.getByRole('tab', { name: 'Step through' }).click();
    await page.keyboard.press('ArrowRight');
    assert.deepEqual(await guide.answer(), [{ name: 'next', by: 'step' }]);
    assert.equal(await page.getByRole('tab', { name: 'Step through' }).getAttribute('aria-selected'), 'true');
    await page.getByRole('tab', { name: 'Step through' }).focus();
    await page.keyboard.press('ArrowRight');
    await settled(page);
    assert.equal(await page.getByRole('tab', { name: 'Check' }).getAttribute('aria-selected'), 'true');
  });

  it('marks a pass with changed values everywhere, and undoes the changes', async () => {
    await open();
    const marks = page.locator('.altered-mark:visible');
    assert.equal(await marks.count(), 0);
    guide.walk.setParameter({ layer: 2, unit: 0, input: 0 }, 0.7);
    await guide.sendPass();
    const notice = page.locator('.pass-notices .notice-warning:visible');
    const text = 'Changed by hand: w5 = 0.7 instead of 0.4. All other numbers here follow from it.';
    assert.match(await notice.innerText(), new RegExp(text.replaceAll('.', '\\.')));
    assert.equal(await marks.count(), 4);
    const inRunBar = page.locator('.run-bar .altered-mark');
    assert.equal(await inRunBar.innerText(), 'pass changed by hand');
    assert.match(
      (await inRunBar.getAttribute('title'))!,
      /w5 = 0\.7 instead of 0\.4\. The run does not have them\./,
    );
    await send(page, { type: 'show', view: 'train' });
    assert.equal(await inRunBar.isVisible(), false);
    await send(page, { type: 'show', view: 'step' });
    await guide.answer();
    await button(page, 'Undo the changes').click();
    assert.deepEqual(await guide.answer(), [{ name: 'undoChanges' }]);
    assert.equal(await notice.count(), 0);
    assert.equal(await marks.count(), 0);
    assert.equal(guide.walk.trace.quantities.parameterValue(2, 0, 0), 0.4);
  });

  it('says whose weights it shows beside a run, and offers the other ones', async () => {
    await open();
    const notice = page.locator('.pass-notices .notice-info:visible');
    assert.equal(await notice.count(), 0);
    await send(page, {
      type: 'update',
      view: { status: status({ state: 'done', epoch: 500, epochs: 500 }) },
    });
    assert.match(
      await notice.innerText(),
      /initial weights, not with the weights of the run after epoch 500/,
    );
    await posted(page);
    await button(page, 'Step through the trained weights').click();
    assert.deepEqual(await guide.answer(), [{ name: 'restart', weights: 'trained' }]);
    const state = await trainedState('worked-example-2-2-2', 3);
    guide = new Guide(page, await walkThrough('worked-example-2-2-2', undefined, state));
    await guide.sendPass();
    assert.match(await notice.innerText(), /the weights of the run after epoch 3\./);
    await button(page, 'Step through the initial weights').click();
    assert.deepEqual(await guide.answer(), [{ name: 'restart', weights: 'initial' }]);
  });

  it('shows the operation in which a run failed, with the numbers of that run, and says that they are its', async () => {
    await open();
    guide = new Guide(page, await failedWalk());
    await guide.sendPass();
    assert.match(await words(), /Net input of h2/);
    assert.equal(await side('symbolic'), '= w3·x1 + w4·x2');
    assert.equal(await side('substituted'), '= 1e+150·1e+160 + 1·5');
    assert.equal(await side('result'), '= Infinity');
    const notice = page.locator('.pass-notices .notice-info:visible');
    assert.match(await notice.innerText(), /the pass in which the run failed, with the parameters/);
  });

  it('says at the end of the training that there are no more passes', async () => {
    await open();
    const config = { layers: [{ units: 1 }], loss: 'halfSquaredError', data: { inputs: [[1]], targets: [[2]] }, training: { epochs: 1 } }; // prettier-ignore
    guide = new Guide(page, await walkThrough('', JSON.stringify(config)));
    await guide.sendPass();
    await button(page, 'Next pass').click();
    await guide.answer();
    const next = page.locator('.next-pass vscode-button');
    assert.equal(await next.getAttribute('title'), 'Training has finished, so there are no more passes.');
  });

  it('lists the pass so far, and leads back to each of its steps', async () => {
    await open();
    await goTo(4);
    const rows = page.locator('.pass tbody tr');
    assert.equal(await rows.count(), 5);
    assert.match(await rows.last().innerText(), /Net input of o1\s+net_o1 = .*\s+1\.10591/);
    await rows.nth(1).click();
    assert.deepEqual(await guide.answer(), [{ name: 'go', index: 1 }]);
    await button(page, 'Copy').click();
    assert.deepEqual(await guide.answer(), [{ name: 'copy' }]);
  });

  it('chooses the digits, and remembers them', async () => {
    await open();
    await goTo(1);
    const digits = page.locator('vscode-dropdown[aria-label="Digits"]');
    await digits.click();
    await digits.getByText('all digits').click();
    await guide.answer();
    const shown = await side('result');
    assert.match(shown, /^= 0\.\d{15,}$/);
    // The engine's exponential and the browser's may differ in the last bit.
    assert.ok(Math.abs(Number(shown.slice(2)) - 1 / (1 + Math.exp(-0.3775))) < 2 ** -52, shown);
    assert.match(await page.evaluate(() => sessionStorage.getItem('state') ?? ''), /"digits":"full"/);
  });

  it('draws the unit’s computational graph with values above and gradients below', async () => {
    await open();
    const graph = page.locator('.graph-picture');
    assert.equal(await graph.locator('.node').count(), 10);
    assert.equal(await graph.locator('.gradient').count(), 0);
    const net = guide.walk.trace.indexOf({ quantity: 'dE_dw', layer: 2, unit: 0, part: 0 });
    await goTo(net ?? 0);
    assert.ok((await graph.locator('.gradient').allTextContents()).includes('0.741365'));
  });

  it('chooses a sample of the batch, and shows its layer as matrices', async () => {
    await open('batch-affine');
    assert.match(await page.locator('.batch-sample').innerText(), /Sample 1 of 4/);
    await button(page, 'Next sample of the batch').click();
    assert.deepEqual(await guide.answer(), [{ name: 'sample', index: 1 }]);
    assert.match(await page.locator('.batch-sample').innerText(), /Sample 2 of 4/);
    const aside = page.locator('vscode-dropdown[aria-label="Shown beside the formula"]');
    await aside.click();
    await aside.getByText('Layer as matrices').click();
    await guide.answer();
    const shapes = await page.locator('.matrix-head .muted').allInnerTexts();
    assert.deepEqual(shapes, ['4 × 2', '3 × 2', '1 × 3', '4 × 3']);
  });

  it('explains itself if there is nothing to step through', async () => {
    page = await openPage('panel');
    await hydrate(page, 'plainFunction');
    await send(page, { type: 'show', view: 'step' });
    await send(page, { type: 'pass', pass: null, reason: 'Only a network has layers.' });
    await page.getByText('A plain function has no layers').waitFor();
    await posted(page);
    await button(page, 'Open examples').click();
    assert.deepEqual(await posted(page), [{ type: 'command', command: 'openExamples' }]);
  });

  it('stays within any width, in every theme', async () => {
    await open();
    await goTo(30);
    for (const theme of ['light', 'highContrastDark', 'highContrastLight', 'dark'] as const) {
      await setTheme(page, theme);
      for (const width of [320, 480, 801, 2000]) {
        await page.setViewportSize({ width, height: 900 });
        await settled(page);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(wide <= width, `${wide} px in ${width} px, ${theme}`);
      }
    }
  });
});

describe('The layout of the step view', () => {
  checkPages();

  for (const [width, height] of [
    [700, 780],
    [350, 390],
  ] as const)
    // prettier-ignore
    it(`has the formula and its buttons in the first screen of ${width} × ${height}`, async () => {
      const page = await openPage('panel', { width, height });
      await hydrate(page, 'worked');
      await page.getByRole('tab', { name: 'Step through' }).click();
      await settled(page);
      await new Guide(page, await walkThrough('worked-example-2-2-2')).answer();
      await settled(page);
      const bar = (await page.locator('.step-bar').boundingBox())!;
      const card = (await page.locator('.formula-card').boundingBox())!;
      const network = (await page.locator('.step .picture').boundingBox())!;
      assert.ok(card.y + card.height <= height, `the card ends at ${card.y + card.height}`);
      assert.ok(bar.y < card.y && card.y + card.height <= network.y);
    });

  it('lights the paths of a weight that is clicked, with its chain rule in view', async () => {
    const page = await openPage('panel', { width: 1200, height: 500 });
    await hydrate(page, 'worked');
    await page.getByRole('tab', { name: 'Step through' }).click();
    await settled(page);
    const guide = new Guide(page, await walkThrough('worked-example-2-2-2'));
    await guide.answer();
    await page.locator('.step .network .label').first().click();
    await page.mouse.move(2, 2);
    await guide.answer();
    await settled(page);
    // w1 leads to h1, from there to both outputs.
    assert.equal(await page.locator('.step .network .weight.lit').count(), 3);
    assert.equal(await page.locator('.step .network .unit.lit').count(), 3);
    const chain = (await page.locator('.chain').boundingBox())!;
    assert.ok(chain.y >= 0 && chain.y < 500, `${chain.y}`);
  });
});
