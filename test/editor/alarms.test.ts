import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { freshName, moons, problemsWhen, run, stopAll, viewWhen } from './lab.js';
import { fixesAt, fixWhen, openText } from './support.js';

/** Returns a regression with a learning rate, which diverges above about 1. */
const rate = (learningRate: number): string =>
  moons(
    { epochs: 60, optimizer: { type: 'sgd', learningRate }, batchSize: undefined },
    {
      layers: [{ units: 6, activation: 'tanh' }, { units: 1 }],
      loss: 'meanSquaredError',
      data: { generator: 'sine', samples: 60, validationSplit: 0.2 },
    },
  );
const codeOf = ({ code }: vscode.Diagnostic): unknown => (typeof code === 'object' ? code.value : code);
const isAlarm = ({ source }: vscode.Diagnostic): boolean => source === 'Backprop Lab';

describe('Alarms in the editor', () => {
  let name: string;
  beforeEach(() => (name = freshName()));
  afterEach(async () => {
    await stopAll();
    await vscode.workspace
      .getConfiguration()
      .update('backprop.alarms', undefined, vscode.ConfigurationTarget.Global);
  });
  const alarm = async (): Promise<vscode.Diagnostic> => {
    await run('train', name);
    const problems = await problemsWhen('an alarm', name, (all) =>
      all.some((it) => codeOf(it) === 'diverging'),
    );
    return problems.find((it) => codeOf(it) === 'diverging')!;
  };

  it('are at the value that causes them, with a link, and are gone after the fix and in the next run', async () => {
    const editor = await openText(name, `// The rate is far too high.\n${rate(3)}`);
    const found = await alarm();
    assert.equal(editor.document.getText(found.range), '3');
    assert.deepEqual([found.source, found.severity], ['Backprop Lab', vscode.DiagnosticSeverity.Warning]);
    const { target } = found.code as { target: vscode.Uri };
    assert.match(decodeURIComponent(target.toString()), /^command:backprop\.explainAlarm\?\["diverging"\]$/);
    const { problems } = await viewWhen('counts it', name, (view) => view.problems.warnings > 0);
    const shown = vscode.languages.getDiagnostics(editor.document.uri);
    assert.equal(problems.warnings, shown.filter(({ severity }) => severity === found.severity).length);
    const fix = await fixWhen(editor, found.range, (title) => /^Set the learning rate to /.test(title));
    assert.ok(fix.edit && fix.isPreferred);
    await vscode.workspace.applyEdit(fix.edit);
    assert.match(editor.document.getText(), /^\/\/ The rate is far too high\./);
    await problemsWhen('no alarm in another text', name, (all) => !all.some(isAlarm));
    await run('train', name);
    await viewWhen('is done', name, ({ status }) => status?.state === 'done');
    const left = vscode.languages.getDiagnostics(editor.document.uri).filter(isAlarm);
    assert.ok(!left.some((it) => codeOf(it) === 'diverging'), left.map(({ message }) => message).join());
  });

  it('are turned off by a quick fix, everywhere', async () => {
    const editor = await openText(name, rate(3));
    const found = await alarm();
    const mute = (await fixesAt(editor, found.range)).find(
      ({ title }) => title === 'Do not report "diverging"',
    );
    assert.ok(mute?.command);
    await vscode.commands.executeCommand(mute.command.command, ...(mute.command.arguments as unknown[]));
    await problemsWhen(
      'it is no longer reported',
      name,
      (all) => !all.some((it) => codeOf(it) === 'diverging'),
    );
    const { alarms } = await viewWhen(
      'has no such alarm',
      name,
      (view) => !view.alarms.some(({ code }) => code === 'diverging'),
    );
    assert.ok(!alarms.some(({ code }) => code === 'diverging'));
    const setting = vscode.workspace.getConfiguration().get('backprop.alarms');
    assert.deepEqual(setting, { diverging: false });
  });

  it('of the data are known before any run, with a fix', async () => {
    const inputs = Array.from({ length: 40 }, (_, row) => [1000 + 50 * row, (row * 7) % 11]);
    const targets = inputs.map(([x, y]) => [Math.sin(x / 300) > y / 11 ? 1 : 0]);
    const editor = await openText(name, moons({}, { data: { inputs, targets } }));
    const code = 'unscaled-inputs';
    const problems = await problemsWhen('the alarm of the data', name, (all) =>
      all.some((it) => codeOf(it) === code),
    );
    const found = problems.filter((it) => codeOf(it) === code);
    assert.deepEqual(
      found.map(({ source }) => source),
      ['Backprop Lab'],
    );
    const fix = await fixWhen(editor, found[0].range, (title) => title === 'Standardize the inputs');
    await vscode.workspace.applyEdit(fix.edit!);
    await problemsWhen('no alarm of the data', name, (all) => !all.some((it) => codeOf(it) === code));
  });
});
