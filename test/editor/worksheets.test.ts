/** Tests that a worksheet is written from a config, and checked while it is filled in. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { SheetTests } from '../../src/host/sheets/sheetTests.js';
import { checkNotes } from '../../src/jobs/notes/checkNotes.js';
import { filesIn } from '../../src/node/filesIn.js';
import { problemsWhen, run } from './lab.js';
import { eventually, fixWhen, inFolder } from './support.js';

const config = 'worked-example-2-2-2.backprop.json';
const sheetName = 'worked-example-2-2-2.sheet.md';
const restored: (() => void)[] = [];

/** Replaces a function of the editor until the end of the test. */
function replace<T extends object, K extends keyof T>(owner: T, key: K, by: T[K]): void {
  const original = owner[key];
  owner[key] = by;
  restored.push(() => (owner[key] = original));
}

/** Returns what is reported to the Test Explorer on a worksheet, by quantity: passed, failed or skipped. */
async function outcomesOf(document: vscode.TextDocument): Promise<Map<string, string>> {
  const outcomes = new Map<string, string>();
  const create = vscode.tests.createTestController;
  replace(vscode.tests, 'createTestController', (id, label) => {
    const controller = create(`${id}.observed`, label);
    const begin = controller.createTestRun.bind(controller);
    controller.createTestRun = (request) => {
      const testRun = begin(request);
      for (const outcome of ['passed', 'failed', 'skipped'] as const)
        testRun[outcome] = ({ label: name }: vscode.TestItem) =>
          outcomes.set(name.replace(/^\d+\. /, ''), outcome);
      return testRun;
    };
    return controller;
  });
  const tests = new SheetTests(() => Promise.resolve(undefined));
  const report = await checkNotes(document.getText(), filesIn('.'));
  tests.show({ document, version: document.version, report });
  tests.dispose();
  return outcomes;
}

/** Writes into the blank of a quantity, or over what is there. */
async function fill(editor: vscode.TextEditor, name: string, text: string): Promise<void> {
  const { document } = editor;
  const mark = `<!-- backprop: ${name} -->`;
  const start = document.getText().indexOf(mark) + mark.length + 1;
  assert.ok(start > mark.length, `${name} is not asked`);
  const from = document.positionAt(start);
  const range = new vscode.Range(from, document.lineAt(from.line).range.end);
  await editor.edit((edit) => edit.replace(range, text));
}

describe('A worksheet', () => {
  let editor: vscode.TextEditor;
  let numbers: ReadonlyMap<string, string>;

  before(async () => {
    const first = (items: vscode.QuickPickItem[]): Promise<vscode.QuickPickItem> => Promise.resolve(items[0]);
    replace(vscode.window, 'showQuickPick', first as never);
    await run('newWorksheet', config);
    editor = await eventually('the worksheet is open', () =>
      vscode.window.visibleTextEditors.find(({ document }) => document.fileName.endsWith(sheetName)),
    );
    const key = await vscode.workspace.fs.readFile(inFolder(sheetName.replace('.md', '.key.md')));
    const marks = new TextDecoder().decode(key).matchAll(/<!-- backprop: (\S+) --> (-?[\d.e-]+)$/gm);
    numbers = new Map(Array.from(marks, ([, name, number]) => [name, number]));
  });

  afterEach(() => {
    for (const restore of restored.splice(0)) restore();
  });

  after(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    for (const name of [sheetName, sheetName.replace('.md', '.key.md')])
      await vscode.workspace.fs.delete(inFolder(name));
  });

  it('asks for each stage, and its key has the numbers', () => {
    assert.equal(numbers.size, 11);
    assert.equal(editor.document.getText().match(/____$/gm)?.length, 11);
  });

  it('shows a hint at a wrong number, and marks what follows from it as right given it', async () => {
    const net = [...numbers.keys()].find((name) => name.startsWith('net_h')) ?? '';
    const out = net.replace('net', 'out');
    const wrong = (Number(numbers.get(net)) - 0.35).toPrecision(4);
    await fill(editor, net, wrong);
    await fill(editor, out, (1 / (1 + Math.exp(-Number(wrong)))).toPrecision(4));
    const problems = await problemsWhen('both numbers', sheetName, ({ length }) => length === 2);
    const [first, second] = [...problems].sort((a, b) => a.range.start.compareTo(b.range.start));
    assert.equal(editor.document.getText(first.range), wrong);
    assert.equal(first.message, `${net} is not right yet. b1 is left out.`);
    assert.ok(!first.message.includes(String(numbers.get(net))));
    assert.equal(second.message, `${out} is right given the numbers before it, but one of them is wrong.`);
    assert.equal(second.severity, vscode.DiagnosticSeverity.Information);
    const outcomes = await outcomesOf(editor.document);
    assert.deepEqual([...outcomes], [[net, 'failed'], [out, 'passed']]); // prettier-ignore
  });

  it('shows the formula on demand', async () => {
    const shown: string[] = [];
    const record = (message: string): Promise<undefined> => {
      shown.push(message);
      return Promise.resolve(undefined);
    };
    replace(vscode.window, 'showInformationMessage', record as never);
    const [{ range }] = await problemsWhen('a problem', sheetName, ({ length }) => length > 0);
    const { command } = await fixWhen(editor, range, (title) =>
      title.startsWith('Show the formula of net_h'),
    );
    await vscode.commands.executeCommand(command!.command, ...(command!.arguments as unknown[]));
    assert.match(shown[0], /^net_h[12] = w[13]·i1 \+ w[24]·i2 \+ b1$/);
  });

  it('has no problem once every number is right, and its tests pass', async () => {
    for (const [name, number] of numbers) await fill(editor, name, number);
    await problemsWhen('no problem', sheetName, ({ length }) => length === 0);
    const outcomes = await outcomesOf(editor.document);
    assert.equal(outcomes.size, numbers.size);
    assert.deepEqual(new Set(outcomes.values()), new Set(['passed']));
    await fill(editor, 'E', '0.29x');
    const [problem] = await problemsWhen('a text', sheetName, ({ length }) => length === 1);
    assert.match(problem.message, /^"0\.29x" is not a number\./);
  });
});
