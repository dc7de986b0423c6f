import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { seenWhen } from './panel.js';
import {
  codeLens,
  eventually,
  openFile,
  openWorkbench,
  reloadWindow,
  runCommand,
  screenshot,
  webview,
  type Workbench,
} from './workbench.js';

/** Returns the titles of the tabs of each column from left to right. The active one is marked. */
async function columns(page: Page): Promise<string[]> {
  const groups = await page.locator('.editor-group-container').all();
  const boxes = await Promise.all(
    groups.map(async (group) => ({ group, x: (await group.boundingBox())?.x ?? 0 })),
  );
  boxes.sort((a, b) => a.x - b.x);
  return Promise.all(
    boxes.map(async ({ group }) => {
      const tabs = await group.locator('.tab').all();
      const titles = tabs.map(async (tab) => {
        const title = await tab.locator('.label-name').innerText();
        return (await tab.getAttribute('aria-selected')) === 'true' ? `[${title}]` : title;
      });
      return (await Promise.all(titles)).join(' ');
    }),
  );
}

const arranged = (page: Page, wanted: readonly string[]): Promise<boolean> =>
  eventually(`the columns ${wanted.join(' | ')}`, async () => {
    const now = await columns(page);
    assert.deepEqual(now, wanted);
    return true;
  });

describe('The columns of the editor', () => {
  let workbench: Workbench;
  let page: Page;
  /** The run of the panel that was opened last. */
  let lastRun: string;
  beforeEach(async () => {
    lastRun = '';
    workbench = await openWorkbench({ settings: { 'workbench.startupEditor': 'none' } });
    page = workbench.page;
  });
  afterEach(() => workbench.close());

  const openPanelOf = async (file: string): Promise<void> => {
    await openFile(page, file);
    await codeLens(page, 'Train');
    await runCommand(page, 'Backprop: Open Panel');
    // A page that has shown its config also remembers it, so that a reloaded window finds the panel again.
    const { run } = await seenWhen(
      page,
      'another run at its start',
      ({ run, state }) => run !== lastRun && state === 'ready',
    );
    lastRun = run;
  };

  it('are two, with texts on the left and panels on the right, however configs are opened', async () => {
    await openPanelOf('xor.backprop.json');
    await arranged(page, ['[xor.backprop.json]', '[XOR]']);
    // The panel has the focus, so a text must not cover it.
    await openPanelOf('iris.backprop.json');
    await arranged(page, ['xor.backprop.json [iris.backprop.json]', 'XOR [Iris]']);
    await screenshot(page, 'columns');
  });

  it('stay two when a config is opened from the explorer beside nothing but panels', async () => {
    await openPanelOf('xor.backprop.json');
    await runCommand(page, 'View: Focus First Editor Group');
    await runCommand(page, 'View: Close All Editors in Group');
    await arranged(page, ['[XOR]']);
    await runCommand(page, 'View: Unlock Editor Group');
    await openFile(page, 'iris.backprop.json');
    await arranged(page, ['[iris.backprop.json]', '[XOR]']);
    await screenshot(page, 'columns-one');
    await runCommand(page, 'Backprop: Open Panel');
    await arranged(page, ['[iris.backprop.json]', 'XOR [Iris]']);
  });

  it('keep a panel in view that is in the active column, among texts', async () => {
    await openFile(page, 'README.md');
    await openPanelOf('xor.backprop.json');
    await runCommand(page, 'View: Unlock Editor Group');
    await openFile(page, 'iris.csv');
    await arranged(page, ['README.md xor.backprop.json [iris.csv]', '[XOR]']);
    await screenshot(page, 'columns-among-texts');
  });

  it('have one panel for each config after the window was reloaded', async () => {
    await openPanelOf('xor.backprop.json');
    await openPanelOf('iris.backprop.json');
    await arranged(page, ['xor.backprop.json [iris.backprop.json]', 'XOR [Iris]']);
    await reloadWindow(page);
    await webview(page, 'panel');
    await arranged(page, ['xor.backprop.json [iris.backprop.json]', 'XOR [Iris]']);
    await openPanelOf('xor.backprop.json');
    // A panel that the editor has not restored yet is replaced, which moves its tab to the end.
    await eventually('one panel for each config', async () => {
      const [texts, panels] = await columns(page);
      const titles = panels.split(' ').sort();
      assert.deepEqual([texts, titles], ['[xor.backprop.json] iris.backprop.json', ['Iris', '[XOR]'].sort()]);
      return true;
    });
  });
});
