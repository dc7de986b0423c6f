import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { endless, freshName, moons, run, stateOf, stopAll, viewOf, viewWhen } from './lab.js';
import { eventually, inFolder, openText } from './support.js';

describe('A run', () => {
  // Other tests leave columns open, and a column that contained a panel stays locked.
  beforeEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllGroups');
    await vscode.commands.executeCommand('workbench.action.unlockEditorGroup');
  });
  let name: string;
  let other: string;
  beforeEach(() => ([name, other] = [freshName(), freshName()]));
  afterEach(async () => {
    for (const each of [name, other]) await run('stop', each);
    await stopAll();
  });

  it('trains, pauses, resumes, stops and resets by commands', async () => {
    await openText(name, moons(endless));
    await run('train');
    await stateOf(name, 'training');
    await run('pause');
    const paused = await stateOf(name, 'paused');
    assert.ok(paused.history.epoch.length > 0);
    await run('resume');
    await viewWhen('goes on', name, ({ status }) => status!.epoch > paused.status!.epoch);
    await run('stop');
    const stopped = await stateOf(name, 'stopped');
    const { history, status } = stopped;
    assert.deepEqual(
      [...history.epoch],
      Array.from({ length: status!.epoch + 1 }, (_, epoch) => epoch),
    );
    await run('reset');
    const ready = await viewWhen('is at its start', name, (view) => view.history.epoch.length === 1);
    assert.notEqual(ready.status?.run, status?.run);
    assert.equal(ready.history.loss[0], history.loss[0]);
  });

  it('trains one epoch at a time', async () => {
    await openText(name, moons());
    await run('stepEpoch');
    await viewWhen('one epoch', name, (view) => view.status?.state === 'paused' && view.status.epoch === 1);
    await run('stepEpoch');
    await viewWhen('two epochs', name, (view) => view.status?.state === 'paused' && view.status.epoch === 2);
  });

  it('continues beside another one', async () => {
    await openText(name, moons(endless));
    await run('train');
    await openText(other, moons({ epochs: 40 }));
    await run('train');
    const done = await stateOf(other, 'done');
    assert.equal(done.status?.epoch, 40);
    const { epoch } = (await stateOf(name, 'training')).status!;
    await viewWhen('goes on', name, ({ status }) => status!.epoch > epoch);
  });

  it('continues with the config that it started with while its file is edited, and says so', async () => {
    const editor = await openText(name, moons(endless));
    await run('train');
    await stateOf(name, 'training');
    const at = editor.document.positionAt(editor.document.getText().indexOf('6'));
    await editor.edit((edit) => edit.replace(new vscode.Range(at, at.translate(0, 1)), '5'));
    const stale = await viewWhen('is of an earlier text', name, ({ status }) => status!.stale);
    assert.equal(stale.shape?.layers[0].units, 6);
    await viewWhen('goes on', name, ({ status }) => status!.epoch > stale.status!.epoch);
    await vscode.commands.executeCommand('undo');
    await viewWhen('is of this text again', name, ({ status }) => !status!.stale);
  });

  it('continues when its file is deleted or renamed', async () => {
    await openText(name, moons(endless));
    await run('train');
    const { status } = await stateOf(name, 'training');
    const edit = new vscode.WorkspaceEdit();
    edit.renameFile(inFolder(name), inFolder(other), { overwrite: true });
    await vscode.workspace.applyEdit(edit);
    const renamed = await viewWhen('goes on', other, (view) => view.status?.state === 'training');
    assert.equal(renamed.status?.run, status?.run);
    await vscode.workspace.fs.delete(inFolder(other));
    await viewWhen('still goes on', other, (view) => view.status!.epoch > renamed.status!.epoch);
    await run('pause', other);
    await stateOf(other, 'paused');
  });

  it('opens its panel beside the file, once, and leaves the focus in the text', async () => {
    await openText(name, moons(endless, { name: 'Moons' }));
    await run('train');
    await stateOf(name, 'training');
    const panels = (): vscode.Tab[] =>
      vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.filter(({ input }) => isPanel(input)));
    await eventually('the panel is open', () => panels().length > 0);
    assert.equal(panels()[0].group.viewColumn, vscode.ViewColumn.Two);
    assert.equal(panels()[0].label, 'Moons');
    assert.equal(vscode.window.activeTextEditor?.document.uri.toString(), inFolder(name).toString());
    await run('stop');
    await run('train');
    await stateOf(name, 'training');
    assert.equal(panels().length, 1);
  });

  it('shows its start in the panel before anything trains, and follows the text', async () => {
    const editor = await openText(name, moons());
    await run('openPanel');
    const first = await viewWhen('has something to show', name, ({ snapshot }) => snapshot !== null);
    assert.deepEqual([first.status?.state, first.snapshot?.layers[0].units], ['ready', 6]);
    await vscode.window.showTextDocument(editor.document, vscode.ViewColumn.One);
    const at = editor.document.positionAt(editor.document.getText().indexOf('6'));
    await vscode.window.activeTextEditor!.edit((edit) =>
      edit.replace(new vscode.Range(at, at.translate(0, 1)), '3'),
    );
    await viewWhen('shows the new network', name, ({ snapshot }) => snapshot?.layers[0].units === 3);
  });

  it('is not started on a file that has problems', async () => {
    await openText(name, moons().replace('tanh', 'tamh'));
    await viewWhen('has been read', name, ({ problems }) => problems.errors === 1);
    void run('train'); // waits for an answer to its message
    await eventually('its message is over', async () =>
      (await viewOf(name))?.problems.first?.includes('tamh'),
    );
    assert.equal((await viewOf(name))?.status, null);
  });
});

const isPanel = (input: unknown): boolean =>
  input instanceof vscode.TabInputWebview && input.viewType.endsWith('backprop.panel');
