import assert from 'node:assert/strict';
import { panelCanBeRead } from './contrast.js';
import { seen, seenWhen, setNextRun, type Seen } from './panel.js';
import {
  codeLens,
  openFile,
  openWorkbench,
  reloadWindow,
  screenshot,
  setTheme,
  webview,
  type Workbench,
} from './workbench.js';

/** Of 100,000,000 epochs, so many that no machine is through with them while we look, every hundredth is measured. */
const measuredEvery = 100;

describe('Training iris', () => {
  let workbench: Workbench;
  let paused: Seen;
  before(async () => {
    workbench = await openWorkbench();
  });
  after(() => workbench.close());

  it('starts with the code lens, and the loss falls', async () => {
    const { page } = workbench;
    await openFile(page, 'iris.backprop.json');
    await setNextRun(page, 'epochs', '100000000');
    await (await codeLens(page, 'Train')).click();
    const early = await seenWhen(page, 'a first loss', ({ points }) => points > 0);
    const later = await seenWhen(
      page,
      'a lower loss',
      ({ points, last }) => points > 100 && last < early.last / 2,
    );
    assert.equal(later.state, 'training');
    await screenshot(page, 'iris-training-dark');
  });

  it('pauses', async () => {
    const { page } = workbench;
    // Drawn again every other second, it may never hold still for a whole check of the click's target.
    await (await codeLens(page, 'Pause')).click({ force: true });
    paused = await seenWhen(page, 'paused', ({ state }) => state === 'paused');
    // Every such epoch is a point, and so are those at which the run's health is measured.
    assert.ok(paused.points > paused.epoch / measuredEvery, JSON.stringify(paused));
  });

  it('is unchanged after the window was reloaded', async () => {
    const { page } = workbench;
    await reloadWindow(page);
    await seenWhen(page, 'the same run', ({ run }) => run === paused.run);
    assert.deepEqual(await seen(page), paused);
    await screenshot(page, 'iris-reloaded-dark');
  });

  it('continues from there', async () => {
    const { page } = workbench;
    const panel = await webview(page, 'panel');
    await panel.locator('.button-primary').click();
    const later = await seenWhen(page, 'more epochs', ({ epoch }) => epoch > paused.epoch);
    assert.equal(later.run, paused.run);
    await panel.locator('.button-stop').click();
    await seenWhen(page, 'stopped', ({ state }) => state === 'stopped');
  });

  it('can be read in every theme', async () => {
    const { page } = workbench;
    for (const theme of ['light', 'highContrastDark', 'highContrastLight'] as const) {
      await setTheme(page, theme);
      await panelCanBeRead(page, theme);
      await screenshot(page, `iris-${theme}`);
    }
  });
});
