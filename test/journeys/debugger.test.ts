import assert from 'node:assert/strict';
import type { Frame, Locator, Page } from 'playwright-core';
import { atStep, stepThroughExample } from './panel.js';
import { eventually, openWorkbench, screenshot, type Workbench } from './workbench.js';

/** Returns a row of the call stack or of the variables by the start of its text. */
const row = (page: Page, view: 'call-stack' | 'variables', text: string): Locator =>
  page
    .locator(`.debug-${view} .monaco-list-row`)
    .filter({ hasText: new RegExp(`^\\s*${text}`) })
    .first();

/**
 * Clicks a button of the debug toolbar, which is enabled while the session stops somewhere, and waits for the frame.
 */
async function press(page: Page, button: string, frame: string): Promise<void> {
  await page.locator(`.debug-toolbar .codicon-debug-${button}:not(.disabled)`).click();
  await row(page, 'call-stack', frame).waitFor();
}

async function unfold(page: Page, name: string, child: string): Promise<void> {
  await eventually(`${child} in ${name}`, async () => {
    if (await row(page, 'variables', child).isVisible()) return true;
    await row(page, 'variables', name).locator('.monaco-tl-twistie').click({ timeout: 2000 });
    await row(page, 'variables', child).waitFor({ timeout: 2000 });
    return true;
  });
}

describe('Debugging the worked example', () => {
  let workbench: Workbench;
  let panel: Frame;
  const inPanel = (words: string): Promise<void> => atStep(panel, words);
  before(async () => {
    workbench = await openWorkbench({ viewport: { width: 1800, height: 1000 } });
  });
  after(() => workbench.close());

  it('starts with F5 beside the panel and stops at the first step, on the line of h1’s weights', async () => {
    const { page } = workbench;
    panel = await stepThroughExample(page);
    await page.locator('.monaco-editor .view-line').first().click();
    await page.keyboard.press('F5');
    await row(page, 'call-stack', 'h1: net_h1 = 0.3775').waitFor();
    await page.locator('.debug-top-stack-frame-line').first().waitFor();
    await screenshot(page, 'debugger-entry-dark');
  });

  it('steps into h1 and back', async () => {
    const { page } = workbench;
    await press(page, 'step-into', 'h1: out_h1 = 0.593269992');
    await inPanel('Output of h1');
    await press(page, 'step-back', 'h1: net_h1 = 0.3775');
    await inPanel('Net input of h1');
  });

  it('changes w5 in Variables, which updates values and panel', async () => {
    const { page } = workbench;
    await unfold(page, 'Parameters', 'layer 2');
    await unfold(page, 'layer 2', 'W');
    await unfold(page, 'W', 'o1');
    await unfold(page, 'o1', 'w5');
    await row(page, 'variables', 'w5').dblclick();
    const input = page.locator('.debug-variables .monaco-inputbox input');
    await input.fill('0.7');
    await input.press('Enter');
    await row(page, 'variables', 'w5\\s*=\\s*0\\.7').waitFor();
    await press(page, 'step-over', 'h2: net_h2');
    await press(page, 'step-over', 'o1: net_o1 = 1.28388696');
    await inPanel('Net input of o1');
    const result = panel.locator('.formula-card .result .formula');
    assert.match((await result.getAttribute('aria-label')) ?? '', /1\.28389$/);
    await screenshot(page, 'debugger-w5-dark');
  });
});
