import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { seenWhen } from './panel.js';
import { codeLens, eventually, openFile, openWorkbench, runCommand, screenshot, setTheme, webview, type Workbench } from './workbench.js'; // prettier-ignore

const file = 'diverging.backprop.json';
const text = `{
  // The learning rate is far too high.
  "layers": [{ "units": 6, "activation": "tanh" }, { "units": 1 }],
  "loss": "meanSquaredError",
  "data": { "generator": "sine", "samples": 60, "validationSplit": 0.2 },
  "training": {
    "epochs": 60,
    "optimizer": { "type": "sgd", "learningRate": 3 }
  }
}
`;

const failing = 'failing.backprop.json';
/** A run whose outputs overflow within a few epochs. */
const failingText = text.replace('"learningRate": 3', '"learningRate": 1e6').replace('tanh', 'identity');

describe('A run that diverges', () => {
  let workbench: Workbench;
  let page: Page;
  before(async () => {
    workbench = await openWorkbench({
      files: { [file]: text, [failing]: failingText },
      settings: { 'files.autoSave': 'afterDelay' },
    });
    page = workbench.page;
  });
  after(() => workbench.close());

  it('raises an alarm at its line, on the timeline and in one line of the panel', async () => {
    await openFile(page, file);
    await (await codeLens(page, 'Train')).click();
    await seenWhen(page, 'done', ({ state }) => state === 'done');
    const panel = await webview(page, 'panel');
    await page.locator('.squiggly-warning').first().waitFor();
    await panel.locator('.notice', { hasText: 'Diverging loss.' }).waitFor();
    assert.ok((await panel.locator('.alarm-mark').count()) >= 1);
    await panel.locator('.instruments summary').click();
    await panel.locator('.gauge').first().waitFor();
    await panel.locator('.alarm-mark').first().focus();
    for (const theme of ['light', 'dark', 'highContrastDark', 'highContrastLight'] as const) {
      await setTheme(page, theme);
      await panel.locator('.alarm-mark').first().focus();
      await screenshot(page, `alarm-${theme}`);
    }
    await panel.locator('.gauges').first().scrollIntoViewIfNeeded();
    await screenshot(page, 'instruments');
  });

  it('trains with the learning rate that is found and applied', async () => {
    await setTheme(page, 'dark');
    await runCommand(page, 'Backprop: Find a Learning Rate');
    const panel = await webview(page, 'panel');
    const suggestion = panel.locator('.rate-words', { hasText: /^Suggested learning rate: 0\.\d/ });
    await suggestion.waitFor();
    await screenshot(page, 'learning-rate-found');
    const rate = Number((await suggestion.innerText()).split(': ')[1]);
    await panel.locator('.rates vscode-button[appearance=primary]').click();
    await page.locator('.view-line', { hasText: `"learningRate": ${rate}` }).first().waitFor();
    await eventually('the alarm is gone', async () => (await page.locator('.squiggly-warning').count()) === 0);
    const applied = text.replace('"learningRate": 3', `"learningRate": ${rate}`);
    await eventually('nothing else has changed', async () =>
      Promise.resolve(readFileSync(path.join(workbench.folder, file), 'utf8') === applied),
    );
  }); // prettier-ignore

  it('leads to the operation in which it failed', async () => {
    await runCommand(page, 'View: Show Explorer');
    await openFile(page, failing);
    await (await codeLens(page, 'Train')).click();
    await seenWhen(page, 'failed', ({ state }) => state === 'failed');
    const panel = await webview(page, 'panel');
    await panel.getByText('Show the step').click();
    await panel.locator('.step-words', { hasText: 'Error of o1' }).waitFor();
    await panel.locator('.equation .katex').first().waitFor();
    await screenshot(page, 'failed-operation');
  });
});
