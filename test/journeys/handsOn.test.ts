import assert from 'node:assert/strict';
import type { Frame } from 'playwright-core';
import { draws, seenWhen, setNextRun, textSays, visibleText } from './panel.js';
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

/** Pins what some keys lead to in the diagram. */
async function pinned(panel: Frame, ...keys: readonly string[]): Promise<void> {
  const diagram = panel.locator('.picture').first();
  await diagram.focus();
  for (const key of ['Escape', ...keys, 'Enter']) await diagram.press(key);
}

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
    await textSays(page, '{ "units": 9, "activation": "tanh" }');
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
    await textSays(page, '"epochs": 100000000');
    await panel.locator('.button-primary').click();
    const before = await seenWhen(page, 'training', ({ state, epoch }) => state === 'training' && epoch > 0);
    await panel.locator('[data-generator="circles"]').click();
    await textSays(page, '"generator": "circles"');
    await seenWhen(page, 'another run', ({ run, state, epoch }) => run !== before.run && state === 'training' && epoch > 0); // prettier-ignore
    await panel.locator('.button-stop').click();
    await seenWhen(page, 'stopped', ({ state }) => state === 'stopped');
    await screenshot(page, 'hands-on-trained');
    await panel.getByRole('button', { name: 'Remove a unit from layer 1' }).click();
    await draws(page, 'h1 · 7 tanh');
    await seenWhen(page, 'a run at its start', ({ state, epoch }) => state === 'ready' && epoch === 0);
  });

  it('has its units renamed in its text', async () => {
    const { page } = workbench;
    const panel = await webview(page, 'panel');
    await pinned(panel, 'ArrowRight', 'ArrowRight', 'ArrowRight');
    const name = panel.locator('.name-editor input');
    await name.fill('edge');
    await name.press('Enter');
    await textSays(page, '"names": ["edge", "h1_2",');
    await draws(page, 'layer 1 · 7 tanh');
    assert.equal(await name.inputValue(), 'edge', 'it stays pinned');
    await screenshot(page, 'hands-on-name');
    await panel.getByRole('button', { name: 'Add a unit to layer 1' }).click();
    await textSays(page, '"h1_8"] }');
  });

  it('has a weight changed by value and by dragging while the run is paused, marked until it is reset', async () => {
    const { page } = workbench;
    const panel = await webview(page, 'panel');
    await panel.locator('.button-primary').click();
    await seenWhen(page, 'training', ({ state, epoch }) => state === 'training' && epoch > 20);
    await panel.locator('.button-primary').click();
    const { run, epoch } = await seenWhen(page, 'paused', ({ state }) => state === 'paused');
    await pinned(panel, 'ArrowRight', 'ArrowRight');
    const editor = panel.locator('.parameter-editor');
    const value = editor.locator('vscode-text-field input');
    const before = await value.inputValue();
    await value.fill('2.5');
    await value.press('Enter');
    const mark = panel.locator('.origin').getByText('Parameters changed by hand');
    await mark.waitFor();
    const slider = editor.locator('input[type=range]');
    await eventually('the slider follows', async () => Number(await slider.inputValue()) > 2.4);
    // The timeline stays in view at the bottom.
    await slider.evaluate((element) => element.scrollIntoView({ block: 'center' }));
    const box = (await slider.boundingBox())!;
    await page.mouse.move(box.x + box.width * 0.9, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.25, box.y + box.height / 2, { steps: 5 });
    await page.mouse.up();
    await eventually(
      'the value follows',
      async () => Number((await value.inputValue()).replace('−', '-')) < 0,
    );
    await screenshot(page, 'hands-on-weight');
    await panel.getByRole('button', { name: 'Reset weights' }).click();
    await mark.waitFor({ state: 'hidden' });
    await eventually('the weight is as before', async () => (await value.inputValue()) === before);
    const name = panel.locator('.name-editor input');
    await pinned(panel, 'ArrowRight', 'ArrowRight', 'ArrowRight');
    await name.fill('corner');
    await name.press('Enter');
    await textSays(page, '"names": ["corner", "h1_2",');
    assert.equal((await seenWhen(page, 'still paused', ({ state }) => state === 'paused')).run, run);
    await panel.locator('.button-primary').click();
    await seenWhen(page, 'on from there', (now) => now.state === 'training' && now.epoch > epoch);
    await panel.locator('.button-stop').click();
  });

  it('is drawn in every theme', async () => {
    const { page } = workbench;
    for (const theme of ['light', 'highContrastDark', 'highContrastLight'] as const) {
      await setTheme(page, theme);
      await screenshot(page, `hands-on-${theme}`);
    }
  });
});
