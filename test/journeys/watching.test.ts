import assert from 'node:assert/strict';
import type { Frame, Page } from 'playwright-core';
import { mapEpoch, seenWhen } from './panel.js';
import { eventually, openWorkbench, screenshot, setTheme, webview, type Workbench } from './workbench.js';

describe('The first minute', () => {
  let workbench: Workbench;
  let page: Page;
  before(async () => {
    workbench = await openWorkbench({ asStarted: true, theme: 'light' });
    page = workbench.page;
  });
  after(() => workbench.close());

  const track = (panel: Frame) => panel.locator('.timeline-track');

  it('begins with the spiral beside its panel, the map in the first screen', async () => {
    const panel = await webview(page, 'panel');
    await page.locator('.tab[data-resource-name="spiral.backprop.json"]').waitFor();
    await seenWhen(page, 'ready', ({ state }) => state === 'ready');
    await eventually('the map is drawn', async () => (await mapEpoch(panel)) === 0);
    const map = await panel.locator('canvas#regions').boundingBox();
    assert.ok(map && map.y + map.height <= 900, JSON.stringify(map));
    const text = page.locator('.view-lines').first();
    assert.match(await text.innerText(), /Expect:/);
    await screenshot(page, 'first-minute');
  });

  it('shows a network that learns: the run is live or played from its recording', async () => {
    const panel = await webview(page, 'panel');
    await panel.evaluate(() => {
      const map = document.querySelector('canvas#regions')!;
      const epochs: number[] = [];
      new MutationObserver(() => epochs.push(Number(map.getAttribute('data-epoch')))).observe(map, {
        attributeFilter: ['data-epoch'],
      });
      Object.assign(window, { epochs });
    });
    await panel.locator('.button-primary').click();
    await seenWhen(page, 'done', ({ state }) => state === 'done');
    for (let frame = 1; frame <= 6; frame++) {
      await eventually(`frame ${frame}`, async () => {
        const drawn = await panel.evaluate(() => (window as Window & { epochs?: number[] }).epochs!.length);
        return drawn >= frame * 2;
      });
      await screenshot(page, `spiral-learning-${frame}`);
    }
    await eventually('the end is shown', async () => (await mapEpoch(panel)) === 200);
    const epochs = await panel.evaluate(() => (window as Window & { epochs?: number[] }).epochs!);
    assert.ok(new Set(epochs).size >= 10, epochs.join());
  });

  it('is dragged back, and every picture is of that epoch', async () => {
    const panel = await webview(page, 'panel');
    await eventually(
      'nothing plays',
      async () => (await panel.locator('.timeline-detail').innerText()) === '',
    );
    const box = (await track(panel).boundingBox())!;
    await page.mouse.move(box.x + box.width - 2, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.1, box.y + box.height / 2, { steps: 5 });
    await page.mouse.up();
    const wanted = Number(await track(panel).getAttribute('aria-valuenow'));
    assert.ok(wanted > 10 && wanted < 30, String(wanted));
    await eventually('the map is of that epoch', async () => (await mapEpoch(panel)) === wanted);
    await panel.locator('[data-figure="epoch"] dd').getByText(`${wanted} / 200`, { exact: true }).waitFor();
    for (const theme of ['light', 'dark', 'highContrastDark'] as const) {
      await setTheme(page, theme);
      await screenshot(page, `timeline-viewing-${theme}`);
    }
  });

  it('leads back to the end', async () => {
    const panel = await webview(page, 'panel');
    await panel.getByRole('button', { name: 'Back to the end' }).click();
    await eventually('the map is of the end', async () => (await mapEpoch(panel)) === 200);
  });

  it('continues from an earlier epoch as a run of its own', async () => {
    const panel = await webview(page, 'panel');
    const before = await panel.locator('.run-bar').getAttribute('data-run');
    await track(panel).focus();
    await page.keyboard.press('Home');
    for (let press = 0; press < 3; press++) await page.keyboard.press('PageUp');
    await eventually('the map is of epoch 30', async () => (await mapEpoch(panel)) === 30);
    await panel.getByRole('button', { name: 'Continue from here' }).click();
    const after = await seenWhen(
      page,
      'another run is done',
      ({ run, state }) => run !== before && state === 'done',
    );
    assert.equal(after.epoch, 200);
    await panel.getByText(/^Branch of run \d+ at epoch 30$/).waitFor();
    await screenshot(page, 'branch-dark');
  });

  it('steps through a pass with the parameters of an earlier epoch', async () => {
    const panel = await webview(page, 'panel');
    await track(panel).focus();
    await page.keyboard.press('Home');
    for (let press = 0; press < 8; press++) await page.keyboard.press('PageUp');
    await panel.getByRole('button', { name: 'Step through from here' }).click();
    await panel.locator('.step-words').waitFor();
    await screenshot(page, 'step-from-viewed-dark');
  });
});
