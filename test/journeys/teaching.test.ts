import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { classAnswers, homeworkConfig } from '../jobs/classroom.js';
import { eventually, openWorkbench, quickInput, screenshot, setTheme, webview } from './workbench.js';
import type { Workbench } from './workbench.js';

const sheetName = 'worked-example-2-2-2.sheet.md';

const answers = classAnswers.map(({ file, content }) => [`class/answers/${file}`, content]);

describe('A worksheet', () => {
  let workbench: Workbench;
  let page: Page;
  before(async () => {
    workbench = await openWorkbench({ theme: 'light' });
    ({ page } = workbench);
    // The menu has what extensions contribute once their view is in the activity bar.
    await page.getByRole('tab', { name: 'Backprop Lab' }).waitFor();
  });
  after(() => workbench.close());

  it('writes a worksheet from the menu of a config', async () => {
    await choose(page, 'worked-example-2-2-2.backprop.json', 'New Worksheet…');
    await quickInput(page).locator('.monaco-list-row').first().waitFor();
    await page.keyboard.press('Enter');
    await page.locator(`.tab.active[data-resource-name="${sheetName}"]`).waitFor();
    assert.match(readFileSync(path.join(workbench.folder, sheetName), 'utf8'), /____/);
  });

  it('sees at once whether a number in it is right', async () => {
    await replace(page, '____', '0.5');
    await page.locator('.squiggly-error').first().waitFor();
    await page.keyboard.press('F8');
    const problem = page.locator('.marker-widget', { hasText: 'is not right yet.' });
    const [, name] = /(\S+) is not right yet/.exec(await problem.innerText())!;
    await screenshot(page, 'worksheet-wrong');
    await page.keyboard.press('Escape');
    const key = readFileSync(path.join(workbench.folder, sheetName.replace('.md', '.key.md')), 'utf8');
    const [, right] = new RegExp(`<!-- backprop: ${name} --> (-?[\\d.e-]+)$`, 'm').exec(key)!;
    await replace(page, '--> 0.5', `--> ${right}`);
    await eventually('no number is wrong', async () => (await page.locator('.squiggly-error').count()) === 0);
    await screenshot(page, 'worksheet-right');
  });
});

describe('The answers of a class', () => {
  let workbench: Workbench;
  let page: Page;
  before(async () => {
    workbench = await openWorkbench({
      theme: 'light',
      files: {
        'class/homework.backprop.json': JSON.stringify(homeworkConfig),
        ...(Object.fromEntries(answers) as Record<string, string | Uint8Array>),
      },
    });
    ({ page } = workbench);
    // The menu has what extensions contribute once their view is in the activity bar.
    await page.getByRole('tab', { name: 'Backprop Lab' }).waitFor();
  });
  after(() => workbench.close());

  it('grades a class from the menu of its folder', async () => {
    await row(page, 'class').click();
    await row(page, 'answers').waitFor();
    // The explorer may close a menu that was opened while it lists the folder.
    await eventually('the grades are open', async () => {
      await choose(page, 'answers', 'Grade Answers…');
      await page.locator('.tab', { hasText: 'Grades of answers' }).waitFor({ timeout: 8000 });
      return true;
    });
    const grades = await webview(page, 'grades');
    const rows = grades.locator('.grades-table tbody tr');
    await eventually('every answer has its row', async () => (await rows.count()) === classAnswers.length);
    for (const theme of ['light', 'dark', 'highContrastDark'] as const) {
      await setTheme(page, theme);
      await screenshot(page, `grades-${theme}`);
    }
  });

  it('lists the answers with one mistake, and opens one at its first wrong number', async () => {
    const grades = await webview(page, 'grades');
    const rows = grades.locator('.grades-table tbody tr');
    await grades.locator('.mistakes button').first().click();
    await eventually('fewer answers are listed', async () => (await rows.count()) < classAnswers.length / 2);
    await screenshot(page, 'grades-of-one-mistake');
    const file = await rows.first().locator('a, button').first().innerText();
    await rows.first().locator('a, button').first().click();
    await page.locator(`.tab.active[data-resource-name="${path.basename(file)}"]`).waitFor();
    assert.ok(classAnswers.some((answer) => answer.file === file && answer.verdict === 'wrong'));
    await screenshot(page, 'grades-answer');
  });
});

/** Chooses an item in the menu of a file or folder in the explorer. */
async function choose(page: Page, name: string, item: string): Promise<void> {
  await row(page, name).click({ button: 'right' });
  await page.locator('.monaco-menu').getByText(item, { exact: true }).click();
}

const row = (page: Page, name: string): Locator =>
  page.locator('.explorer-folders-view .monaco-list-row').getByText(name, { exact: true });

/** Replaces the next occurrence of a text in the active editor, as a person does who looks for it and types. */
async function replace(page: Page, text: string, by: string): Promise<void> {
  await page.keyboard.press('Control+f');
  await page.locator('.find-widget.visible textarea').first().fill(text);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await page.keyboard.type(by);
}
