import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { clipped } from './harness/clipped.js';
import { checkPages, openPage, setTheme, type Options, type ThemeName } from './harness/harness.js';
import { accessible, hydrate, hydrateIris, posted, send } from './harness/steps.js';
import { run, status } from './harness/scenarios.js';

describe('The alarms of a run in the panel', () => {
  checkPages();
  let page: Page;
  const open = async (options: Options = {}): Promise<void> => {
    page = await openPage('panel', options);
    await hydrate(page, 'alarmed');
  };
  const marks = () => page.locator('.alarm-mark');
  const center = async (selector: string, index = 0): Promise<number> => {
    const box = (await page.locator(selector).nth(index).boundingBox())!;
    return box.x + box.width / 2;
  };

  it('are marked where they began: on the timeline and, at the same place, on the loss chart', async () => {
    await open();
    // The one that was known without training has no epoch.
    assert.deepEqual([await marks().count(), await page.locator('.alarm-line').count()], [2, 2]);
    for (const index of [0, 1])
      assert.ok(Math.abs((await center('.alarm-mark', index)) - (await center('.alarm-line', index))) < 1.5);
    const track = (await page.locator('.timeline-track').boundingBox())!;
    assert.ok(Math.abs((await center('.alarm-mark', 1)) - (track.x + 0.75 * track.width)) < 2);
  });

  it('say on focus and on hover what is wrong, and view their epoch when pressed', async () => {
    await open();
    const names = (await accessible(page, 'button')).map(({ name }) => name);
    assert.ok(
      names.some((name) => /^Dead units, from epoch 40 on: Layer 1: 75%/.test(name)),
      names.join(),
    );
    await marks().first().focus();
    assert.match(
      await page.locator('.alarm-card').innerText(),
      /^Dead units, from epoch 40 on\nLayer 1: 75%/,
    );
    await page.keyboard.press('Escape');
    assert.equal(await page.locator('.alarm-card').isVisible(), false);
    await marks().nth(1).hover();
    assert.match(await page.locator('.alarm-card').innerText(), /^Overfitting/);
    await posted(page);
    await marks().first().focus();
    await page.keyboard.press('Enter');
    assert.deepEqual(await posted(page), [{ type: 'viewEpoch', epoch: 40 }]);
  });

  it('are one line among the messages, with the others on request', async () => {
    await open();
    const notices = page.locator('.notice');
    assert.equal(await notices.count(), 1);
    assert.match(await notices.first().innerText(), /^Dead units\. Layer 1: 75%/);
    await page.getByRole('button', { name: '2 more' }).press('Enter');
    assert.equal(await notices.count(), 3);
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'Show less');
    await page.keyboard.press('Enter');
    assert.equal(await notices.count(), 1);
  });

  it('are no longer marked where there are none', async () => {
    await open();
    await send(page, { type: 'update', view: { alarms: [] } });
    assert.deepEqual([await marks().count(), await page.locator('.notice').count()], [0, 0]);
  });
});

