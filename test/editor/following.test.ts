/** Tests the reaction to changes of a config, its folder and its data on disk. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ConfigFiles } from '../../src/host/configs/configFiles.js';
import { DataWatcher } from '../../src/host/configs/dataWatcher.js';
import type { Trainings } from '../../src/host/runs/trainings.js';
import { Walks } from '../../src/host/steps/walks.js';
import { endless, freshName, moons, run, stateOf, stopAll, viewOf, viewWhen } from './lab.js';
import { eventually, inFolder, openText } from './support.js';

const write = (name: string, text: string): Thenable<void> =>
  vscode.workspace.fs.writeFile(inFolder(name), new TextEncoder().encode(text));
const rows = (count: number): string =>
  ['x,y', ...Array.from({ length: count }, (_, row) => `${row},${2 * row}`)].join('\n');
const ofCsv = (file: string): string =>
  moons(
    { epochs: 3, batchSize: 2 },
    { loss: 'meanSquaredError', layers: [{ units: 1 }], data: { file, target: 'y' } },
  );

describe('A config on disk', () => {
  let name: string;
  beforeEach(() => (name = freshName()));
  afterEach(async () => {
    await run('stop', name);
    await stopAll();
  });

  for (const file of ['d[1].csv', 'd{a,b}.csv', 'what*.csv', '数据.csv']) {
    it(`shows the data of ${file} again when they have changed`, async () => {
      const data = `${name}-${file}`;
      await write(data, rows(4));
      await openText(name, ofCsv(data));
      await run('openPanel', name);
      await viewWhen('shows the data', name, ({ facts }) => facts?.trainingSamples === 4);
      await write(data, rows(6));
      await viewWhen('shows the new data', name, (view) => view.facts?.trainingSamples === 6);
      assert.equal((await viewOf(name))?.status?.epoch, 0);
    });
  }

  it('keeps its run when its folder gets another name', async () => {
    const [before, after] = [`before-${name}`, `after-${name}`];
    await vscode.workspace.fs.createDirectory(inFolder(before));
    await openText(`${before}/${name}`, moons(endless));
    await run('train', `${before}/${name}`);
    const { status } = await stateOf(`${before}/${name}`, 'training');
    const edit = new vscode.WorkspaceEdit();
    edit.renameFile(inFolder(before), inFolder(after));
    await vscode.workspace.applyEdit(edit);
    const moved = await viewWhen('goes on', `${after}/${name}`, (view) => view.status?.run === status?.run);
    await viewWhen('trains', `${after}/${name}`, (view) => view.status!.epoch > moved.status!.epoch);
    assert.equal(await viewOf(`${before}/${name}`), undefined);
    await run('stop', `${after}/${name}`);
  });

  it('replaces the config whose name it gets', async () => {
    const other = freshName();
    await openText(other, moons({ epochs: 4 }));
    await run('openPanel', other);
    await stateOf(other, 'ready');
    await openText(name, moons(endless));
    await run('train', name);
    const { status } = await stateOf(name, 'training');
    const edit = new vscode.WorkspaceEdit();
    edit.renameFile(inFolder(name), inFolder(other), { overwrite: true });
    await vscode.workspace.applyEdit(edit);
    await viewWhen('goes on', other, (view) => view.status?.run === status?.run);
    assert.equal(await viewOf(name), undefined);
    await run('stop', other);
    await stateOf(other, 'stopped');
  });
});

describe('A watcher of data files', () => {
  it('reports only the files that it watches', async () => {
    let [changes, others] = [0, 0];
    const watcher = new DataWatcher(() => changes++);
    const witness = new DataWatcher(() => others++);
    const [one, two] = [`one-${freshName()}`, `two-${freshName()}`];
    watcher.watch([inFolder(one).fsPath]);
    witness.watch([inFolder(two).fsPath]);
    let written = 0;
    const seesOther = async (): Promise<void> => {
      const before = others;
      await eventually('the other file’s change is seen', async () => {
        await write(two, String(written++));
        return others > before;
      });
    };
    await seesOther();
    assert.equal(changes, 0);
    await eventually('a change is seen', async () => {
      await write(one, String(written++));
      return changes > 0;
    });
    await seesOther(); // what was still on its way has come
    watcher.watch([]);
    const before = changes;
    await write(one, 'again');
    await seesOther();
    assert.equal(changes, before);
    witness.dispose();
  });
});

describe('The walk through a config', () => {
  it('is kept with its data while a view shows it', async () => {
    const name = freshName();
    await openText(name, moons());
    const files = new ConfigFiles((error) => assert.ifError(error));
    const training = { folder: inFolder('.').fsPath, store: { run: null, overrides: {} } };
    const trainings = { of: () => Promise.resolve(training) } as unknown as Trainings;
    const walks = new Walks({ files, trainings });
    const first = await walks.of(inFolder(name));
    const releases = [walks.keep(first), walks.hold(first)];
    releases[0]();
    assert.equal(await walks.of(inFolder(name)), first, 'one still has it');
    await walks.refresh(inFolder(name));
    assert.equal(await walks.of(inFolder(name)), first, 'a debug session has it');
    releases[1]();
    const second = await eventually('it is let go', async () => {
      const open = await walks.of(inFolder(name));
      return open !== first && open;
    });
    walks.keep(second);
    await walks.refresh(inFolder(name));
    assert.notEqual(await walks.of(inFolder(name)), second, 'the data have changed');
    walks.dispose();
    files.dispose();
    await stopAll();
  });
});
