import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { FromView } from '../../src/protocol.js';
import { clipped } from './harness/clipped.js';
import { checkPages, openPage, setTheme } from './harness/harness.js';
import { accessible, button, commands, hydrate, posted, settled } from './harness/steps.js';

const themes = ['dark', 'light', 'highContrastDark', 'highContrastLight'] as const;

async function openRuns(page: Page, count: number): Promise<void> {
  await page.evaluate((runs) => window.harness.hydrate(window.harness.scenarios.withRuns(runs)), count);
  await settled(page);
  await page.getByRole('tab', { name: 'Runs' }).click();
  await page.locator('.runs-table').waitFor();
}

/** Selects runs by their numbers, and answers as the host does. */
async function select(page: Page, ...numbers: number[]): Promise<void> {
  for (const number of numbers)
    await page
      .getByRole('checkbox', { name: `Select Run ${number}` })
      .first()
      .click();
  const ids = [...numbers].sort((a, b) => a - b).map((number) => `r${number}`);
  await page.evaluate(
    (runs) =>
      window.harness.send({ type: 'runsCompared', comparison: window.harness.scenarios.comparisonOf(runs) }),
    ids,
  );
  await settled(page);
}

const selections = async (page: Page): Promise<(readonly string[])[]> =>
  (await posted(page)).flatMap((message) => (message.type === 'selectRuns' ? [message.runs] : []));
const actions = async (page: Page): Promise<FromView[]> =>
  (await posted(page)).filter(({ type }) => type === 'runsAction');
const cells = (page: Page, run: string): Promise<string[]> =>
  page.locator(`tr[data-run="${run}"] td[data-column]`).allInnerTexts();

