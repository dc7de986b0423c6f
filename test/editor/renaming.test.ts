import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { endless, freshName, moons, run, stateOf, stopAll, viewWhen } from './lab.js';
import { eventually, inFolder, openText } from './support.js';

describe('A run whose file goes by another name', () => {
  let folder: string;
  let name: string;
  let other: string;
  beforeEach(() => {
    folder = `folder-${freshName()}`.replace('.backprop.json', '');
    [name, other] = [freshName(), freshName()];
  });
  afterEach(stopAll);

  async function rename(from: string, to: string): Promise<void> {
    const edit = new vscode.WorkspaceEdit();
    edit.renameFile(inFolder(from), inFolder(to), { overwrite: true });
    await vscode.workspace.applyEdit(edit);
  }

  /** Trains until the run has a checkpoint, then pauses it. */
  async function pause(file: string): Promise<number> {
    await run('train', file);
    await viewWhen('trains', file, ({ status }) => status!.epoch > 5);
    await run('pause', file);
    const { status } = await viewWhen('is paused', file, (view) => view.status?.state === 'paused');
    return status!.epoch;
  }

  it('follows a folder that is renamed, whether it trains or is paused', async () => {
    await openText(`${folder}/${other}`, moons(endless));
    const epoch = await pause(`${folder}/${other}`);
    await openText(`${folder}/${name}`, moons(endless));
    await run('train');
    const { status } = await stateOf(`${folder}/${name}`, 'training');

    await rename(folder, `${folder}-new`);
    const training = await stateOf(`${folder}-new/${name}`, 'training');
    assert.equal(training.status?.run, status?.run);
    const paused = await stateOf(`${folder}-new/${other}`, 'paused');
    assert.equal(paused.status?.epoch, epoch);
    await run('stop', `${folder}-new/${name}`);
  });

  it('replaces the run whose file it replaces', async () => {
    await openText(other, moons(endless));
    await run('train');
    await stateOf(other, 'training');
    await openText(name, moons({ ...endless, seed: 3 }));
    await run('train');
    const { status } = await stateOf(name, 'training');
    await rename(name, other);
    await viewWhen('is the one that replaced it', other, (view) => view.status?.run === status?.run);
    await viewWhen('goes on', other, (view) => view.status!.epoch > status!.epoch);
    const panels = (): vscode.Tab[] =>
      vscode.window.tabGroups.all.flatMap(({ tabs }) =>
        tabs.filter(({ input }) => input instanceof vscode.TabInputWebview),
      );
    await eventually('its panel is closed', () => panels().length === 1);
    await run('stop', other);
  });
});
