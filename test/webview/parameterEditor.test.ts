import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { checkPages, openPage } from './harness/harness.js';
import { hydrateIris, posted, settled } from './harness/steps.js';

describe('A parameter that is pinned in the diagram', () => {
  checkPages();
  let page: Page;
  const editor = () => page.locator('.parameter-editor');
  const sent = async (): Promise<unknown[]> =>
    (await posted(page)).filter(({ type }) => type === 'setParameter');

  /** Pins the first unit of the first layer. */
  async function pinUnit(state: 'paused' | 'training'): Promise<void> {
    page = await openPage('panel', { width: 1200 });
    await hydrateIris(page, state, 20);
    await page.locator('.picture').focus();
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowRight', 'Enter']) await page.keyboard.press(key);
    await settled(page);
    await posted(page);
  }

  it('can be changed by value while the run is paused', async () => {
    await pinUnit('paused');
    await editor().waitFor();
    const field = editor().locator('vscode-text-field input');
    await field.fill('0.75');
    await field.press('Enter');
    await settled(page);
    const [message] = await sent();
    assert.deepEqual(message, {
      type: 'setParameter',
      place: { layer: 1, unit: 0, input: null },
      value: 0.75,
    });
  });

  it('is not changed by text that is not a number', async () => {
    await pinUnit('paused');
    const field = editor().locator('vscode-text-field input');
    await field.fill('much');
    await field.press('Enter');
    assert.equal(await editor().locator('.complaint').innerText(), 'Enter a number, such as 0.5.');
    assert.deepEqual(await sent(), []);
  });

  it('can be changed by a slider, whose every position is sent', async () => {
    await pinUnit('paused');
    const slider = editor().locator('input[type=range]');
    await slider.focus();
    const before = Number(await slider.inputValue());
    await page.keyboard.press('ArrowRight');
    await settled(page);
    const [message] = (await sent()) as { readonly value: number }[];
    assert.ok(message.value > before, `${message.value} after ${before}`);
  });

  it('says during training that the run must be paused', async () => {
    await pinUnit('training');
    assert.equal(await editor().locator('p').innerText(), 'Pause the run to change its weights.');
    assert.equal(await editor().locator('input[type=range]').isVisible(), false);
  });
});