describe('The runs view', function () {
  this.timeout(60_000);
  checkPages();
  let page: Page;
  beforeEach(async () => {
    page = await openPage('panel', { width: 1200, height: 900 });
  });

  it('says what to do where there are no runs', async () => {
    await hydrate(page, 'fresh');
    await page.getByRole('tab', { name: 'Runs' }).click();
    await page.getByText('There are no runs yet').waitFor();
    assert.ok(await page.locator('.runs-table').isHidden());
  });

  it('lists each run with its outcome, what differs and its results', async () => {
    await openRuns(page, 5);
    const heads = await page.locator('.runs-table thead th').allInnerTexts();
    assert.deepEqual(heads.slice(1), ['Run', 'Outcome', 'Learning rate', 'Batch size', 'Text', 'Loss', 'Validation loss', 'Accuracy', 'Alarms', 'Loss curve']); // prettier-ignore
    const [name, outcome, ...rest] = await cells(page, 'r2');
    assert.match(name, /^Run 2 · wide\n3 hours ago$/);
    assert.match(outcome, /^Done\n200 epochs · 3\.7 s$/);
    assert.deepEqual(rest, ['0.01', 'all', 'layers', '0.05200', '0.09420', '97.5 %', '', '']);
    assert.match((await cells(page, 'r5'))[0], /Branch of run 3 at epoch 137/);
    assert.match(
      (await cells(page, 'r4')).join(' '),
      /Parameters changed by hand.*Stopped early.*layers, data/s,
    );
    const time = page.locator('tr[data-run="r2"] time');
    assert.match((await time.getAttribute('title')) ?? '', /\d{4}/);
    assert.equal(await page.locator('.run-curve path').count(), 5);
  });

  it('has the numbers of the run that is shown as they come', async () => {
    await openRuns(page, 2);
    await page.evaluate(() => {
      const { status, history } = window.harness.scenarios;
      const now = status({ run: 'r2', state: 'training', epoch: 201, elapsedMs: 5000 });
      window.harness.send({ type: 'append', run: 'r2', history: history(201, { from: 201 }) });
      window.harness.send({ type: 'update', view: { status: now } });
    });
    await settled(page);
    const [, outcome] = await cells(page, 'r2');
    assert.match(outcome, /^Training\n201 epochs/);
  });

  it('is operated by keyboard alone', async () => {
    await openRuns(page, 5);
    await page.locator('tr[data-run="r5"]').focus();
    await posted(page);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Space');
    await page.keyboard.press('End');
    await page.keyboard.press('Space');
    assert.deepEqual(await selections(page), [['r4'], ['r1', 'r4']]);
    await page.keyboard.press('Shift+ArrowUp');
    assert.deepEqual(await selections(page), [['r1', 'r2', 'r4']]);
    assert.equal(await page.locator('tr[data-run="r2"]').getAttribute('aria-selected'), 'true');
    assert.equal(await page.locator('tr:focus').getAttribute('data-run'), 'r2');
    await page.keyboard.press('Control+a');
    assert.equal((await selections(page)).at(-1)?.length, 5);
    await page.keyboard.press('Delete');
    assert.deepEqual(await actions(page), [
      { type: 'runsAction', action: 'delete', runs: ['r1', 'r2', 'r3', 'r4', 'r5'] },
    ]);
    await page.keyboard.press('Escape');
    assert.deepEqual(await selections(page), [[]]);
    await page.keyboard.press('Home');
    await page.keyboard.press('Tab');
    assert.equal(await page.locator('tr:focus').count(), 0);
  });

  it('has names for a screen reader', async () => {
    await openRuns(page, 3);
    const boxes = (await accessible(page, 'checkbox')).map(({ name }) => name);
    assert.ok(boxes.includes('Select all runs') && boxes.includes('Select Run 2 · wide'), boxes.join());
    assert.ok((await accessible(page, 'grid')).some(({ name }) => name === 'Runs'));
    const buttons = await accessible(page, 'button');
    const branch = buttons.find(({ name }) => name === 'Branch');
    assert.equal(branch?.description, 'Select one run first.');
  });

  it('asks for what can be done with the selected runs, and says why the rest cannot', async () => {
    await openRuns(page, 5);
    const isOff = (name: string): Promise<string | null> => button(page, name).getAttribute('aria-disabled');
    assert.equal(await isOff('Compare Configs'), 'true');
    await select(page, 5);
    await posted(page);
    for (const name of ['Compare Configs', 'Restore Settings', 'Branch', 'Rename', 'Delete', 'Export as CSV'])
      await button(page, name).click();
    const done = (await actions(page)).map((message) => 'action' in message && message.action);
    assert.deepEqual(done, ['compare', 'restore', 'branch', 'rename', 'delete', 'export']);
    await select(page, 2);
    assert.deepEqual([await isOff('Compare Configs'), await isOff('Restore Settings')], [null, 'true']);
    await select(page, 1);
    assert.equal(await isOff('Compare Configs'), 'true');
    await select(page, 2);
    await select(page, 5);
    assert.equal(
      await page.locator('.button-branch').getAttribute('title'),
      'The last state of this run is not kept.',
    );
  });

  it('overlays two or more runs in one chart with a legend, by loss and by any other metric', async () => {
    await openRuns(page, 5);
    assert.ok(await page.locator('.runs-comparison').isHidden());
    await select(page, 1, 2, 4);
    const canvas = page.locator('#runs-chart');
    assert.equal(await canvas.getAttribute('data-lines'), '3');
    const legend = page.locator('.runs-legend li');
    assert.deepEqual(
      (await legend.allInnerTexts()).map((text) => text.split('\n')[0].trim()),
      ['Run 1', 'Run 2 · wide', 'Run 4'],
    );
    const samples = await legend
      .locator('line')
      .evaluateAll((lines) =>
        lines.map((line) => [getComputedStyle(line).stroke, line.getAttribute('stroke-dasharray')].join()),
      );
    assert.equal(new Set(samples).size, 3);
    const before = await canvas.screenshot();
    await page.locator('.runs-metric vscode-dropdown').click();
    await page.getByRole('option', { name: 'Accuracy', exact: true }).click();
    await settled(page);
    assert.equal(await canvas.getAttribute('data-metric'), 'accuracy');
    assert.notDeepEqual(await canvas.screenshot(), before);
    await page.mouse.move(...(await middleOf(page, '.runs-comparison .chart-frame')));
    const card = await page.locator('.runs-comparison .card').innerText();
    assert.match(card, /^Epoch \d+\s+Run 1\s+[\d.]+ %\s+Run 2 · wide\s+[\d.]+ %\s+Run 4\s+[\d.]+ %$/);
  });

  it('lists the differences of the selected runs with the value of each', async () => {
    await openRuns(page, 5);
    await select(page, 1, 2);
    const rows = await page
      .locator('.differences tr')
      .evaluateAll((all) => all.map((row) => [...row.children].map((cell) => cell.textContent)));
    assert.deepEqual(rows, [
      ['Path', 'Run 1', 'Run 2 · wide'],
      ['training.optimizer.learningRate', '0.1', '0.03'],
      ['training.batchSize', 'all', '16'],
      ['layers[0].units', '8', '16'],
      ['layers[1].dropout', '–', '0.2'],
      ['Contents of the data', '01234567', '89abcdef'],
    ]);
  });

  it('keeps the selection when the page is loaded again, and tells the host', async () => {
    await openRuns(page, 5);
    await select(page, 1, 4);
    await page.reload();
    await page.waitForFunction(() => window.harness.posted.some(({ type }) => type === 'loaded'));
    await page.evaluate(() => window.harness.hydrate(window.harness.scenarios.withRuns(5)));
    await page.locator('.runs-table').waitFor();
    await settled(page);
    assert.deepEqual(await selections(page), [['r1', 'r4']]);
    assert.deepEqual(
      await page
        .locator('tr[aria-selected="true"]')
        .evaluateAll((rows) => rows.map((row) => row.dataset.run)),
      ['r4', 'r1'],
    );
  });

  it('draws 200 runs, and compares at most the newest 20 of them', async () => {
    await openRuns(page, 200);
    assert.equal(await page.locator('.runs-table tbody tr').count(), 200);
    await page.getByRole('checkbox', { name: 'Select all runs' }).click();
    const [compared] = (await selections(page)).slice(-1);
    assert.deepEqual([compared.length, compared[0], compared.at(-1)], [20, 'r181', 'r200']);
    const drawn = await page.evaluate(async () => {
      const { record, withRuns } = window.harness.scenarios;
      const { runs, runsDiffer } = withRuns(200);
      const cell = (run: string): Element | null =>
        document.querySelector(`tr[data-run="${run}"] td:last-child`);
      const before = ['r7', 'r8'].map(cell);
      const changed = runs.map((each) => (each.number === 7 ? record(7, { loss: 1 }) : each));
      window.harness.send({ type: 'update', view: { runs: changed, runsDiffer } });
      await window.harness.settled();
      return ['r7', 'r8'].map((run, index) => cell(run) !== before[index]);
    });
    // Only the row that has changed is drawn again.
    assert.deepEqual(drawn, [true, false]);
  });

  it('cuts nothing off and shows a list on a narrow page, in every theme', async () => {
    for (const width of [320, 420, 700, 1400, 2400]) {
      await page.setViewportSize({ width, height: 900 });
      for (const theme of themes) {
        await setTheme(page, theme);
        await openRuns(page, 5);
        if (theme === 'dark' && width === 320) await select(page, 1, 2, 5);
        assert.deepEqual(await clipped(page), [], `${theme} ${width}`);
      }
      const display = await page
        .locator('.runs-table tbody tr')
        .first()
        .evaluate((row) => getComputedStyle(row).display);
      assert.equal(display, width <= 480 ? 'grid' : 'table-row');
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      assert.ok(overflow <= 0, `${overflow} px too wide at ${width}`);
    }
  });
});

describe('The sidebar’s list of runs', () => {
  checkPages();

  it('leads to the view that compares them', async () => {
    const page = await openPage('sidebar', { width: 300, height: 800 });
    await page.evaluate(() => window.harness.hydrate(window.harness.scenarios.withRuns(3)));
    await settled(page);
    await posted(page);
    await button(page, 'Compare runs').click();
    assert.deepEqual(await commands(page), ['showRuns']);
    assert.match(await page.locator('.runs li').nth(1).innerText(), /Run 2 · wide/);
    assert.deepEqual(await clipped(page), []);
  });
});

async function middleOf(page: Page, selector: string): Promise<[number, number]> {
  const box = (await page.locator(selector).boundingBox())!;
  return [box.x + box.width / 2, box.y + box.height / 2];
}
