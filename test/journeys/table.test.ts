import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { seenWhen } from './panel.js';
import { openWorkbench, quickInput, screenshot, webview, type Workbench } from './workbench.js';

/** Returns a table of passengers with an identifier, names, categories and gaps, whose last column depends on the others. */
function passengers(): string {
  const rows = Array.from({ length: 240 }, (_, i) => {
    const age = (i * 29) % 71;
    const sex = i % 2 === 0 ? 'female' : 'male';
    const port = i % 13 === 4 ? '' : ['Cherbourg', 'Queenstown', 'Southampton'][i % 3];
    const isRescued = sex === 'female' ? age > 12 : age < 20;
    return `${i + 1},Passenger ${i * 7},${i % 9 === 2 ? '' : age},${sex},${port},${isRescued ? 'yes' : 'no'}`;
  });
  return ['id,name,age,sex,port,rescued', ...rows].join('\n');
}

describe('Training on a table', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await openWorkbench({
      settings: { 'workbench.startupEditor': 'none' },
      files: { 'passengers.csv': passengers() },
    });
  });
  after(() => workbench.close());

  it('leads from the explorer to a confusion matrix with two clicks, a key and a press of Train', async () => {
    const { page, folder } = workbench;
    // The menu has what extensions contribute once their view is in the activity bar.
    await page.getByRole('tab', { name: 'Backprop Lab' }).waitFor();
    const row = page
      .locator('.explorer-folders-view .monaco-list-row')
      .getByText('passengers.csv', { exact: true });
    await row.click({ button: 'right' });
    await page.locator('.monaco-menu').getByText('Train on This Table…').click();
    const list = quickInput(page);
    await list.getByText('yes or no · 2 values · no gaps').waitFor();
    await screenshot(page, 'table-targets');
    assert.match(await list.locator('.monaco-list-row.focused').innerText(), /rescued/);
    await page.keyboard.press('Enter');
    await page.locator('.tab.active[data-resource-name="passengers.backprop.json"]').waitFor();
    const panel = await webview(page, 'panel');
    await seenWhen(page, 'a run at its start', ({ state }) => state === 'ready');
    await screenshot(page, 'table-config');
    await panel.getByRole('button', { name: 'Train', exact: true }).click();
    await seenWhen(page, 'the end of the run', ({ state }) => state === 'done');
    await panel.locator('table.confusion').first().waitFor();
    await screenshot(page, 'table-trained');
    const text = readFileSync(path.join(folder, 'passengers.backprop.json'), 'utf8');
    assert.match(text, /"id": "ignore", \/\/ It numbers the rows/);
    assert.match(text, /"name": "ignore", \/\/ Its texts are nearly all different/);
    assert.match(text, /"port": "category"/);
  });

  it('proposes another name for the config where there is one', async () => {
    const { page } = workbench;
    const row = page
      .locator('.explorer-folders-view .monaco-list-row')
      .getByText('passengers.csv', { exact: true });
    await row.click({ button: 'right' });
    await page.locator('.monaco-menu').getByText('Train on This Table…').click();
    const list = quickInput(page);
    await list.getByText('yes or no · 2 values · no gaps').waitFor();
    await page.keyboard.press('Enter');
    await list.getByText('Replace passengers.backprop.json').waitFor();
    await screenshot(page, 'table-exists');
    await page.keyboard.press('Enter');
    await page.locator('.tab.active[data-resource-name="passengers-2.backprop.json"]').waitFor();
  });
});
