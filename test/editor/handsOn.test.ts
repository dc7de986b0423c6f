import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Api } from '../../src/extension.js';
import type { ConfigChange } from '../../src/protocol.js';
import { endless, freshName, moons, run, stateOf, stopAll, viewOf, viewWhen } from './lab.js';
import { inFolder, openText, ourExtension } from './support.js';

describe('A change by hand', () => {
  let name: string;
  beforeEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllGroups');
    await vscode.commands.executeCommand('workbench.action.unlockEditorGroup');
    name = freshName();
  });
  afterEach(async () => {
    await run('stop', name);
    await stopAll();
  });

  const edit = async (change: ConfigChange): Promise<string | null> =>
    ((await ourExtension().activate()) as Api).edit(inFolder(name), change);

  it('is one step of the editor, which undo takes back to the letter', async () => {
    const text = moons().replace('{', '{ // a comment');
    const editor = await openText(name, text);
    await viewWhen('is read', name, ({ handsOn }) => handsOn !== null);
    assert.equal(await edit({ type: 'addLayer', before: 1 }), null);
    const added = editor.document.getText();
    assert.notEqual(added, text);
    assert.equal(await edit({ type: 'generator', generator: 'sine' }), null);
    await vscode.window.showTextDocument(editor.document);
    await vscode.commands.executeCommand('undo');
    assert.equal(editor.document.getText(), added);
    await vscode.commands.executeCommand('undo');
    assert.equal(editor.document.getText(), text);
    await viewWhen('shows the text', name, ({ handsOn }) => handsOn?.layers.length === 2);
  });

  it('starts a run again that is going on, and typing does not', async () => {
    const editor = await openText(name, moons(endless));
    await run('train');
    const { status } = await stateOf(name, 'training');
    const { document } = editor;
    const at = document.positionAt(document.getText().indexOf('100,'));
    await editor.edit((builder) => builder.insert(at, '1'));
    const typed = await viewWhen('is stale', name, (view) => view.status!.stale);
    assert.equal(typed.status?.run, status?.run);
    assert.equal(await edit({ type: 'units', layer: 0, by: 1 }), null);
    const again = await viewOf(name);
    assert.notEqual(again?.status?.run, status?.run);
    const trained = await viewWhen('trains', name, (view) => view.status!.epoch > 0);
    assert.deepEqual([trained.shape?.layers[0].units, trained.status?.stale], [7, false]);
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('undo');
    await viewWhen(
      'trains as before',
      name,
      (view) => view.shape?.layers[0].units === 6 && view.status!.epoch > 0,
    );
    await vscode.commands.executeCommand('undo'); // what was typed
    const back = await viewWhen('is stale again', name, (view) => view.status!.stale);
    assert.equal(back.shape?.layers[0].units, 6);
    await run('pause');
    await stateOf(name, 'paused');
    assert.equal(await edit({ type: 'noise', value: 0.3 }), null);
    assert.equal((await stateOf(name, 'ready')).status?.epoch, 0);
  });

  it('leaves a run alone where live editing is off', async () => {
    const settings = vscode.workspace.getConfiguration();
    await settings.update('backprop.liveEditing', false, vscode.ConfigurationTarget.Global);
    try {
      await openText(name, moons(endless));
      await run('train');
      const { status } = await stateOf(name, 'training');
      assert.equal(await edit({ type: 'learningRate', value: 0.5 }), null);
      const view = await viewOf(name);
      assert.deepEqual([view?.status?.run, view?.status?.stale], [status?.run, true]);
    } finally {
      await settings.update('backprop.liveEditing', undefined, vscode.ConfigurationTarget.Global);
    }
  });

  it('is refused with the reason, which an invalid text is, too', async () => {
    const editor = await openText(name, moons());
    assert.match((await edit({ type: 'removeLayer', layer: 1 })) ?? '', /last layer/);
    await editor.edit((builder) => builder.insert(new vscode.Position(0, 1), '"layers": '));
    assert.match((await edit({ type: 'addLayer', before: 0 })) ?? '', /has an error/);
    await viewWhen('is blocked', name, ({ handsOn }) => handsOn?.blocked !== null);
  });
});
