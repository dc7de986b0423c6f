import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { clipped, overlapping } from './harness/clipped.js';
import { checkPages, openPage } from './harness/harness.js';
import { hydrate, hydrateIris, send, settled } from './harness/steps.js';
import { longNamesConfig, longNumbersConfig } from './harness/scenarios.js';
import { Guide, walkThrough } from './harness/walking.js';

describe('Numbers on the pages', function () {
  this.timeout(60_000);
  checkPages();
  const widths = [320, 420, 700, 1200];

  const openSteps = async (page: Page): Promise<Guide> => {
    const guide = new Guide(page, await walkThrough('longNumbers', JSON.stringify(longNumbersConfig)));
    await hydrate(page, 'longNumbers');
    await send(page, { type: 'show', view: 'step' });
    await guide.answer();
    await page.locator('.formula-card .result .katex').waitFor();
    return guide;
  };

  for (const width of widths) {
    it(`are never cut in the Train view, ${width} px wide`, async () => {
      const page = await openPage('panel', { width });
      for (const view of ['longNumbers', 'big', 'deep', 'worked', 'failed', 'planarNumbers'] as const) {
        await hydrate(page, view);
        assert.deepEqual(await clipped(page), [], view);
      }
      await hydrate(page, 'longNumbers');
      if (width >= 420) assert.deepEqual(await overlapping(page, '.train .network'), []);
      for (const view of ['longNames4', 'longNames6', 'longNames8', 'maliciousNames'] as const) {
        await hydrate(page, view);
        assert.deepEqual(await overlapping(page, '.train .network'), [], view);
      }
      await hydrate(page, 'longNumbers');
      await page.locator('.values summary').click();
      await settled(page);
      assert.deepEqual(await clipped(page), []);
    });

    it(`are never cut in the Step view, ${width} px wide`, async () => {
      const page = await openPage('panel', { width });
      const guide = await openSteps(page);
      for (const index of [0, 20, 30, guide.walk.trace.length - 1]) {
        guide.walk.go(index);
        await guide.sendStep();
        assert.deepEqual(await clipped(page), [], `step ${index}`);
        if (width >= 700) assert.deepEqual(await overlapping(page, '.step .network'), [], `step ${index}`);
      }
      await page.evaluate(() => window.harness.posted.splice(0));
      const digits = page.locator('vscode-dropdown[aria-label="Digits"]');
      await digits.click();
      await digits.getByText('all digits').click();
      await guide.answer();
      assert.deepEqual(await clipped(page), [], 'all digits');
    });
  }

  for (const width of [420, 700, 1200])
    it(`do not touch the long names of eight units in the Step view, ${width} px wide`, async () => {
      const page = await openPage('panel', { width });
      const guide = new Guide(page, await walkThrough('long names', JSON.stringify(longNamesConfig)));
      await hydrate(page, 'longNames8');
      await send(page, { type: 'show', view: 'step' });
      await guide.answer();
      await page.locator('.formula-card .result .katex').waitFor();
      guide.walk.last();
      await guide.sendStep();
      assert.deepEqual(await overlapping(page, '.step .network'), []);
    });

  for (const width of [200, 300])
    it(`are never cut in the sidebar, ${width} px wide`, async () => {
      const page = await openPage('sidebar', { width });
      await hydrate(page, 'longNumbers');
      assert.deepEqual(await clipped(page), []);
      await hydrate(page, 'maliciousNames');
      assert.deepEqual(await clipped(page), []);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
    });

  it('are never cut on a chart’s axis', async () => {
    const page = await openPage('panel', { width: 420 });
    await hydrate(page, 'longNumbers');
    const free = await page.locator('#loss-chart').evaluate((element) => {
      const canvas = element as HTMLCanvasElement;
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, 2, canvas.height);
      return data.every((channel) => channel === 0);
    });
    assert.ok(free, 'something is drawn at the very edge');
  });

  it('leave the whole computational graph visible if there is room for rounded numbers', async () => {
    const page = await openPage('panel', { width: 420 });
    const guide = await openSteps(page);
    guide.walk.last();
    await guide.sendStep();
    const { wider, nodes } = await page.locator('.graph').evaluate((graph) => ({
      wider: graph.scrollWidth - graph.clientWidth,
      nodes: graph.querySelectorAll('.node').length,
    }));
    assert.deepEqual({ wider, nodes }, { wider: 0, nodes: 10 });
  });

  it('read off a chart have six digits', async () => {
    const page = await openPage('panel');
    await hydrateIris(page, 'paused', 100);
    await page.locator('#loss-chart').scrollIntoViewIfNeeded();
    const box = (await page.locator('#loss-chart').boundingBox())!;
    await page.mouse.move(box.x + box.width - 9, box.y + box.height / 2);
    const card = page.locator('.chart-frame .card').first();
    const last = Number(await page.locator('#loss-chart').getAttribute('data-last'));
    const text = await card.innerText();
    assert.match(text, /Epoch 100/);
    const [shown] = /0\.\d+/.exec(text) ?? [];
    assert.equal(shown, last.toPrecision(6));
  });
});
