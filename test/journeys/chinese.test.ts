import assert from 'node:assert/strict';
import type { Frame } from 'playwright-core';
import { englishIn } from './englishIn.js';
import { openSidebar, seenWhen } from './panel.js';
import {
  codeLens,
  eventually,
  openFile,
  openWorkbench,
  screenshot,
  webview,
  type Workbench,
} from './workbench.js';

const example = 'worked-example-2-2-2.backprop.json';

describe('In Chinese', () => {
  let workbench: Workbench;
  let panel: Frame;
  before(async () => {
    workbench = await openWorkbench({ locale: 'zh-cn' });
    await openFile(workbench.page, example);
  });
  after(() => workbench.close());

  it('a key of the file is explained on hover', async () => {
    const { page } = workbench;
    const key = page.locator('.monaco-editor .view-line').getByText('"loss"', { exact: true });
    const words = page.locator('.monaco-hover').getByText('要最小化的量').first();
    // The editor's JSON service may not be ready yet.
    await eventually('hover', async () => {
      await page.locator('.tab.active').hover();
      await key.hover();
      await words.waitFor({ timeout: 2000 });
      return true;
    });
    await screenshot(page, 'chinese-hover');
  });

  it('the worked example is trained', async () => {
    const { page } = workbench;
    await (await codeLens(page, '训练')).click();
    await seenWhen(page, 'the end', ({ state }) => state === 'done');
    panel = await webview(page, 'panel');
    await panel.getByText('完成', { exact: true }).waitFor();
    assert.deepEqual(await englishIn(panel, 'Worked example'), []);
    await screenshot(page, 'chinese-panel');
  });

  it('the training view offers the next run', async () => {
    const { page } = workbench;
    const sidebar = await openSidebar(page);
    await sidebar.getByText('学习率').waitFor();
    assert.deepEqual(await englishIn(sidebar, 'Worked example'), []);
    await screenshot(page, 'chinese-sidebar');
  });

  it('a pass is stepped through', async () => {
    const { page } = workbench;
    await panel.getByRole('tab', { name: '逐步查看' }).click();
    const words = panel.locator('.step-words');
    await words.getByText('h1 的净输入', { exact: true }).waitFor();
    assert.deepEqual(await englishIn(panel, 'Worked example'), []);
    await panel.evaluate(async () => {
      await document.fonts.ready;
    });
    await screenshot(page, 'chinese-step');
  });

  it('gradients are checked', async () => {
    const { page } = workbench;
    await panel.getByRole('tab', { name: '检查', exact: true }).click();
    await panel.getByRole('button', { name: '检查梯度' }).first().click();
    await panel.locator('.headline h2').getByText('个梯度都正确').waitFor();
    assert.deepEqual(await englishIn(panel, 'Worked example'), []);
    await screenshot(page, 'chinese-check');
  });
});
