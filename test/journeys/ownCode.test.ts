import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  codeLens,
  eventually,
  openFile,
  openWorkbench,
  runCommand,
  screenshot,
  webview,
} from './workbench.js';
import type { Workbench } from './workbench.js';

/** A person's own backpropagation with a mistake: the derivative of tanh is taken of the net input. */
const script = `const { layers, inputs, targets } = JSON.parse(require('node:fs').readFileSync(0, 'utf8'));
const [{ weights: W1, bias: b1 }, { weights: W2, bias: b2 }] = layers;
const column = (x, f) => x.map((value, i) => f(value, i));
const dot = (u, v) => u.reduce((sum, value, i) => sum + value * v[i], 0);

const x = inputs[0];
const z1 = column(W1, (w, i) => dot(w, x) + b1[i]);
const a1 = column(z1, Math.tanh);
const y = 1 / (1 + Math.exp(-(dot(W2[0], a1) + b2[0])));

const delta2 = (y - targets[0][0]) * y * (1 - y);
const dW2 = [column(a1, (a) => delta2 * a)];
const db2 = [delta2];
const delta1 = column(W2[0], (w, i) => delta2 * w * (1 - z1[i] ** 2));
const dW1 = column(delta1, (d) => column(x, (value) => d * value));
const db1 = delta1;
console.log(JSON.stringify({ dW1, db1, dW2, db2 }));
`;
/** The text is short, so that all of it is on the screen. */
const config = `{
  "name": "Own code",
  "layers": [
    { "weights": [[0.5, -0.3], [0.8, 0.2]], "bias": [0.1, 0.2], "activation": "tanh" },
    { "weights": [[0.4, 0.45]], "bias": [0.6], "activation": "sigmoid" }
  ],
  "loss": "halfSquaredError",
  "data": { "inputs": [[1.5, -0.7]], "targets": [[0.2]] },
  "gradientCheck": { "compare": { "command": ["node", "own.cjs"] } }
}
`;

describe('A program of the user', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await openWorkbench({
      theme: 'light',
      settings: { 'backprop.openPanelOnTrain': false },
      files: { 'own.cjs': script, 'own.backprop.json': config },
    });
  });
  after(() => workbench.close());

  it('has a squiggle at its own line', async () => {
    const { page } = workbench;
    await openFile(page, 'own.cjs');
    await openFile(page, 'own.backprop.json');
    await (await codeLens(page, 'Check gradients')).click();
    await page.locator('.squiggly-error').first().waitFor();
    await page.locator('.tab[data-resource-name="own.cjs"]').first().click();
    const line = page.locator('.view-line', { hasText: 'dW1 = ' });
    await eventually('two wrong lines', async () => (await page.locator('.squiggly-error').count()) === 2);
    await line.click();
    await page.keyboard.press('Home');
    await page.keyboard.press('F8');
    await page.locator('.marker-widget', { hasText: 'net input' }).waitFor();
    await screenshot(page, 'own-code-light');
    await page.keyboard.press('Escape');
  });

  it('has its mistake in the panel, as two formulas that lead to the step of the pass', async () => {
    const { page } = workbench;
    await page.locator('.tab[data-resource-name="own.backprop.json"]').first().click();
    await runCommand(page, 'Backprop: Open Panel');
    const panel = await webview(page, 'panel');
    await panel.getByRole('tab', { name: 'Check', exact: true }).click();
    const diagnosis = panel.locator('.diagnosis').first();
    await diagnosis.getByText('net input').first().waitFor();
    await diagnosis.scrollIntoViewIfNeeded();
    await screenshot(page, 'own-code-diagnosis-light');
    await diagnosis.getByText('Show the step').click();
    await panel.locator('.step-words', { hasText: /^Delta of h/ }).waitFor();
    await screenshot(page, 'own-code-step-light');
  });

  it('has its tensors in the Test Explorer', async () => {
    const { page } = workbench;
    await page.locator('.activitybar .action-item a[aria-label^="Testing"]').click();
    const row = (text: string) => page.locator('.test-explorer .monaco-list-row', { hasText: text });
    await row('Own code').first().click();
    await page.keyboard.press('ArrowRight');
    await row('node own.cjs').click();
    await page.keyboard.press('ArrowRight');
    await eventually('six tests right and four wrong', async () => {
      const [failed, passed] = ['failed', 'passed'].map((kind) =>
        page.locator(`.test-explorer .monaco-list-row .codicon-testing-${kind}-icon`),
      );
      // The config, the program, and the weights and the bias of its first layer are wrong.
      return (await failed.count()) === 4 && (await passed.count()) === 6;
    });
    await screenshot(page, 'own-code-tests-light');
  });

  it('has none once it is fixed and saved', async () => {
    const { page, folder } = workbench;
    await page.locator('.tab[data-resource-name="own.cjs"]').first().click();
    await page.locator('.view-line', { hasText: 'delta1 = ' }).click();
    await page.keyboard.press('End');
    for (let i = 0; i < 'z1[i] ** 2));'.length; i++) await page.keyboard.press('Shift+ArrowLeft');
    await page.keyboard.type('a1[i] ** 2));');
    await page.keyboard.press('Control+s');
    await eventually('it is saved', () =>
      Promise.resolve(readFileSync(path.join(folder, 'own.cjs'), 'utf8').includes('1 - a1[i] ** 2')),
    );
    await page.locator('.test-explorer .monaco-list-row', { hasText: 'node own.cjs' }).locator('.codicon-testing-passed-icon').waitFor(); // prettier-ignore
    assert.equal(await page.locator('.squiggly-error').count(), 0);
    await screenshot(page, 'own-code-fixed-light');
  });
});

describe('A program of the user in Restricted Mode', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await openWorkbench({
      isRestricted: true,
      settings: { 'backprop.openPanelOnTrain': false },
      files: {
        'own.cjs': "require('node:fs').writeFileSync('ran', '');",
        'own.backprop.json': config,
      },
    });
  });
  after(() => workbench.close());

  it('is not run on save or by a check, and the editor says so', async () => {
    const { page, folder } = workbench;
    await openFile(page, 'own.backprop.json');
    const lens = await codeLens(page, 'Check gradients');
    await page.locator('.view-line', { hasText: '"name"' }).click();
    await page.keyboard.press('Home');
    await page.keyboard.type(' ');
    await page.keyboard.press('Control+s');
    const message = page.locator('.notification-list-item-message', {
      hasText: 'not run in Restricted Mode',
    });
    await message.first().waitFor();
    await screenshot(page, 'own-code-restricted');
    await runCommand(page, 'Notifications: Clear All Notifications');
    await lens.click();
    await page.locator('.squiggly-warning').first().waitFor();
    writeFileSync(path.join(folder, 'own.cjs'), "require('node:fs').writeFileSync('ran', 'again');");
    await page.keyboard.press('Control+s');
    assert.equal(await message.count(), 0);
    assert.equal(existsSync(path.join(folder, 'ran')), false);
  });
});
