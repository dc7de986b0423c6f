import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { codeLens, openFile, openWorkbench, runCommand, screenshot, type Workbench } from './workbench.js';

const name = '[Fix this](command:workbench.action.files.newUntitledFile)';
/** A config whose first run fails and whose activation is unknown. */
const config = (activation: string): string =>
  JSON.stringify(
    {
      name,
      layers: [{ units: 3, activation, names: [name, 'b', 'c'] }, { units: 1 }],
      loss: 'meanSquaredError',
      data: { generator: 'moons', samples: 40 },
      training: { optimizer: { type: 'sgd', learningRate: 1e200 }, epochs: 20 },
    },
    null,
    2,
  );

describe('A config with a command in its name, in Restricted Mode', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await openWorkbench({
      isRestricted: true,
      settings: { 'backprop.openPanelOnTrain': false },
      files: {
        'hostile.backprop.json': config('relu'),
        'wrong.backprop.json': config(name),
      },
    });
  });
  after(() => workbench.close());

  /** The name is shown there, and nowhere in the window does it link to its command. */
  const assertPlain = async (shown: Locator): Promise<void> => {
    await shown.getByText('Fix this').first().waitFor();
    const links = workbench.page.locator('a[href*="newUntitledFile"], a[data-href*="newUntitledFile"]');
    assert.equal(await links.count(), 0);
    assert.equal(await workbench.page.locator('.tab', { hasText: 'Untitled' }).count(), 0);
  };

  it('is plain text in the message of a run that failed', async () => {
    const { page } = workbench;
    await page.locator('#status\\.workspaceTrust', { hasText: 'Restricted Mode' }).waitFor();
    await openFile(page, 'hostile.backprop.json');
    await (await codeLens(page, 'Train')).click();
    const message = page.locator('.notification-list-item-message').first();
    await assertPlain(message);
    await screenshot(page, 'restricted-message');
    await message.getByText('Fix this').first().click();
    await assertPlain(message);
    await runCommand(page, 'Notifications: Clear All Notifications');
  });

  it('is plain text in the status bar and its hover', async () => {
    const { page } = workbench;
    const item = page.locator('.statusbar-item', { hasText: 'Fix this' }).first();
    await assertPlain(item);
    await item.hover();
    await page.locator('.monaco-hover:visible').first().waitFor();
    await assertPlain(item);
    await screenshot(page, 'restricted-status-bar');
  });

  it('is plain text in the hover over a problem', async () => {
    const { page } = workbench;
    await openFile(page, 'wrong.backprop.json');
    await page.locator('.squiggly-error').first().waitFor();
    await page.locator('.view-line', { hasText: '"activation": "[Fix' }).getByText('[Fix this]').hover();
    await assertPlain(page.locator('.monaco-hover:visible').first());
    await screenshot(page, 'restricted-hover');
  });

  it('is plain text in the Test Explorer', async () => {
    const { page } = workbench;
    await runCommand(page, 'Testing: Focus on Test Explorer View');
    await assertPlain(page.locator('.test-explorer'));
    await screenshot(page, 'restricted-tests');
  });
});
