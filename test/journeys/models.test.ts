import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Frame, Page } from 'playwright-core';
import { seenWhen } from './panel.js';
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
  webview,
  type Workbench,
} from './workbench.js';

const continued = `{
  "layers": [{ "units": 16, "activation": "relu" }, { "units": 3, "activation": "softmax" }],
  "loss": "crossEntropy",
  "data": { "file": "iris.csv", "target": "species", "normalize": "standardize", "validationSplit": 0.2 },
  "weights": "iris.safetensors",
  "training": { "seed": 11 },
}
`;

describe('A trained network', () => {
  let workbench: Workbench;
  let page: Page;
  before(async () => {
    workbench = await openWorkbench({ files: { 'continued.backprop.json': continued } });
    page = workbench.page;
  });
  after(() => workbench.close());

  const outputs = async (panel: Frame): Promise<string | null> =>
    panel.locator('.predict-answer').getAttribute('data-outputs');
  /** Accepts the file that the dialog proposes, and waits until the file exists. */
  const acceptFile = async (name: string): Promise<void> => {
    await quickInput(page).locator('input[type=text]').waitFor();
    await eventually(`the dialog proposes ${name}`, async () =>
      (await quickInput(page).locator('input[type=text]').inputValue()).endsWith(name),
    );
    await page.keyboard.press('Enter');
    await eventually(name, () => Promise.resolve(existsSync(path.join(workbench.folder, name))));
  };

  /** Enters the name of a file in the editor's dialog, until the dialog is over. It refuses a name while it lists the folder. */
  const chooseFile = async (name: string, isOver: () => Promise<boolean>): Promise<void> => {
    const input = quickInput(page).locator('input[type=text]');
    await eventually('the dialog shows the folder', async () => (await input.inputValue()).endsWith('/'));
    await eventually(`the dialog accepts ${name}`, async () => {
      if (await isOver()) return true;
      if ((await input.inputValue()).endsWith('/')) {
        await input.fill(path.join(workbench.folder, name));
        await page.keyboard.press('Enter');
      }
      return isOver();
    });
  };

  it('predicts for the inputs that a person sets', async () => {
    await openFile(page, 'iris.backprop.json');
    await (await codeLens(page, 'Train')).click();
    await seenWhen(page, 'done', ({ state }) => state === 'done');
    const panel = await webview(page, 'panel');
    await panel.getByRole('tab', { name: 'Predict', exact: true }).click();
    await eventually('a prediction', async () => (await outputs(panel)) !== null);
    // The run is played from its recording at first.
    await panel.getByText('With the parameters after epoch 100').waitFor();
    const before = await outputs(panel);
    await panel.getByRole('slider', { name: 'petal_length' }).focus();
    await page.keyboard.press('Home');
    await eventually('another prediction', async () => (await outputs(panel)) !== before);
    for (const theme of ['light', 'highContrastDark', 'dark'] as const) {
      await setTheme(page, theme);
      await screenshot(page, `predict-${theme}`);
    }
  });

  it('is saved, and another config starts with it', async () => {
    const panel = await webview(page, 'panel');
    await panel.getByRole('button', { name: 'Save Model…' }).click();
    await acceptFile('iris.safetensors');
    await page.getByText('is saved in "iris.safetensors"').first().waitFor();
    const shown = await outputs(panel);
    await openFile(page, 'continued.backprop.json');
    await (await codeLens(page, 'Open panel')).click();
    await page.locator('.tab.active', { hasText: 'continued' }).last().waitFor();
    await seenWhen(page, 'a run at its start', ({ state }) => state === 'ready');
    const other = await webview(page, 'panel');
    await other.getByRole('tab', { name: 'Predict', exact: true }).click();
    await other.getByRole('slider', { name: 'petal_length' }).focus();
    await page.keyboard.press('Home');
    await eventually('the same prediction', async () => (await outputs(other)) === shown);
    await screenshot(page, 'model-continued');
  });

  it('predicts all rows of a table into a file', async () => {
    const { folder } = workbench;
    const panel = await webview(page, 'panel');
    await panel.getByRole('button', { name: 'Predict a File…' }).click();
    await chooseFile('iris.csv', async () => {
      const proposed = await quickInput(page).locator('input[type=text]').inputValue({ timeout: 5000 });
      return proposed.endsWith('iris-predictions.csv');
    });
    await acceptFile('iris-predictions.csv');
    await page.getByText('The predictions for 150 rows are in "iris-predictions.csv".').first().waitFor();
    const lines = readFileSync(path.join(folder, 'iris-predictions.csv'), 'utf8').trimEnd().split('\n');
    assert.equal(lines[0], 'prediction,probability');
    const truth = readFileSync(path.join(folder, 'iris.csv'), 'utf8').trimEnd().split('\n').slice(1);
    const right = lines.slice(1).filter((line, i) => truth[i].endsWith(line.split(',')[0])).length;
    assert.ok(right >= 135, `${right} of 150`);
    await screenshot(page, 'predicted-file');
  });

  it('is exported as a page that shows what the panel shows', async () => {
    await runCommand(page, 'Backprop: Export Model…');
    await pick(page, 'HTML page');
    await acceptFile('continued.html');
    const opened = await page.context().newPage();
    await opened.goto(`file://${path.join(workbench.folder, 'continued.html')}`);
    await opened.getByRole('slider', { name: 'petal_length' }).focus();
    await opened.keyboard.press('Home');
    const panel = await webview(page, 'panel');
    const wanted = await outputs(panel);
    const written = await opened.locator('.predict-answer').getAttribute('data-outputs');
    await opened.screenshot({ path: path.join(workbench.folder, 'page.png') });
    await opened.close();
    assert.equal(written, wanted);
  });

  it('is brought in from a file', async () => {
    const { folder } = workbench;
    await runCommand(page, 'Backprop: Import Model…');
    const question = quickInput(page).getByText('Replace iris.backprop.json');
    await chooseFile('iris.safetensors', () => question.isVisible());
    await page.keyboard.press('Enter');
    await page.locator('.tab.active[data-resource-name="iris-2.backprop.json"]').waitFor();
    await screenshot(page, 'model-imported');
    const text = readFileSync(path.join(folder, 'iris-2.backprop.json'), 'utf8');
    assert.match(text, /"weights": "iris(-2)?\.safetensors"/);
  });

  it('is read by the Python helper that a command saves', async () => {
    await runCommand(page, 'Backprop: Save the Python Helper…');
    await acceptFile('backprop_lab.py');
    await page.locator('.tab.active[data-resource-name="backprop_lab.py"]').waitFor();
    assert.match(readFileSync(path.join(workbench.folder, 'backprop_lab.py'), 'utf8'), /^"""/);
  });
});
