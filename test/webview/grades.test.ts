import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import type { FromGrades } from '../../src/protocol.js';
import { projectRoot } from '../host/paths.js';
import { clipped } from './harness/clipped.js';
import { checkPages, openPage, setTheme } from './harness/harness.js';
import { accessible, button, posted, settled } from './harness/steps.js';

const themes = ['dark', 'light', 'highContrastDark', 'highContrastLight'] as const;

async function show(page: Page, count: number, total = count): Promise<void> {
  await page.evaluate(
    ([graded, all]) =>
      window.harness.send({ type: 'hydrateGrades', view: window.harness.grades(graded, all), strings: {} }),
    [count, total] as const,
  );
  await settled(page);
}

const asked = async (page: Page): Promise<FromGrades[]> =>
  (await posted<FromGrades | { readonly type: 'loaded' }>(page)).filter((message) => message.type !== 'loaded'); // prettier-ignore
const files = (page: Page): Promise<(string | null)[]> =>
  page.locator('tr[data-file]').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-file')));

describe('The page with grades', function () {
  this.timeout(60_000);
  checkPages();
  let page: Page;
  beforeEach(async () => {
    page = await openPage('grades', { width: 1200, height: 900 });
  });

  it('has a row for each answer, in the order of the files', async () => {
    await show(page, 30);
    const listed = await files(page);
    assert.equal(listed.length, 30);
    assert.deepEqual(listed.slice(0, 3), ['group 1/student-0.json', 'group 1/student-3.json', 'group 1/student-6.json']); // prettier-ignore
    const cells = page.locator('tr[data-file="group 1/student-0.json"] td');
    const [file, verdict, numbers, mistakes, first] = await cells.allInnerTexts();
    assert.deepEqual([file, verdict, numbers], ['group 1/student-0.json', 'Wrong', '18 of 43']);
    assert.match(mistakes, /^Activation derivative left out\s+Wrong sign$/);
    assert.match(first, /^∂E\/∂w1\s+0\.1000, right: 0\.02500; line 2$/);
    const unreadable = await page
      .locator('tr[data-verdict="unreadable"] td')
      .first()
      .locator('xpath=..')
      .innerText();
    assert.match(unreadable, /Unreadable\s+"group 1\/student-9\.json", line 3: NaN is not a number\./);
    assert.match(await page.locator('tr[data-file$="student-2.json"]').innerText(), /43 of 43\s+missing: 18/);
    assert.match(await page.locator('.figures').innerText(), /Right\s+9\s+Wrong\s+18\s+Unreadable\s+3\s+Incomplete\s+1/); // prettier-ignore
  });

  it('shows the message of a mistake on demand, without opening the answer', async () => {
    await show(page, 12);
    const row = page.locator('tr[data-file="group 1/student-6.json"]');
    const message = row.getByText('the derivative of sigmoid is left out');
    assert.ok(await message.isHidden());
    await row.getByText('Activation derivative left out').click();
    assert.ok(await message.isVisible());
    assert.deepEqual(await asked(page), []);
  });

  it('lists only the answers with a mistake that is chosen, and all again', async () => {
    await show(page, 30);
    const bar = page.getByRole('button', { name: /^Another formula/ });
    assert.match(await bar.innerText(), /9 of 30/);
    await bar.click();
    assert.equal(await bar.getAttribute('aria-pressed'), 'true');
    assert.equal((await files(page)).length, 9);
    await page.getByRole('heading', { name: 'Answers with this mistake (9)' }).waitFor();
    await bar.click();
    assert.equal((await files(page)).length, 30);
  });

  it('draws bars as long as the share of the answers', async () => {
    await show(page, 30);
    const shares = await page.locator('.mistake').evaluateAll((bars) =>
      bars.map((bar) => {
        const [track, filled] = ['.mistake-track', '.mistake-filled'].map(
          (name) => bar.querySelector(name)?.getBoundingClientRect().width ?? NaN,
        );
        return filled / track;
      }),
    );
    const counts = await page.locator('.mistake-count').allInnerTexts();
    assert.equal(shares.length, 3);
    for (const [i, share] of shares.entries())
      assert.ok(Math.abs(share - parseInt(counts[i]) / 30) < 0.01, `${share} for ${counts[i]}`);
  });

  it('opens an answer with the pointer or the keyboard', async () => {
    await show(page, 30);
    await page.locator('tr[data-file="group 1/student-0.json"] .verdict').click();
    await page.locator('tr[data-file="group 1/student-0.json"] .link').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    assert.deepEqual(
      (await asked(page)).map((message) => message.type === 'openAnswer' && message.file),
      ['group 1/student-0.json', 'group 1/student-3.json', 'group 3/student-29.json'],
    );
  });

  it('follows a grading, and can end it, repeat it and export it', async () => {
    await show(page, 10, 30);
    await page.getByText('Grading: 10 of 30').waitFor();
    const bar = page.getByRole('progressbar', { name: 'Answers graded' });
    assert.deepEqual([await bar.getAttribute('aria-valuenow'), await bar.getAttribute('aria-valuemax')], ['10', '30']); // prettier-ignore
    await button(page, 'Cancel').click();
    await page.locator('tr[data-file$="student-4.json"] .link').focus();
    await page.evaluate(() => {
      const { answers, mistakes } = window.harness.grades(30);
      window.harness.send({ type: 'graded', answers: answers.slice(10), mistakes, state: 'done', reason: null }); // prettier-ignore
    });
    await settled(page);
    assert.equal((await files(page)).length, 30);
    assert.equal(await page.locator('tr:focus-within').getAttribute('data-file'), 'group 2/student-4.json');
    await page.getByText('Answers: 30; files of other kinds: 4').waitFor();
    await button(page, 'Grade again').click();
    await button(page, 'Export as CSV').click();
    await page.getByRole('button', { name: 'homework.backprop.json' }).click();
    assert.deepEqual(
      (await asked(page)).map((message) => message.type === 'gradesAction' && message.action),
      ['cancel', 'again', 'export', 'openConfig'],
    );
    await show(page, 2, 30);
    assert.equal((await files(page)).length, 2);
  });

  it('says why answers cannot be graded', async () => {
    await show(page, 0, 5);
    await page.evaluate(
      () =>
      window.harness.send({ type: 'graded', answers: [], mistakes: [], state: 'failed', reason: 'There is no file "a.csv".' }), // prettier-ignore
    );
    await settled(page);
    assert.equal(await page.getByRole('alert').innerText(), 'There is no file "a.csv".');
    assert.equal(await button(page, 'Export as CSV').getAttribute('aria-disabled'), 'true');
  });

  it('has names for a screen reader', async () => {
    await show(page, 12);
    assert.ok((await accessible(page, 'table')).some(({ name }) => name === 'All answers (12)'));
    const buttons = await accessible(page, 'button');
    assert.ok(buttons.some(({ name, description }) => name === 'group 1/student-0.json' && description === 'Open at line 2')); // prettier-ignore
    assert.ok((await accessible(page, 'columnheader')).some(({ name }) => name === 'Mistakes'));
  });

  it('remembers what it shows, so that it can be restored', async () => {
    await show(page, 3);
    const state = await page.evaluate(() => sessionStorage.getItem('state'));
    assert.deepEqual(JSON.parse(state ?? 'null'), {
      grades: { config: 'file:///class/homework.backprop.json', folder: 'file:///class/answers' },
    });
  });

  it('cuts nothing off at any width, zoom and theme', async () => {
    const folder = path.join(projectRoot, 'test-results/screenshots');
    mkdirSync(folder, { recursive: true });
    for (const theme of themes)
      for (const width of [320, 640, 1200]) {
        page = await openPage('grades', { width, height: 900 });
        await setTheme(page, theme);
        await show(page, 24, 30);
        assert.deepEqual(await clipped(page), [], `${theme}, ${width} px`);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(wide <= width, `${wide} of ${width} px`);
        await page.screenshot({ path: path.join(folder, `grades-${theme}-${width}.png`) });
      }
    page = await openPage('grades', { width: 600, height: 450, scale: 2 });
    await show(page, 24);
    assert.deepEqual(await clipped(page), []);
  });
});
