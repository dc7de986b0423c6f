import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { clipped } from './harness/clipped.js';
import { checkPages, openPage } from './harness/harness.js';
import { hydrate, posted, settled } from './harness/steps.js';

describe('A large screen', () => {
  checkPages();

  const open = async (width: number): Promise<Page> => {
    const page = await openPage('panel', { width, height: 1000 });
    await hydrate(page, 'inHand');
    return page;
  };
  /** The heights of a title, a control, a unit's name and the numbers of an axis. */
  const heights = (page: Page): Promise<number[]> =>
    page.evaluate(() =>
      ['.regions h2', '.hand select', '.network .unit .name', '.network .map'].map(
        (selector) => document.querySelector(selector)!.getBoundingClientRect().height,
      ),
    );

  it('has larger texts, controls and units, and clips none', async () => {
    const small = await heights(await open(1400));
    const page = await open(2400);
    const large = await heights(page);
    for (const [index, height] of large.entries())
      assert.ok(height >= 1.2 * small[index], `${height} after ${small[index]}`);
    assert.deepEqual(await clipped(page), []);
  });

  it('has its units, its weights and its map where the pointer is', async () => {
    const page = await open(2000);
    await posted(page);
    const unit = (await page.locator('.network .unit .map').nth(3).boundingBox())!;
    await page.mouse.move(unit.x + unit.width - 3, unit.y + unit.height / 2);
    await settled(page);
    const focused = (await posted(page)).filter((message) => message.type === 'focus');
    assert.deepEqual(focused.at(-1), { type: 'focus', unit: { layer: 1, unit: 1 } });
    const card = (await page.locator('.picture .card').boundingBox())!;
    assert.ok(card.x > unit.x + unit.width - 12 && card.x < unit.x + unit.width + 40, JSON.stringify(card));
    const map = (await page.locator('#regions').boundingBox())!;
    // The corner of the map is at the end of both axes.
    await page.mouse.move(map.x + map.width - 20, map.y + 16);
    await settled(page);
    const words = await page.locator('.regions .card').innerText();
    assert.match(words, /1\.9\d.*0\.9\d/s);
  });
});
