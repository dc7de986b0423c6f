import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { checkPages, openPage } from './harness/harness.js';
import { settled } from './harness/steps.js';

interface Manifest {
  readonly contributes: {
    readonly configuration: {
      readonly properties: Readonly<
        Record<string, { readonly items?: { readonly enum: readonly string[] } }>
      >;
    };
  };
}

const { contributes } = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
const names = contributes.configuration.properties['backprop.hiddenControls'].items!.enum;

describe('Controls that the settings hide', () => {
  checkPages();
  let page: Page;
  const hide = async (...hidden: string[]): Promise<void> => {
    await page.evaluate((wanted) => {
      window.harness.hydrate(window.harness.scenarios.inHand(), {}, wanted);
    }, hidden);
    await settled(page);
  };
  const visible = (): Promise<string[]> =>
    page.evaluate(() => [
      ...new Set(
        [...document.querySelectorAll<HTMLElement>('[data-hand]')]
          .filter((element) => element.checkVisibility())
          .map((element) => element.dataset.hand!),
      ),
    ]);

  it('are exactly those', async () => {
    page = await openPage('panel', { width: 1200 });
    await hide();
    // Pins a unit, whose name and bias can then be changed.
    await page.locator('.picture').focus();
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowRight', 'Enter']) await page.keyboard.press(key);
    await settled(page);
    const all = await visible();
    assert.deepEqual(
      new Set(all),
      new Set([...names, 'strength', 'primary']),
      'each name is that of a control',
    );
    for (const name of names) {
      await hide(name);
      const [gone] = [all.filter((each) => each !== name)];
      const left = new Set(await visible());
      assert.ok(!left.has(name), name);
      const others = gone.filter((each) => !left.has(each));
      const inside = name === 'dataBar' ? others.includes('noise') : name === 'regularization' ? others.join() === 'strength' : others.length === 0; // prettier-ignore
      assert.ok(inside, `${name} also hides ${others.join()}`);
    }
    await hide();
    assert.deepEqual(await visible(), all);
  });
});