describe('The instruments', () => {
  checkPages();
  let page: Page;
  const open = async (options: Options = {}): Promise<void> => {
    page = await openPage('panel', options);
    await hydrate(page, 'alarmed');
    await page.locator('.instruments summary').press('Enter');
    await page.evaluate(() => window.harness.settled());
  };
  const gauge = (name: string, index = 0) =>
    page.locator('.gauge').filter({ has: page.getByText(name, { exact: true }) }).nth(index).locator('dd'); // prettier-ignore

  it('are folded at first, and remembered when they are opened', async () => {
    page = await openPage('panel');
    await hydrate(page, 'alarmed');
    assert.equal(await page.locator('.gauge').count(), 0);
    await page.locator('.instruments summary').click();
    await page.evaluate(() => window.harness.settled());
    assert.equal(await page.locator('.gauge').count(), 2 + 2 * 6);
  });

  it('show the last measurement: of the network, and of each layer', async () => {
    await open();
    assert.equal(await page.locator('.instruments-body [role=status]').innerText(), 'Measured at epoch 200');
    assert.equal(await gauge('η·λmax (limit 2)').innerText(), '2.20');
    assert.equal(await gauge('Dead units').innerText(), '75.0 %');
    assert.equal(await gauge('Dead units', 1).innerText(), '0.0 %');
    assert.equal(await gauge('Activations').innerText(), '0.700 ± 0.300');
    const limit = Number(await page.locator('.gauge-limit').first().getAttribute('y1'));
    assert.ok(limit > 0 && limit < 18, String(limit));
  });

  it('follow the cursor of the charts and mark it in every gauge', async () => {
    await open();
    await page.locator('#loss-chart').locator('..').focus();
    await page.keyboard.press('Home');
    assert.equal(await page.locator('.instruments-body [role=status]').innerText(), 'Measured at epoch 0');
    assert.equal(await gauge('Gradient norm').innerText(), '0.400');
    assert.equal(await page.locator('.gauge-mark:not([visibility])').count(), 14);
    await page.locator('.gauge svg').nth(2).scrollIntoViewIfNeeded();
    await page
      .locator('.gauge svg')
      .nth(2)
      .click({ position: { x: 0, y: 10 } });
    const asked = (await posted(page)).filter(({ type }) => type === 'viewEpoch');
    assert.deepEqual(asked, [{ type: 'viewEpoch', epoch: 0 }]);
  });

  it('grow with the measurements of a run, and start again with another run', async () => {
    page = await openPage('panel');
    await hydrateIris(page, 'training', 10);
    await page.locator('.instruments summary').click();
    await page.evaluate(() => window.harness.settled());
    assert.equal(await page.locator('.instruments-body [role=status]').innerText(), 'Nothing has been measured yet.');
    await page.evaluate(
      ([id]) => window.harness.send({ type: 'instruments', run: id, from: 0, instruments: window.harness.scenarios.instruments(8) }),
      [run],
    );
    await page.evaluate(() => window.harness.settled());
    assert.equal(await page.locator('.instruments-body [role=status]').innerText(), 'Measured at epoch 8');
  }); // prettier-ignore

  const openHistograms = async (options: Options = {}): Promise<void> => {
    await open(options);
    await posted(page);
    await page.locator('.histograms summary').press('Enter');
    await page.evaluate(() => window.harness.settled());
  };
  const asked = async (): Promise<unknown[]> =>
    (await posted(page)).filter(({ type }) => type === 'histograms');
  const answer = async (layer: number, epoch = 200): Promise<void> => {
    const bins = (top: number) => Uint32Array.from({ length: 40 }, (_, bin) => Math.max(0, 30 - Math.abs(bin - top) * 3)); // prettier-ignore
    const of = (min: number, max: number, top: number) => ({ min, max, counts: bins(top), notFinite: 0 });
    const histograms = { epoch, layer, outputs: of(-1, 1, 30), weights: of(-2, 1, 20), gradients: null };
    await send(page, { type: 'histograms', run, histograms });
  };
  const labels = () =>
    page.locator('.histogram svg').evaluateAll((all) => all.map((each) => each.getAttribute('aria-label')));

  it('ask for the histograms of a layer only once they are opened, and draw and describe them', async () => {
    await open();
    assert.deepEqual(await asked(), []);
    await openHistograms();
    assert.deepEqual(await asked(), [{ type: 'histograms', layer: 0 }]);
    await answer(0);
    assert.deepEqual(await labels(), [
      'Activations: 300 values from −1.00 to 1.00, most often between 0.500 and 0.550',
      'Weights: 300 values from −2.00 to 1.00, most often between −0.500 and −0.425',
      'Gradients of the weights: not computed',
    ]);
    const texts = await page.locator('.histogram-ends').first().innerText();
    assert.deepEqual(texts.split(/\s+/), ['−1.00', '1.00']);
    assert.match(await page.locator('.histogram-when').innerText(), /after epoch 200/);
    assert.deepEqual(await asked(), []);
  });

  it('ask for the histograms of another layer that is chosen, and of another epoch that is viewed', async () => {
    await openHistograms();
    await answer(0);
    await posted(page);
    await page.locator('.histogram-layer vscode-dropdown').evaluate((element: HTMLSelectElement) => {
      element.value = '1';
      element.dispatchEvent(new Event('change'));
    });
    assert.deepEqual(await asked(), [{ type: 'histograms', layer: 1 }]);
    await answer(1);
    const viewed = {
      ...status({ state: 'done', epoch: 200, epochs: 200 }),
      viewing: { epoch: 40, fraction: null },
    };
    await send(page, { type: 'update', view: { status: viewed } });
    assert.deepEqual(await asked(), [{ type: 'histograms', layer: 1 }]);
    await answer(1, 40);
    assert.match(await page.locator('.histogram-when').innerText(), /after epoch 40/);
  });

  it('clip nothing at any width and zoom', async () => {
    const themes: ThemeName[] = ['light', 'dark', 'highContrastDark', 'highContrastLight'];
    for (const [index, width] of [320, 420, 700, 1400].entries()) {
      await open({ width });
      await setTheme(page, themes[index]);
      await page.locator('.histograms summary').press('Enter');
      await answer(0);
      await page.locator('.histograms').scrollIntoViewIfNeeded();
      await page.locator('.gauges').first().scrollIntoViewIfNeeded();
      assert.deepEqual(await clipped(page), [], `at ${width}`);
      await page.locator('.timeline').scrollIntoViewIfNeeded();
      await page.locator('.alarm-mark').first().hover();
    }
  });
});
