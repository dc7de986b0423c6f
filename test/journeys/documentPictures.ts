/**
 * Makes the pictures of README.md from the packaged extension in a real editor: `npm run package`, then
 * `npm run pictures`. It is no part of the tests.
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Frame, Page } from 'playwright-core';
import UPNG from 'upng-js';
import { projectRoot } from '../host/paths.js';
import { atStep, seenWhen } from './panel.js';
import { codeLens, eventually, openFile, openWorkbench, runCommand, webview } from './workbench.js';

/** The number of frames of the animation, and the time that each is shown, in milliseconds. */
const [frames, frameMs, lastMs] = [36, 110, 1800];
/** The colors of the animation: few enough for a file of less than 2 MB. */
const colors = 96;

const pictureFile = (name: string): string => path.join(projectRoot, 'docs', name);
const area = { x: 0, y: 36, width: 1400, height: 824 };

async function keep(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: pictureFile(name), clip: area });
}

/** Writes screenshots as an animated PNG. */
function writeAnimation(name: string, screenshots: readonly Buffer[]): void {
  const images = screenshots.map((bytes) => UPNG.decode(new Uint8Array(bytes).buffer));
  const pixels = images.map((image) => UPNG.toRGBA8(image)[0]);
  const delays = images.map((_, index) => (index < images.length - 1 ? frameMs : lastMs));
  writeFileSync(
    pictureFile(name),
    new Uint8Array(UPNG.encode(pixels, images[0].width, images[0].height, colors, delays)),
  );
}

/** Shows an epoch on the timeline, by a click on its track. */
async function view(page: Page, panel: Frame, fraction: number): Promise<void> {
  const track = panel.locator('.timeline-track');
  const box = (await track.boundingBox())!;
  await page.mouse.click(box.x + 1 + fraction * (box.width - 2), box.y + box.height / 2);
  const wanted = await track.getAttribute('aria-valuenow');
  await eventually(
    `the map of epoch ${wanted}`,
    async () => (await panel.locator('canvas#regions').getAttribute('data-epoch')) === wanted,
  );
}

describe('Pictures of the documents', () => {
  it('has a network that learns', async () => {
    const workbench = await openWorkbench({ asStarted: true, theme: 'light' });
    const { page } = workbench;
    const panel = await webview(page, 'panel');
    await runCommand(page, 'View: Toggle Primary Side Bar Visibility');
    await seenWhen(page, 'ready', ({ state }) => state === 'ready');
    await panel.locator('.button-primary').click();
    await seenWhen(page, 'done', ({ state }) => state === 'done');
    const screenshots: Buffer[] = [];
    for (let frame = 0; frame < frames; frame++) {
      // Early epochs change most.
      await view(page, panel, (frame / (frames - 1)) ** 2);
      screenshots.push(await page.screenshot({ clip: area }));
    }
    writeAnimation('learning.png', screenshots);
    await workbench.close();
  });

  it('has the stepper', async () => {
    const workbench = await openWorkbench({ theme: 'light' });
    const { page } = workbench;
    await openFile(page, 'worked-example-2-2-2.backprop.json');
    await codeLens(page, 'Step through');
    await runCommand(page, 'Backprop: Step Through a Pass');
    const panel = await webview(page, 'panel');
    await atStep(panel, 'Net input of h1');
    for (let step = 0; step < 12; step++) await panel.locator('vscode-button[aria-label="Forward"]').click();
    await keep(page, 'stepper.png');
    await workbench.close();
  });

  it('has a gradient check', async () => {
    const workbench = await openWorkbench({ theme: 'light' });
    const { page } = workbench;
    await openFile(page, 'compare-your-gradients.backprop.json');
    await (await codeLens(page, 'Check gradients')).click();
    const panel = await webview(page, 'panel');
    await panel.locator('.check table').first().waitFor();
    await keep(page, 'check.png');
    await workbench.close();
  });
});
