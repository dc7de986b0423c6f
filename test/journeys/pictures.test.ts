import assert from 'node:assert/strict';
import type { Frame } from 'playwright-core';
import { seenWhen } from './panel.js';
import {
  codeLens,
  eventually,
  openFile,
  openWorkbench,
  screenshot,
  setTheme,
  webview,
  type Workbench,
} from './workbench.js';

/** Returns the drawing of a canvas, which changes with its contents. */
const drawn = (panel: Frame, selector: string): Promise<string> =>
  panel.locator(selector).evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());

describe('Looking at what a network has learned', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await openWorkbench();
  });
  after(() => workbench.close());

  /** The run that was trained before, whose panel may still be in front for a moment. */
  let former = '';
  const train = async (file: string): Promise<Frame> => {
    const { page } = workbench;
    await openFile(page, file);
    await (await codeLens(page, 'Train')).click();
    const { run } = await seenWhen(
      page,
      `the end of ${file}`,
      ({ run, state, epoch }) => run !== former && state === 'done' && epoch > 0,
    );
    former = run;
    return webview(page, 'panel');
  };

  it('points at a unit and sees its map large, and lets go of it', async () => {
    const { page } = workbench;
    const panel = await train('moons.backprop.json');
    await eventually('the maps of the units', async () =>
      panel
        .locator('.diagram .unit canvas')
        .evaluateAll(
          (all) => all.length > 2 && all.every((canvas) => (canvas as HTMLCanvasElement).width > 1),
        ),
    );
    await eventually(
      'a fine map',
      async () => (await panel.locator('#regions').getAttribute('data-epoch')) !== '0',
    );
    const whole = await drawn(panel, '#regions');
    await panel.locator('.diagram .unit').nth(3).locator('rect.disc').hover({ force: true });
    await panel.locator('.regions h2', { hasText: /^Output of .+, layer 1$/ }).waitFor();
    await eventually('its map', async () => (await drawn(panel, '#regions')) !== whole);
    await screenshot(page, 'unit-large-dark');
    const large = await drawn(panel, '#regions');
    await page.mouse.move(2, 2);
    await panel.locator('.regions h2', { hasText: 'Decision regions' }).waitFor();
    await eventually('the network again', async () => (await drawn(panel, '#regions')) !== large);
    await setTheme(page, 'light');
    await screenshot(page, 'unit-maps-light');
  });

  it('draws a one, which is classified, and clears it', async () => {
    const { page } = workbench;
    const panel = await train('digits.backprop.json');
    const pad = panel.locator('.draw-pad');
    await pad.scrollIntoViewIfNeeded();
    const box = (await pad.boundingBox())!;
    await page.mouse.move(box.x + box.width / 2, box.y + box.height * 0.15);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2, box.y + box.height * 0.85, { steps: 12 });
    await page.mouse.up();
    const predicted = panel.locator('.image-figure').nth(1).locator('.predicted .bar-name');
    await eventually(
      'its class',
      async () => (await predicted.count()) === 1 && (await predicted.innerText()) === '1',
    );
    await screenshot(page, 'digit-drawn');
    await panel.getByRole('button', { name: 'Clear' }).click();
    await eventually('nothing', async () => (await predicted.count()) === 0);
  });

  it('looks at a misclassified image', async () => {
    const { page } = workbench;
    const panel = await webview(page, 'panel');
    const item = panel.locator('.gallery-item').first();
    const name = (await item.getAttribute('aria-label')) ?? '';
    const label = /^Label (\d), predicted (\d)/.exec(name);
    assert.ok(label && label[1] !== label[2], name);
    await item.click();
    await panel.locator('.images h2', { hasText: `Sample with label ${label[1]}` }).waitFor();
    await eventually('its prediction', async () => (await panel.locator('.image-figure').first().locator('.predicted .bar-name').innerText()) === label[2]); // prettier-ignore
    await screenshot(page, 'misclassified');
  });

  it('sees the curve of a regression with one input', async () => {
    const { page } = workbench;
    const panel = await train('sine.backprop.json');
    await eventually(
      'the last epoch',
      async () => (await panel.locator('#curve').getAttribute('data-epoch')) !== '0',
    );
    await screenshot(page, 'curve-light');
  });
});
