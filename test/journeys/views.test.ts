import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { openSidebar, panelSays, seenWhen, setNextRun } from './panel.js';
import {
  codeLens,
  eventually,
  openFile,
  openWorkbench,
  pick,
  quickInput,
  runCommand,
  screenshot,
  setTheme,
  type Workbench,
} from './workbench.js';

describe('The worked example', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await openWorkbench({ viewport: { width: 1800, height: 1000 } });
  });
  after(() => workbench.close());

  it('ends with the error that textbooks give', async () => {
    const { page } = workbench;
    await openFile(page, 'worked-example-2-2-2.backprop.json');
    await (await codeLens(page, 'Train')).click();
    const { last, epoch } = await seenWhen(page, 'done', ({ state }) => state === 'done');
    assert.equal(epoch, 10_000);
    assert.ok(Math.abs(last - 3.510188e-5) < 5e-12, String(last));
    await panelSays(page, 'w5');
    await screenshot(page, 'worked-example-dark');
    await setTheme(page, 'light');
    await screenshot(page, 'worked-example-light');
  });

  it('shows a descent as a path on its contour', async () => {
    const { page } = workbench;
    await openFile(page, 'descent-right.backprop.json');
    await (await codeLens(page, 'Train')).click();
    await seenWhen(page, 'done', ({ state }) => state === 'done');
    await screenshot(page, 'descent-light');
  });

  it('shows digits with a summary of the weights', async () => {
    const { page } = workbench;
    await openFile(page, 'digits.backprop.json');
    await (await codeLens(page, 'Train')).click();
    await seenWhen(page, 'a few epochs', ({ epoch, points }) => epoch > 2 && points > 2);
    await seenWhen(page, 'done', ({ state }) => state === 'done');
    await screenshot(page, 'digits-light');
  });

  it('says why one unit cannot learn XOR', async () => {
    const { page } = workbench;
    await openFile(page, 'xor-perceptron.backprop.json');
    await (await codeLens(page, 'Train')).click();
    await seenWhen(page, 'done', ({ state }) => state === 'done');
    await panelSays(page, 'Add a second layer');
    await screenshot(page, 'xor-perceptron-light');
  });
});

describe('The training view', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await openWorkbench({ theme: 'light' });
  });
  after(() => workbench.close());

  it('explains how to begin while no config is open', async () => {
    const { page } = workbench;
    const sidebar = await openSidebar(page);
    await sidebar.getByText('New config').click();
    await pick(page, 'Two half moons');
    await page.locator('.tab.active[data-resource-name="network.backprop.json"]').waitFor();
    await (await codeLens(page, 'Train')).click();
    const { points } = await seenWhen(page, 'done', ({ state }) => state === 'done');
    assert.equal(points, 201);
    await screenshot(page, 'new-config-light');
    await page.keyboard.press('Control+s');
    await page.locator('.tab.active.dirty').waitFor({ state: 'detached' });
    const saved = readFileSync(path.join(workbench.folder, 'network.backprop.json'), 'utf8');
    assert.match(saved, /"generator": "moons"/);
    await seenWhen(page, 'the run is still there', (seen) => seen.state === 'done' && seen.points === 201);
  });

  it('writes its settings into the file when asked to, and not before', async () => {
    const { page } = workbench;
    const text = (): Promise<string> => page.locator('.editor-instance .view-lines').first().innerText();
    await setNextRun(page, 'epochs', '321');
    assert.doesNotMatch(await text(), /321/);
    const sidebar = await openSidebar(page);
    await sidebar.getByText('Apply to file').click();
    await eventually('the file says so', async () => /"epochs":\s321/.test(await text()));
    await screenshot(page, 'settings-applied-light');
  });

  it('opens an example that is in the folder', async () => {
    const { page } = workbench;
    await runCommand(page, 'Backprop: Open Examples');
    await quickInput(page).getByText('batch-affine').waitFor();
    await screenshot(page, 'examples-light');
    await quickInput(page).locator('input[type=text]').fill('iris');
    await pick(page, 'iris');
    await page.locator('.tab.active[data-resource-name="iris.backprop.json"]').waitFor();
  });

  it('leads to the walkthrough', async () => {
    const { page } = workbench;
    await runCommand(page, 'Backprop: Open Walkthrough');
    await page.getByText('Train your first network').first().waitFor();
    await page.getByText('Describe a network in a file').first().waitFor();
    await screenshot(page, 'walkthrough-light');
    await setTheme(page, 'dark');
    await screenshot(page, 'walkthrough-dark');
  });
});

describe('Problems', () => {
  let workbench: Workbench;
  before(async () => {
    const text = `{
  "layers": [
    { "units": 4, "activation": "sigmiod" },
    { "units": 1, "weights": [[1, 2, 3]] }
  ],
  "loss": "meanSquaredError",
  "data": { "file": "iris.cvs", "target": "species" },
  "training": { "epoch": 10 }
}
`;
    workbench = await openWorkbench({ files: { 'wrong.backprop.json': text } });
  });
  after(() => workbench.close());

  it('are listed, and a refused run links to them', async () => {
    const { page } = workbench;
    await openFile(page, 'wrong.backprop.json');
    await (await codeLens(page, 'problems to train')).click();
    await page.locator('.markers-panel .monaco-list-row').getByText('Did you mean "sigmoid"?').waitFor();
    await runCommand(page, 'Backprop: Open Panel');
    await panelSays(page, 'The file can’t be trained yet.');
    await screenshot(page, 'problems-dark');
  });
});
