/** Tests that no name or problem of an untrusted config becomes a link or an icon. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { parseConfig } from '../../src/config/parse.js';
import { GradientTests } from '../../src/host/checks/gradientTests.js';
import { chooseOf } from '../../src/host/editor/prompts.js';
import { StatusItem } from '../../src/host/editor/statusItem.js';
import type { Training } from '../../src/host/runs/training.js';
import type { CheckResult } from '../../src/protocol.js';
import { endless, freshName, moons, problemsWhen, run, stateOf, stopAll, viewWhen } from './lab.js';
import { eventually, inFolder, openText } from './support.js';

const hostile = '[Fix this](command:workbench.action.files.newUntitledFile) $(error)\n\u001b[31mred';
const link = /\[[^\]]+\]\((?:https?:\/\/|command:|file:)/i;
const icon = /\$\([a-z0-9~-]+\)/i;

function assertPlain(text: string | undefined, what: string): void {
  assert.ok(text, `${what}: nothing was shown`);
  for (const markup of [link, icon, /[\u0000-\u0009\u000b-\u001f]/]) assert.doesNotMatch(text, markup, what);
}

const restored: (() => void)[] = [];

/** Replaces a function of the editor until the end of the test. */
function replace<T extends object, K extends keyof T>(owner: T, key: K, by: T[K]): void {
  const original = owner[key];
  owner[key] = by;
  restored.push(() => (owner[key] = original));
}

/** Replaces a function of the editor by one that records its messages and returns no choice. */
function shownBy(name: 'showInformationMessage' | 'showWarningMessage' | 'showErrorMessage'): string[] {
  const shown: string[] = [];
  const record = (message: string): Promise<undefined> => {
    shown.push(message);
    return Promise.resolve(undefined);
  };
  replace(vscode.window, name, record as never);
  return shown;
}

const firstOf = (shown: readonly string[], what: string): Promise<string> =>
  eventually(what, () => shown.at(0));

const withNames = (names: readonly string[], units = 1): string =>
  JSON.stringify({
    name: hostile,
    layers: [{ units, activation: 'tanh', names }, { units: 1 }],
    loss: 'meanSquaredError',
    data: { inputs: [[0.5]], targets: [[1]], inputNames: [hostile] },
  });

