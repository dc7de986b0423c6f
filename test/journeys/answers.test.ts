import { readFileSync } from 'node:fs';
import assert from 'node:assert/strict';
import { codeLens, eventually, openFile, openWorkbench, screenshot } from './workbench.js';
import type { Workbench } from './workbench.js';

const right = readFileSync('examples/my-gradients.json', 'utf8');
const wrong = right.replace('0.08216704', '-0.08216704').replace('-0.02274024', '0.0227');

describe('The user’s own gradients in a file', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await openWorkbench({ theme: 'light', files: { 'my-gradients.json': wrong } });
  });
  after(() => workbench.close());

  const squiggles = () =>
    workbench.page.locator('.editor-group-container').first().locator('.squiggly-error');

  it('are underlined where they are wrong', async () => {
    const { page } = workbench;
    await openFile(page, 'my-gradients.json');
    await openFile(page, 'compare-your-gradients.backprop.json');
    await (await codeLens(page, 'Check gradients')).click();
    await page.locator('.squiggly-error').first().waitFor();
    await page.locator('.tab[data-resource-name="my-gradients.json"]').first().click();
    await eventually('two wrong numbers', async () => (await squiggles().count()) === 2);
    assert.equal(await page.locator('.squiggly-warning').count(), 0);
    await page.locator('.view-line', { hasText: '0.08216704' }).click();
    await page.keyboard.press('Control+Home');
    await page.keyboard.press('F8');
    await page.locator('.marker-widget').first().waitFor();
    await screenshot(page, 'check-answers-light');
    await page.keyboard.press('Escape');
  });

  it('are in the Test Explorer, beside every other config of the workspace', async () => {
    const { page } = workbench;
    await page.locator('.activitybar .action-item a[aria-label^="Testing"]').click();
    const row = (text: string) => page.locator('.test-explorer .monaco-list-row', { hasText: text });
    await row('spiral').first().waitFor();
    const failed = row('Compare your gradients').locator('.codicon-testing-failed-icon');
    await failed.first().waitFor();
    await screenshot(page, 'check-answers-tests-light');
  });

  it('are corrected by the quick fix', async () => {
    const { page } = workbench;
    await page.locator('.view-line', { hasText: '0.0227]' }).click();
    await page.keyboard.press('Home');
    await page.keyboard.press('F8');
    await page.locator('.marker-widget').first().waitFor();
    await page.keyboard.press('Escape');
    const fix = page.locator('.action-widget .monaco-list-row', { hasText: 'Write all right values (2)' });
    await eventually('the quick fix', async () => {
      await page.keyboard.press('Control+.');
      await fix.first().waitFor({ timeout: 3000 });
      return true;
    });
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await eventually('no wrong number', async () => (await squiggles().count()) === 0);
  });
});
