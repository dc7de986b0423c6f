import assert from 'node:assert/strict';
import type { Frame, Locator } from 'playwright-core';
import { panelCanBeRead } from './contrast.js';
import { atStep, stepThroughExample } from './panel.js';
import { codeLens, eventually, openWorkbench, screenshot, setTheme } from './workbench.js';
import type { Workbench } from './workbench.js';

describe('Stepping through the worked example', () => {
  let workbench: Workbench;
  let panel: Frame;
  before(async () => {
    workbench = await openWorkbench();
  });
  after(() => workbench.close());

  const button = (name: string): Locator => panel.getByRole('button', { name, exact: true });
  const side = (name: string): Locator => panel.locator(`.formula-card .${name} .formula`);
  const at = (words: string): Promise<void> => atStep(panel, words);
  const said = async (name: string): Promise<string> => (await side(name).getAttribute('aria-label')) ?? '';
  /** Returns the lines of the config that are highlighted for the step. */
  const marked = (): Promise<string[]> =>
    workbench.page
      .locator('.monaco-editor .view-overlays > div')
      .filter({ has: workbench.page.locator('[class*="ced-"]') })
      .allInnerTexts();

  it('begins with the net input of h1', async () => {
    const { page } = workbench;
    panel = await stepThroughExample(page);
    assert.match(await said('substituted'), /0\.15·0\.05 \+ 0\.2·0\.1/);
    await side('result').locator('.katex').waitFor();
    assert.match(await said('result'), /0\.3775/);
    await screenshot(page, 'stepper-first-dark');
  });

  it('moves forward to the output of h1, and back', async () => {
    const { page } = workbench;
    await button('Forward').click();
    await at('Output of h1');
    assert.match(await said('result'), /0\.59327/);
    await button('Back').click();
    await at('Net input of h1');
    await page.keyboard.press('ArrowRight');
    await at('Output of h1');
    assert.equal((await marked()).length, 1);
  });

  it('follows a number to the step that made it', async () => {
    await side('substituted').getByRole('button').first().click();
    await at('Net input of h1');
  });

  it('shows all digits', async () => {
    const digits = panel.locator('vscode-dropdown[aria-label="Digits"]');
    await button('Forward').click();
    await at('Output of h1');
    await digits.click();
    await digits.getByText('all digits').click();
    await eventually('all the digits', async () => /0\.593269992107187\d/.test(await said('result')));
    await digits.click();
    await digits.getByText('9 digits').click();
    await eventually('nine digits', async () => /0\.593269992$/.test(await said('result')));
  });

  it('writes out the chain rule of a weight that is clicked', async () => {
    const { page } = workbench;
    await panel.locator('.step .network .label[data-column="1"][data-unit="0"][data-input="0"]').click();
    const chain = panel.locator('.chain');
    await chain.getByText('Chain rule for w1, along every path').waitFor();
    await chain.locator('.result .katex').waitFor();
    const value = await chain.locator('.result .formula').getAttribute('aria-label');
    assert.match(value ?? '', /0\.000438567/);
    await screenshot(page, 'stepper-chain-dark');
  });

  it('ends with the updates, and continues to the next pass with the new weights', async () => {
    const { page } = workbench;
    await button('Last').click();
    await panel.locator('.formula-card[data-step="42"]').waitFor();
    await screenshot(page, 'stepper-last-dark');
    await button('Next pass').click();
    await at('Net input of h1');
    await panel.getByText('Epoch 2, mini-batch 1').waitFor();
    assert.match(await said('substituted'), /0\.149780716·0\.05/);
  });

  it('can be read in every theme', async () => {
    const { page } = workbench;
    for (const theme of ['light', 'highContrastDark', 'highContrastLight'] as const) {
      await setTheme(page, theme);
      await panelCanBeRead(page, theme);
      await screenshot(page, `stepper-${theme}`);
    }
    await setTheme(page, 'dark');
  });

  it('is opened by the code lens too, where the panel shows training', async () => {
    const { page } = workbench;
    await panel.getByRole('tab', { name: 'Train', exact: true }).click();
    await panel.locator('#loss-chart, .train').first().waitFor();
    await (await codeLens(page, 'Step through')).click();
    await at('Net input of h1');
  });
});
