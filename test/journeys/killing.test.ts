import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { seen, seenWhen, setNextRun } from './panel.js';
import {
  codeLens,
  eventually,
  openFile,
  openWorkbench,
  reloadWindow,
  runCommand,
  screenshot,
  webview,
  type Workbench,
} from './workbench.js';

describe('An extension host that is killed during a run', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await openWorkbench();
  });
  after(() => workbench.close());

  /** Returns the process ids of the editor's extension hosts. */
  const extensionHosts = (): number[] =>
    execFileSync('ps', ['-eo', 'pid=,pgid=,args='], { encoding: 'utf8' })
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
      .filter(
        ([, group, ...args]) =>
          Number(group) === workbench.server.pid && args.includes('--type=extensionHost'),
      )
      .map(([pid]) => Number(pid));

  /** Returns the time of the newest file with a stored run. */
  const lastSaved = (): number => {
    const storage = path.join(workbench.server.dataFolder, 'User/workspaceStorage');
    const files = readdirSync(storage, { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.includes('backprop'),
    );
    return Math.max(0, ...files.map((file) => statSync(path.join(storage, file)).mtimeMs));
  };

  it('leaves the run at its last checkpoint', async () => {
    const { page } = workbench;
    await openFile(page, 'iris.backprop.json');
    await setNextRun(page, 'epochs', '100000000');
    await (await codeLens(page, 'Train')).click();
    const early = await seenWhen(page, 'a first epoch', ({ epoch }) => epoch > 0);
    const start = Date.now();
    await eventually('a checkpoint on disk', () => Promise.resolve(lastSaved() > start));
    const before = await seen(page);
    const [host, ...others] = extensionHosts();
    assert.deepEqual([host > 0, others], [true, []]);
    process.kill(host, 'SIGKILL');
    await eventually('the host has ended', () => Promise.resolve(!extensionHosts().includes(host)));
    await reloadWindow(page);
    // The editor has closed the panel with the host that it belonged to.
    await codeLens(page, 'Resume');
    await runCommand(page, 'Backprop: Open Panel');
    const found = await seenWhen(page, 'the run, paused', ({ state }) => state === 'paused');
    assert.equal(found.run, before.run);
    assert.ok(found.epoch >= early.epoch, `epoch ${found.epoch} after ${early.epoch}`);
    await screenshot(page, 'killed-host');
    await (await webview(page, 'panel')).locator('.button-primary').click();
    await seenWhen(page, 'more epochs', ({ epoch }) => epoch > found.epoch);
  });
});
