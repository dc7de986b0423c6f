import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Frame, Page } from 'playwright-core';
import { openSidebar, seenWhen, setNextRun } from './panel.js';
import {
  codeLens,
  eventually,
  openFile,
  openWorkbench,
  quickInput,
  reloadWindow,
  runCommand,
  screenshot,
  setTheme,
  webview,
  type Workbench,
} from './workbench.js';

const file = 'iris.backprop.json';

describe('The runs of a config', () => {
  let workbench: Workbench;
  let page: Page;
  before(async () => {
    workbench = await openWorkbench({ theme: 'light' });
    page = workbench.page;
  });
  after(() => workbench.close());

  const titles = async (panel: Frame): Promise<string[]> =>
    (await panel.locator('.run-title').allInnerTexts()).map((text) => text.trim());
  const listed = (...wanted: string[]): Promise<boolean> =>
    eventually(`the runs ${wanted.join(', ')}`, async () => {
      const panel = await webview(page, 'panel');
      return (await titles(panel)).join() === wanted.join();
    });
  const box = (panel: Frame, number: number) =>
    panel.getByRole('checkbox', { name: new RegExp(`^Select Run ${number}( |$)`) });
  const press = async (name: string): Promise<void> => {
    const panel = await webview(page, 'panel');
    await panel.getByRole('button', { name, exact: true }).click();
  };
  const select = async (...numbers: number[]): Promise<Frame> => {
    const panel = await webview(page, 'panel');
    for (const number of [1, 2]) {
      const check = box(panel, number);
      if ((await check.count()) > 0 && (await check.isChecked()) !== numbers.includes(number))
        await check.click();
    }
    return panel;
  };
  const openRuns = async (): Promise<void> => {
    await (await openSidebar(page)).getByRole('button', { name: 'Compare runs' }).click();
  };
  const trainWith = async (rate: string, before: string | null): Promise<string> => {
    await setNextRun(page, 'learningRate', rate);
    await (await openSidebar(page)).locator('.button-primary').click();
    const { run } = await seenWhen(
      page,
      `a run with ${rate}`,
      ({ run, state }) => run !== before && state === 'done',
    );
    return run;
  };

  it('are listed with what differs, once they have been trained', async () => {
    await openFile(page, file);
    await codeLens(page, 'Train');
    const first = await trainWith('0.05', null);
    await trainWith('0.002', first);
    await openRuns();
    await listed('Run 2', 'Run 1');
    const panel = await webview(page, 'panel');
    const rates = await panel.locator('[data-column="training.optimizer.learningRate"]').allInnerTexts();
    assert.deepEqual(rates, ['0.002', '0.05']);
    await screenshot(page, 'runs-list-light');
  });

  it('are overlaid in one chart with a table of differences, in every theme', async () => {
    const panel = await select(1, 2);
    await eventually(
      'two lines',
      async () => (await panel.locator('#runs-chart').getAttribute('data-lines')) === '2',
    );
    const row = panel.locator('.differences tr[data-path="training.optimizer.learningRate"]');
    assert.match(await row.innerText(), /0\.05\s+0\.002/);
    for (const theme of ['light', 'dark', 'highContrastDark', 'highContrastLight'] as const) {
      await setTheme(page, theme);
      await screenshot(page, `runs-overlaid-${theme}`);
    }
  });

  it('are compared in the editor’s own diff', async () => {
    await press('Compare Configs');
    await page.locator('.tab.active', { hasText: `${file} (run 1 ↔ run 2)` }).waitFor();
    await page.locator('.diff-editor, .monaco-diff-editor').first().waitFor();
    await eventually('the diff shows both rates', async () => {
      const text = (await page.locator('.monaco-diff-editor').first().innerText()).replaceAll('\u00a0', ' ');
      return text.includes('0.05') && text.includes('0.002');
    });
    await screenshot(page, 'runs-diff');
    await runCommand(page, 'View: Close Editor');
  });

  it('take a name', async () => {
    await select(1);
    await press('Rename');
    await quickInput(page).locator('input[type=text]').fill('fast');
    await page.keyboard.press('Enter');
    await listed('Run 2', 'Run 1 · fast');
  });

  it('give their settings back to the file, and undo takes that back', async () => {
    const text = (): string => readFileSync(path.join(workbench.folder, file), 'utf8');
    const before = text();
    await select(1);
    await press('Restore Settings');
    await page.getByText('The file has the text of run 1 again.').first().waitFor();
    await runCommand(page, 'View: Show Explorer');
    await openFile(page, file);
    await runCommand(page, 'File: Save');
    await eventually('the file has the rate of run 1', () =>
      Promise.resolve(/"learningRate": 0\.05/.test(text())),
    );
    await page.locator('.editor-group-container.active .monaco-editor').first().click();
    await page.keyboard.press('Control+z');
    await runCommand(page, 'File: Save');
    await eventually('the file is as before', () => Promise.resolve(text() === before));
  });

  it('are all there after a reload of the window', async () => {
    await reloadWindow(page);
    await openRuns();
    await listed('Run 2', 'Run 1 · fast');
    const panel = await select(1, 2);
    await eventually(
      'two lines',
      async () => (await panel.locator('#runs-chart').getAttribute('data-lines')) === '2',
    );
    await screenshot(page, 'runs-reloaded');
  });

  it('are deleted, and restored by Undo', async () => {
    await select(2);
    await press('Delete');
    await listed('Run 1 · fast');
    await page.locator('.notification-toast').getByRole('button', { name: 'Undo' }).click();
    await listed('Run 2', 'Run 1 · fast');
    await press('Delete');
    await listed('Run 1 · fast');
    await reloadWindow(page);
    await openRuns();
    await listed('Run 1 · fast');
  });

  it('do not keep a config from being trained where their files are damaged', async () => {
    const { dataFolder } = workbench.server;
    const files = readdirSync(dataFolder, { recursive: true, encoding: 'utf8' });
    const damaged = files.filter((name) => name.endsWith('.past'));
    assert.ok(damaged.length > 0);
    for (const name of damaged) writeFileSync(path.join(dataFolder, name), 'half a');
    await reloadWindow(page);
    await (await webview(page, 'panel')).getByRole('tab', { name: 'Train', exact: true }).click();
    await trainWith('0.03', null);
    await openRuns();
    await eventually('a run is listed', async () => (await titles(await webview(page, 'panel'))).length > 0);
  });
});
