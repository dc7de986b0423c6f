import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { seenWhen, setNextRun } from './panel.js';
import {
  codeLens,
  eventually,
  openFile,
  openWorkbench,
  runCommand,
  screenshot,
  setTheme,
  webview,
  type Workbench,
} from './workbench.js';

/** Returns the visible text of the editor with one space for all white space, since the editor wraps lines. */
async function visibleText(page: Page): Promise<string> {
  const lines = page.locator('.editor-group-container .monaco-editor .view-lines').first();
  return (await lines.innerText()).replace(/\s+/g, ' ');
}

const says = (page: Page, text: string): Promise<boolean> =>
  eventually(`the text says ${text}`, async () => (await visibleText(page)).includes(text));

const draws = (page: Page, layers: string): Promise<boolean> =>
  eventually(`the diagram has ${layers}`, async () => {
    const panel = await webview(page, 'panel');
    const label = await panel.locator('.picture').first().getAttribute('aria-label');
    return label?.includes(layers) ?? false;
  });

describe('A network changed by hand', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await openWorkbench();
  });
  after(() => workbench.close());

  it('is changed in its text, which the diagram follows, and undo in the editor takes it back', async () => {
    const { page } = workbench;
    await openFile(page, 'moons.backprop.json');
    await codeLens(page, 'Train');
    await runCommand(page, 'Backprop: Open Panel');
    await seenWhen(page, 'a run at its start', ({ state }) => state === 'ready');
    const panel = await webview(page, 'panel');
    await screenshot(page, 'hands-on-start');
    await panel.getByRole('button', { name: 'Add a unit to layer 1' }).click();
    await says(page, '{ "units": 9, "activation": "tanh" }');
    await draws(page, 'h1 · 9 tanh, h2 · 8 tanh');
    await panel.getByRole('button', { name: 'Add a layer before layer 3' }).click();
    await draws(page, 'h1 · 9 tanh, h2 · 8 tanh, h3 · 8 tanh');
    await screenshot(page, 'hands-on-dark');
    await page.locator('.editor-group-container .monaco-editor .view-line').first().click();
    await page.keyboard.press('Control+z');
    await draws(page, 'h1 · 9 tanh, h2 · 8 tanh, o · 1 sigmoid');
    await page.keyboard.press('Control+z');
    await draws(page, 'h1 · 8 tanh, h2 · 8 tanh, o · 1 sigmoid');
    assert.doesNotMatch(await visibleText(page), /"units": 9/);
    await page.locator('.tab.active:not(.dirty)[data-resource-name="moons.backprop.json"]').waitFor();
  });

  it('goes on training as it is now', async () => {
    const { page } = workbench;
    // What is written into the file is no longer overridden.
    await setNextRun(page, 'epochs', '5');
    const panel = await webview(page, 'panel');
    // They are closed at first in a panel that is this narrow.
    if (!(await panel.locator('.hands').isVisible())) await panel.locator('.hands-on summary').click();
    const epochs = panel.locator('[data-hand="epochs"] input');
    await epochs.fill('100000000');
    await epochs.press('Enter');
    await says(page, '"epochs": 100000000');
    await panel.locator('.button-primary').click();
    const before = await seenWhen(page, 'training', ({ state, epoch }) => state === 'training' && epoch > 0);
    await panel.locator('[data-generator="circles"]').click();
    await says(page, '"generator": "circles"');
    await seenWhen(page, 'another run', ({ run, state, epoch }) => run !== before.run && state === 'training' && epoch > 0); // prettier-ignore
    await panel.locator('.button-stop').click();
    await seenWhen(page, 'stopped', ({ state }) => state === 'stopped');
    await screenshot(page, 'hands-on-trained');
    await panel.getByRole('button', { name: 'Remove a unit from layer 1' }).click();
    await draws(page, 'h1 · 7 tanh');
    await seenWhen(page, 'a run at its start', ({ state, epoch }) => state === 'ready' && epoch === 0);
  });

  it('is drawn in every theme', async () => {
    const { page } = workbench;
    for (const theme of ['light', 'highContrastDark', 'highContrastLight'] as const) {
      await setTheme(page, theme);
      await screenshot(page, `hands-on-${theme}`);
    }
  });
});
