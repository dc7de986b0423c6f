import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import { checkPages, openPage } from './harness/harness.js';
import { hands, inHand } from './harness/scenarios.js';
import { hydrate, posted, send, settled } from './harness/steps.js';

describe('A unit that is pinned in the diagram', () => {
  checkPages();
  let page: Page;
  const field = (): Locator => page.locator('.name-editor vscode-text-field input');
  const changes = async (): Promise<unknown[]> =>
    (await posted(page)).flatMap((message) => (message.type === 'edit' ? [message.change] : []));

  /** Pins the first input, or the first unit of the first layer. */
  async function pin(what: 'input' | 'unit'): Promise<void> {
    page = await openPage('panel', { width: 1200 });
    await hydrate(page, 'inHand');
    await page.locator('.picture').focus();
    const keys = what === 'input' ? ['ArrowRight'] : ['ArrowRight', 'ArrowRight', 'ArrowRight'];
    for (const key of [...keys, 'Enter']) await page.keyboard.press(key);
    await settled(page);
    await posted(page);
  }

  it('is renamed in the file, with the names of its layer', async () => {
    await pin('unit');
    const names = inHand().shape!.layers[0].unitNames;
    assert.equal(await field().inputValue(), names[0]);
    await field().fill(' edge ');
    await field().press('Enter');
    assert.deepEqual(await changes(), [
      { type: 'unitName', layer: 0, unit: 0, names: ['edge', ...names.slice(1)] },
    ]);
  });

  it('stays pinned while the file follows, and lets go where its layer is gone', async () => {
    await pin('unit');
    const { shape } = inHand();
    const [layer, ...others] = shape!.layers;
    const unitNames = ['edge', ...layer.unitNames.slice(1)];
    await send(page, {
      type: 'update',
      view: { shape: { ...shape!, layers: [{ ...layer, unitNames }, ...others] } },
    });
    assert.equal(await field().inputValue(), 'edge');
    await send(page, { type: 'update', view: { shape: { ...shape!, layers: others } } });
    assert.equal(await field().isVisible(), false);
  });

  it('says why an input is not renamed', async () => {
    await pin('input');
    assert.equal(await field().isVisible(), false);
    assert.match(await page.locator('.name-editor').innerText(), /names from the data/);
    const free = { ...hands, noInputNames: null };
    await send(page, { type: 'update', view: { handsOn: free } });
    await field().fill('length');
    await field().press('Enter');
    const names = inHand().shape!.inputNames;
    assert.deepEqual(await changes(), [
      { type: 'unitName', layer: null, unit: 0, names: ['length', ...names.slice(1)] },
    ]);
  });

  it('says why a name is refused', async () => {
    await pin('unit');
    await field().fill('');
    await field().press('Enter');
    const [change] = (await changes()) as never[];
    await send(page, { type: 'refused', change, reason: 'Enter a name.' });
    assert.equal(await page.locator('.name-editor .refusal').innerText(), 'Enter a name.');
    assert.equal(await page.locator('.hands-on p.refusal').isVisible(), false);
  });
});
