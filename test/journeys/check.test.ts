import assert from 'node:assert/strict';
import {
  codeLens,
  eventually,
  openFile,
  openWorkbench,
  runCommand,
  screenshot,
  setTheme,
  webview,
} from './workbench.js';
import type { Workbench } from './workbench.js';

const mine = `{
  "functions": {
    "swish": {
      "f": "x / (1 + exp(-x))",
      "df": "1 / (1 + exp(-x))"
    }
  },
  "layers": [
    { "units": 4, "activation": "swish" },
    { "units": 1, "activation": "sigmoid" }
  ],
  "loss": "binaryCrossEntropy",
  "data": { "generator": "circles", "samples": 100 }
}
`;

describe('Checking the user’s own derivative', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await openWorkbench({ files: { 'mine.backprop.json': mine } });
  });
  after(() => workbench.close());

  const headline = async (): Promise<string> =>
    (await (await webview(workbench.page, 'panel')).locator('.headline h2').textContent()) ?? '';

  it('underlines it and shows in the panel which gradients it makes wrong', async () => {
    const { page } = workbench;
    await openFile(page, 'mine.backprop.json');
    await (await codeLens(page, 'Check gradients')).click();
    await eventually('the verdict', async () => /of 17 gradients are wrong/.test(await headline()));
    await page.locator('.squiggly-error').first().waitFor();
    await codeLens(page, 'gradients wrong');
    const panel = await webview(page, 'panel');
    const failed = panel.locator('.tensors tr[data-verdict="fail"]');
    assert.ok((await failed.count()) > 1);
    assert.ok(Number(await panel.locator('#sweep-chart').getAttribute('data-points')) > 20);
    await screenshot(page, 'check-wrong-dark');
    await setTheme(page, 'light');
    await screenshot(page, 'check-wrong-light');
  });

  it('shows expected and actual side by side in the Test Explorer', async () => {
    const { page } = workbench;
    await page.locator('.activitybar .action-item a[aria-label^="Testing"]').click();
    const tree = page.locator('.test-explorer .monaco-list-row');
    await tree.filter({ hasText: 'mine' }).first().waitFor();
    await runCommand(page, 'Test: Run All Tests');
    const failed = page.locator('.test-explorer .codicon-testing-failed-icon');
    await failed.first().waitFor();
    await runCommand(page, 'Test: Peek Output');
    await page.locator('.test-output-peek .monaco-diff-editor').first().waitFor();
    await screenshot(page, 'check-tests-light');
  });

  it('is corrected by the quick fix, after which all gradients are right', async () => {
    const { page } = workbench;
    await page.locator('.test-output-peek .codicon-close').first().click();
    await page.locator('.view-line', { hasText: '"df"' }).click();
    await page.keyboard.press('Home');
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowLeft');
    const fix = page.locator('.action-widget .monaco-list-row', {
      hasText: 'Replace df with the derivative of f',
    });
    await eventually('the quick fix', async () => {
      await page.keyboard.press('Control+.');
      await fix.first().waitFor({ timeout: 3000 });
      return true;
    });
    await screenshot(page, 'check-fix-light');
    await page.keyboard.press('Enter');
    await eventually('all right', async () => /All 17 gradients are right/.test(await headline()));
    await codeLens(page, '17 gradients right');
    await eventually('no squiggle', async () => (await page.locator('.squiggly-error').count()) === 0);
    const failed = page.locator('.test-explorer .codicon-testing-failed-icon');
    await eventually('no failed test', async () => (await failed.count()) === 0);
    await page.keyboard.press('Control+j');
    await screenshot(page, 'check-right-light');
    await setTheme(page, 'dark');
    await page.setViewportSize({ width: 1900, height: 1200 });
    await screenshot(page, 'check-right-dark');
  });
});