describe('Names from a file', () => {
  let name: string;
  beforeEach(() => (name = freshName()));
  afterEach(async () => {
    for (const restore of restored.splice(0)) restore();
    await run('stop', name);
    await stopAll();
  });

  it('are plain in the message of a run that failed', async () => {
    const shown = shownBy('showWarningMessage');
    const settings = vscode.workspace.getConfiguration();
    await settings.update('backprop.openPanelOnTrain', false, vscode.ConfigurationTarget.Global);
    const tooFast = { optimizer: { type: 'sgd', learningRate: 1e200 } };
    const layers = [{ units: 1 }];
    await openText(name, moons(tooFast, { name: hostile, layers, loss: 'meanSquaredError' }));
    try {
      await run('train', name);
      await firstOf(shown, 'the run failed');
    } finally {
      await settings.update('backprop.openPanelOnTrain', undefined, vscode.ConfigurationTarget.Global);
    }
    const [message] = shown;
    assertPlain(message, 'the failure');
    assert.match(message, /Fix this/);
  });

  it('are plain in the message that a config cannot be trained', async () => {
    const shown = shownBy('showErrorMessage');
    await openText(name, moons().replace('"tanh"', JSON.stringify(hostile)));
    await viewWhen('has been read', name, ({ problems }) => problems.errors > 0);
    await run('train', name);
    assertPlain(await firstOf(shown, 'it cannot be trained'), 'the refusal');
  });

  it('are plain in the message of a command that fails', async () => {
    const shown = shownBy('showErrorMessage');
    await run('openConfig', '[Fix this](command:x)/missing.backprop.json');
    assertPlain(await firstOf(shown, 'the command failed'), 'the error');
  });

  it('are plain in the message that a file was deleted', async () => {
    const shown = shownBy('showInformationMessage');
    await openText(name, moons(endless, { name: hostile }));
    await run('train', name);
    await stateOf(name, 'training');
    await vscode.workspace.fs.delete(inFolder(name));
    assertPlain(await firstOf(shown, 'it was deleted'), 'the deletion');
  });

  it('are plain in lists to choose from, and what was chosen is still the item itself', async () => {
    const lists: vscode.QuickPickItem[][] = [];
    const record = (items: vscode.QuickPickItem[]): Promise<vscode.QuickPickItem> => {
      lists.push(items);
      return Promise.resolve(items[0]);
    };
    replace(vscode.window, 'showQuickPick', record as never);
    const item = { label: hostile, description: hostile, detail: hostile };
    assert.equal(await chooseOf([item], {}), item);
    await openText(name, withNames([hostile]));
    await run('exportDerivation', name);
    const texts = lists.flat().flatMap(({ label, description, detail }) => [label, description, detail]);
    for (const text of texts) if (text) assertPlain(text, 'an item');
    assert.ok(texts.some((text) => text?.includes('Fix this')));
  });

  it('are plain where a weight is asked for', async () => {
    const asked: (string | undefined)[] = [];
    const one = (items: vscode.QuickPickItem[]): Promise<vscode.QuickPickItem> => Promise.resolve(items[1]);
    replace(vscode.window, 'showQuickPick', one as never);
    replace(vscode.window, 'showInputBox', (options) => {
      asked.push(options?.placeHolder);
      return Promise.resolve(undefined);
    });
    const many = Array.from({ length: 600 }, (_, unit) => `${hostile}${unit}`);
    await openText(name, withNames(many, many.length));
    await run('exportDerivation', name);
    assertPlain(asked[0], 'the placeholder');
  });

  it('are plain in the status bar, where only the item’s own icon is one', () => {
    const item = { show: () => undefined, dispose: () => undefined } as unknown as vscode.StatusBarItem;
    replace(vscode.window, 'createStatusBarItem', () => item);
    new StatusItem('test', 'Test', 1).show({
      icon: 'check',
      text: hostile,
      tooltip: hostile,
      spoken: hostile,
      command: { command: 'backprop.openPanel', title: '' },
    });
    assert.ok(item.text.startsWith('$(check) '));
    assertPlain(item.text.slice('$(check) '.length), 'the text');
    assertPlain(item.tooltip as string, 'the tooltip');
    assertPlain(item.accessibilityInformation?.label, 'the label');
  });

  it('are plain in problems', async () => {
    await openText(name, moons({}, { [hostile]: 1 }).replace('"tanh"', JSON.stringify(hostile)));
    const problems = await problemsWhen('problems', name, ({ length }) => length > 0);
    for (const { message } of problems) assertPlain(message, 'a problem');
  });

  it('are plain in code lenses and the title of the panel', async () => {
    await openText(name, moons({}, { name: hostile }));
    await run('openPanel', name);
    const titles = (): string[] =>
      vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label));
    const title = await eventually('the panel', () => titles().find((each) => each.includes('Fix this')));
    assertPlain(title, 'the title');
    assert.ok(title.length <= 60);
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      inFolder(name),
    );
    for (const { command } of lenses) assert.ok(command!.title.split('$(').length <= 2, command!.title);
  });

  it('are plain in hovers', async () => {
    const marked = `${hostile} **bold** <b> https://example.com`;
    const editor = await openText(
      name,
      JSON.stringify({
        layers: [{ units: 1, names: [marked], weights: { value: [[1]], names: [[marked]] } }],
        loss: { f: '(y - t)^2', df: 'y' },
        data: { inputs: [[0.5]], targets: [[1]] },
      }),
    );
    await run('checkGradients', name);
    await problemsWhen('a wrong gradient', name, ({ length }) => length > 0);
    const hovers = await eventually('a hover', async () => {
      const found = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        inFolder(name),
        editor.document.positionAt(editor.document.getText().indexOf('"layers"') + 12),
      );
      const texts = found.flatMap(({ contents }) => contents as vscode.MarkdownString[]);
      return texts.some(({ value }) => value.includes('Fix this')) && texts;
    });
    for (const { value, isTrusted, supportHtml } of hovers) {
      assertPlain(value, 'the hover');
      assert.doesNotMatch(value, /\*\*bold|https:|[^\\]</);
      assert.ok(!isTrusted && !supportHtml);
    }
  });

  it('are plain in the Test Explorer, its messages and its output', async () => {
    const told: string[] = [];
    const { tests } = vscode;
    const create = tests.createTestController.bind(tests);
    let controller: vscode.TestController | undefined;
    let runTests: vscode.TestRunProfile['runHandler'] | undefined;
    replace(tests, 'createTestController', (id, label) => {
      controller = create(`${id}.plain`, label);
      replace(controller, 'createRunProfile', ((_label: string, _kind: number, handler: typeof runTests) => {
        runTests = handler;
      }) as never);
      const begin = controller.createTestRun.bind(controller);
      replace(controller, 'createTestRun', (request) => {
        const testRun = begin(request);
        replace(testRun, 'appendOutput', (output) => void told.push(output.replace(/\r\n$/, '')));
        replace(testRun, 'failed', (_item, messages) => {
          for (const { message, expectedOutput, actualOutput } of [messages].flat())
            told.push(message as string, expectedOutput ?? 'none', actualOutput ?? 'none');
        });
        return testRun;
      });
      return controller;
    });
    const words = { name: hostile, given: 1, truth: 2, verdict: 'wrong', words: hostile };
    const compare = {
      wrong: 1,
      compared: 1,
      undecided: 0,
      notes: [],
      tensors: [],
      sheet: [words],
      diagnoses: [words],
      remarks: [hostile],
    };
    const result = { tensors: [], functions: [], compare } as unknown as CheckResult;
    const host = {
      run: () => Promise.resolve(true),
      trainingOf: () => Promise.resolve({ check: { view: { result } } } as unknown as Training),
      open: () => undefined,
      report: (error: unknown) => assert.ifError(error),
    };
    const gradientTests = new GradientTests(host);
    const text = moons({}, { name: hostile, gradientCheck: { compare: `${hostile}.json` } });
    const uri = inFolder(name);
    const editor = await openText(name, text);
    gradientTests.show({
      document: editor.document,
      version: 1,
      parsed: await parseConfig(text, uri.fsPath),
    });
    const file = controller!.items.get(uri.toString())!;
    for (const label of [file.label, file.children.get('compare')?.label]) assertPlain(label, 'a test');
    await runTests!(new vscode.TestRunRequest([file]), new vscode.CancellationTokenSource().token);
    gradientTests.dispose();
    for (const text of told) assertPlain(text, 'what a test says');
    assert.ok(told.length >= 4, 'nothing was told');
  });
});
