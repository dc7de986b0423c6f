import assert from 'node:assert/strict';
import type { Frame, Page } from 'playwright-core';
import { englishIn } from './englishIn.js';
import { draws, mapEpoch, seenWhen, textSays } from './panel.js';
import { eventually, openWorkbench, screenshot, webview, type Workbench } from './workbench.js';

describe('The first tour in Chinese', () => {
  let workbench: Workbench;
  let page: Page;
  let panel: Frame;
  before(async () => {
    workbench = await openWorkbench({ locale: 'zh-cn', asStarted: true });
    page = workbench.page;
    panel = await webview(page, 'panel');
  });
  after(() => workbench.close());

  const track = () => panel.locator('.timeline-track');
  const trained = async (): Promise<void> => {
    await panel.locator('.button-primary').click();
    await seenWhen(page, 'done', ({ state }) => state === 'done');
    await eventually('it was watched', async () => {
      const detail = await panel.locator('.timeline-detail').innerText();
      return detail === '' && (await mapEpoch(panel)) === 200;
    });
  };
  const speaksChinese = async (): Promise<void> => assert.deepEqual(await englishIn(panel), []);

  it('watches the spiral being learned', async () => {
    await panel.getByText('就绪', { exact: true }).waitFor();
    await speaksChinese();
    await screenshot(page, 'chinese-tour-start');
    await trained();
    await panel.getByText('完成', { exact: true }).waitFor();
    await speaksChinese();
    await screenshot(page, 'chinese-tour-trained');
  });

  it('drags the timeline back', async () => {
    const box = (await track().boundingBox())!;
    await page.mouse.move(box.x + box.width - 2, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.1, box.y + box.height / 2, { steps: 5 });
    await page.mouse.up();
    const wanted = Number(await track().getAttribute('aria-valuenow'));
    assert.ok(wanted > 5 && wanted < 40, String(wanted));
    await eventually('the map is of that epoch', async () => (await mapEpoch(panel)) === wanted);
    await panel.getByText('· 查看中').waitFor();
    await speaksChinese();
    await screenshot(page, 'chinese-tour-earlier');
  });

  it('points at a unit, which is shown large', async () => {
    await panel.getByRole('button', { name: '回到最后' }).click();
    await eventually('the map is of the end', async () => (await mapEpoch(panel)) === 200);
    const diagram = panel.locator('.picture').first();
    await diagram.focus();
    for (let press = 0; press < 3; press++) await diagram.press('ArrowRight');
    await panel.getByRole('heading', { name: 'h1_1 的输出（第 1 层）' }).waitFor();
    await speaksChinese();
    await screenshot(page, 'chinese-tour-unit');
    await diagram.press('Escape');
  });

  it('adds a unit in the text, and undoes it in the editor', async () => {
    await panel.getByRole('button', { name: '为第 1 层添加一个单元' }).click();
    await textSays(page, '"units": 33');
    await draws(page, '33 relu');
    await speaksChinese();
    await screenshot(page, 'chinese-tour-more');
    await page.locator('.editor-group-container .monaco-editor .view-line').first().click();
    await page.keyboard.press('Control+z');
    await draws(page, 'h1 · 32 relu, h2 · 32 relu');
  });

  it('branches from an epoch', async () => {
    await trained();
    const { run: before } = await seenWhen(page, 'done', ({ state }) => state === 'done');
    await track().focus();
    await page.keyboard.press('Home');
    for (let press = 0; press < 3; press++) await page.keyboard.press('PageUp');
    await eventually('the map is of epoch 30', async () => (await mapEpoch(panel)) === 30);
    await panel.getByRole('button', { name: '从这里继续' }).click();
    const branch = await seenWhen(page, 'the branch is done', ({ run, state }) => run !== before && state === 'done'); // prettier-ignore
    assert.equal(branch.epoch, 200);
    await panel.getByText(/^从第 \d+ 次运行的第 30 轮分出的分支$/).waitFor();
    await speaksChinese();
    await screenshot(page, 'chinese-tour-branch');
  });
});
