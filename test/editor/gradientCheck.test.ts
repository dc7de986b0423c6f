import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { freshName, moons, problemsWhen, run, stopAll, viewOf, viewWhen } from './lab.js';
import { eventually, fixWhen, fixesAt, inFolder, openText } from './support.js';

let name: string;
beforeEach(() => (name = freshName()));

const rightDf = '1 - tanh(x)^2';
const wrongDf = '1 - tanh(x)';

/** A network with a user-defined activation. */
function withDf(df: string): string {
  const config = {
    functions: { mine: { f: 'tanh(x)', df } },
    layers: [{ units: 3, activation: 'mine' }, { units: 1 }],
    loss: 'meanSquaredError',
    data: { generator: 'moons', samples: 20 },
  };
  // If each value were on its own line, only one character of a layer's line could be marked.
  return JSON.stringify(config, null, 2).replace(
    /\{\s*"units": 3,\s*"activation": "mine"\s*\}/,
    '{ "units": 3, "activation": "mine" }',
  );
}

function rangeOf({ document }: vscode.TextEditor, text: string): vscode.Range {
  const start = document.getText().indexOf(text);
  return new vscode.Range(document.positionAt(start), document.positionAt(start + text.length));
}

const checked = (what: string, fits: (result: { failed: number }) => boolean) =>
  viewWhen(
    what,
    name,
    ({ check }) => !check.running && check.result !== null && !check.stale && fits(check.result),
  );

/** Applies a quick fix as the light bulb does. */
async function apply({ edit, command }: vscode.CodeAction): Promise<void> {
  await vscode.workspace.applyEdit(edit!);
  await vscode.commands.executeCommand(command!.command, ...(command!.arguments as unknown[]));
}

describe('A gradient check', () => {
  afterEach(() => stopAll());

  it('marks the wrong df and its layer until the quick fix has corrected them', async () => {
    const editor = await openText(name, withDf(wrongDf));
    await run('checkGradients', name);
    const problems = await problemsWhen('problems', name, ({ length }) => length > 0);
    const [formula, ...layers] = problems;
    assert.deepEqual(formula.range, rangeOf(editor, `"${wrongDf}"`));
    assert.deepEqual([formula.source, formula.code], ['Backprop gradient check', 'df-wrong']);
    assert.match(formula.message, /at x = \S+: it gives \S+, but the derivative is \S+\.$/);
    const layer = rangeOf(editor, '{ "units": 3, "activation": "mine" }');
    assert.ok(layers.length > 0 && layers.every(({ range }) => range.isEqual(layer)));
    assert.match(
      layers[0].relatedInformation![0].message,
      /backpropagation gives \S+, the difference quotient/,
    );

    const fix = await fixWhen(editor, formula.range, (title) => title.includes('(1 / cosh(x)) ^ 2'));
    assert.ok(fix.isPreferred);
    await apply(fix);
    assert.ok(editor.document.getText().includes('"(1 / cosh(x)) ^ 2"'));
    await checked('all right', ({ failed }) => failed === 0);
    await problemsWhen('no problem', name, ({ length }) => length === 0);
  });

  it('excludes a unit at a kink with the quick fix, and reports what that excludes', async () => {
    const kinked = {
      layers: [
        { units: 1, activation: 'relu', weights: [[1]], bias: [0] },
        { units: 1, weights: [[1]] },
      ],
      loss: 'halfSquaredError',
      data: { inputs: [[0]], targets: [[1]] },
    };
    const editor = await openText(name, JSON.stringify(kinked, null, 2));
    await run('checkGradients', name);
    const [kink] = await problemsWhen('the kink', name, (found) =>
      found.some(({ code }) => code === 'gradient-kink'),
    );
    await apply(await fixWhen(editor, kink.range, (title) => title.startsWith('Exclude h1')));
    assert.ok(editor.document.getText().includes('"exclude": [{ "layer": 1, "unit": 0 }]'));
    const [left, ...others] = await problemsWhen('what is left out', name, (found) =>
      found.some(({ code }) => code === 'unit-excluded'),
    );
    assert.deepEqual([left.severity, others], [vscode.DiagnosticSeverity.Information, []]);
    assert.match(left.message, /^h1 is at a kink .* excluded: 1\.$/);
    assert.equal(editor.document.getText(left.range).replaceAll(/\s/g, ''), '{"layer":1,"unit":0}');
  });

  it('offers to leave the derivative to automatic differentiation', async () => {
    const editor = await openText(name, withDf(wrongDf));
    await run('checkGradients', name);
    await problemsWhen('problems', name, ({ length }) => length > 0);
    const range = rangeOf(editor, `"${wrongDf}"`);
    await apply(await fixWhen(editor, range, (title) => title.startsWith('Remove df')));
    assert.ok(!editor.document.getText().includes('"df"'));
    await checked('all right', ({ failed }) => failed === 0);
  });

  it('marks its findings as outdated while the text differs from the checked one', async () => {
    const editor = await openText(name, withDf(wrongDf));
    await run('checkGradients', name);
    await problemsWhen('problems', name, ({ length }) => length > 0);
    const at = rangeOf(editor, '"units": 3');
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '\n'));
    const moved = await problemsWhen('moved', name, ([first]) =>
      first.range.isEqual(rangeOf(editor, `"${wrongDf}"`)),
    );
    assert.ok(!moved[0].message.startsWith('(Before'));
    await editor.edit((edit) =>
      edit.replace(new vscode.Range(at.start.translate(1), at.end.translate(1)), '"units": 4'),
    );
    const old = await problemsWhen('old', name, (found) =>
      found.some(({ message }) => message.startsWith('(Before your edit)')),
    );
    assert.ok(old.every(({ severity }) => severity === vscode.DiagnosticSeverity.Information));
    assert.deepEqual(
      (await fixesAt(editor, rangeOf(editor, `"${wrongDf}"`))).filter(({ title }) => title.includes('df')),
      [],
    );
    await vscode.commands.executeCommand('undo');
    await problemsWhen('current', name, (found) =>
      found.some(({ message }) => message.startsWith('df of mine')),
    );
  });

  it('shows its numbers on hover', async () => {
    const editor = await openText(name, withDf(wrongDf));
    await run('checkGradients', name);
    await problemsWhen('problems', name, ({ length }) => length > 0);
    const at = rangeOf(editor, '"activation": "mine"').start;
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      editor.document.uri,
      at,
    );
    const texts = hovers.flatMap(({ contents }) =>
      contents.map((content) => (content as vscode.MarkdownString).value),
    );
    assert.ok(texts.some((text) => text.includes('Layer 1 weights') && text.includes('| --- |')));
  });

  it('runs on save if the setting is on', async () => {
    const settings = vscode.workspace.getConfiguration();
    const editor = await openText(name, withDf(rightDf));
    await settings.update('backprop.checkOnSave', true, vscode.ConfigurationTarget.Global);
    try {
      await editor.edit((edit) => edit.replace(rangeOf(editor, rightDf), wrongDf));
      await editor.document.save();
      await checked('checked', ({ failed }) => failed > 0);
    } finally {
      await settings.update('backprop.checkOnSave', undefined, vscode.ConfigurationTarget.Global);
    }
  });

  it('points into the compared file of gradients, and runs again when that file is written', async () => {
    const config = {
      layers: [{ units: 1, weights: [[2]], bias: false }],
      loss: 'halfSquaredError',
      data: { inputs: [[3]], targets: [[1]] },
      gradientCheck: { compare: 'mine.json' },
    };
    const write = (text: string) =>
      vscode.workspace.fs.writeFile(inFolder('mine.json'), new TextEncoder().encode(text));
    await write('{\n  "layers": [{ "weights": [[-15]] }]\n}');
    const editor = await openText(name, JSON.stringify(config));
    await run('checkGradients', name);
    const [problem] = await problemsWhen('a problem', name, ({ length }) => length === 1);
    assert.equal(problem.code, 'wrong-sign');
    assert.deepEqual(problem.range, rangeOf(editor, '"mine.json"'));
    const [related] = problem.relatedInformation!;
    assert.deepEqual(
      [related.location.uri.path, related.location.range.start.line],
      [inFolder('mine.json').path, 1],
    );
    await write('{ "layers": [{ "weights": [[15]] }] }');
    await problemsWhen('no problem', name, ({ length }) => length === 0);
  });

  describe('of gradients in a file', () => {
    const config = JSON.stringify({
      layers: [{ units: 1, weights: [[2, 0.5]], bias: [0] }],
      loss: 'halfSquaredError',
      data: { inputs: [[3, 0.25]], targets: [[1]] },
      gradientCheck: { compare: 'wrong.json' },
    });
    const answers = '{\n  // mine\n  "W1": [[15.375, 1.28125]], "b1": [-5.125]\n}';
    const wrongIn = (file: string, count: number) =>
      problemsWhen(`${count} problems in ${file}`, file, (found) =>
        found.filter(({ source }) => source === 'Backprop gradient check').length === count,
      ); // prettier-ignore

    it('marks the wrong ones there, and a quick fix writes the right ones', async () => {
      const mine = await openText('wrong.json', answers);
      const editor = await openText(name, config);
      await run('checkGradients', name);
      const [problem] = await wrongIn('wrong.json', 1);
      assert.equal(mine.document.getText(problem.range), '-5.125');
      assert.match(problem.message, /you have -5\.125, but the right value is 5\.125/);
      const fix = await fixWhen(mine, problem.range, (title) => title === 'Write the right value: 5.125');
      await vscode.workspace.applyEdit(fix.edit!);
      assert.ok(mine.document.getText().includes('"b1": [5.125]'));
      await wrongIn('wrong.json', 0);
      await mine.document.save();
      await checked('right', () => true);
      await viewWhen('right', name, ({ check }) => check.result?.compare?.wrong === 0);
      assert.equal(editor.document.isDirty, false);
    });

    it('allows comments in that file', async () => {
      await openText('wrong.json', answers);
      await openText(name, config);
      const uri = inFolder('wrong.json').toString();
      await eventually('JSON with comments', () =>
        vscode.workspace.textDocuments.some((each) => each.uri.toString() === uri && each.languageId === 'jsonc'),
      ); // prettier-ignore
    });

    it('reports a missing file at once, until the file is there', async () => {
      const gone = inFolder('gone.json');
      await openText(name, config.replace('wrong.json', 'gone.json'));
      const [problem] = await problemsWhen('missing', name, ({ length }) => length === 1);
      assert.deepEqual([problem.code, problem.source], ['file-not-found', 'backprop']);
      await vscode.workspace.fs.writeFile(gone, new TextEncoder().encode('{ "W1": [[1, 2]] }'));
      await problemsWhen('no problem', name, ({ length }) => length === 0);
      await vscode.workspace.fs.delete(gone);
    });
  });

  /** A check that takes minutes. */
  const slow = (): string =>
    moons(
      {},
      {
        layers: [{ units: 200, activation: 'tanh' }, { units: 200, activation: 'tanh' }, { units: 1 }],
        gradientCheck: { parametersPerTensor: 40_000, samples: 100 },
        loss: 'meanSquaredError',
      },
    );
  const running = (of: string) => viewWhen('running', of, ({ check }) => (check.running?.fraction ?? 0) > 0);

  it('shows the result in the code lens', async () => {
    await openText(name, withDf(rightDf));
    await run('checkGradients', name);
    const titles = async (): Promise<string[]> => {
      const uri = inFolder(name);
      const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        uri,
      );
      return lenses.map(({ command }) => command?.title ?? '');
    };
    await eventually('the verdict', async () =>
      (await titles()).some((title) => title.endsWith('13 gradients right')),
    );
  });

  // This runs before the other slow tests, as the editor still runs the tests of a file that was closed.
  describe('from the Test Explorer', () => {
    // Only then does the editor request the tests.
    before(() => vscode.commands.executeCommand('workbench.view.testing.focus'));
    const runAll = (): Thenable<unknown> => vscode.commands.executeCommand('testing.runAll');
    const runFile = (): Thenable<unknown> => vscode.commands.executeCommand('testing.runCurrentFile');
    const cancel = (): Thenable<unknown> => vscode.commands.executeCommand('testing.cancelRun');

    /** Starts tests, repeatedly until the editor knows them. Returns the end of their run, and the first config. */
    async function begin(start: () => Thenable<unknown>, names: readonly string[]) {
      const first = Promise.race(names.map((each) => running(each).then(() => each)));
      return eventually('the tests are known', async () => {
        const ended = start();
        const begun = await Promise.race([first, ended.then(() => null)]);
        return begun !== null && { ended, begun };
      });
    }

    it('continues with the next config if one cannot be read because its folder was deleted', async () => {
      const folder = freshName().replace('.backprop.json', '');
      await openText(`${folder}/gone.backprop.json`, withDf(rightDf));
      await viewWhen('has been read', `${folder}/gone.backprop.json`, ({ shape }) => shape !== null);
      await openText(name, withDf(rightDf));
      await viewWhen('has been read', name, ({ shape }) => shape !== null);
      await vscode.workspace.fs.delete(inFolder(folder), { recursive: true });
      await runAll();
      const { check } = (await viewOf(name))!;
      assert.deepEqual([check.running, check.result?.passed, check.result?.failed], [null, 13, 0]);
    });

    it('ends when the tests are canceled, and starts no further check', async () => {
      const names = [name, freshName()];
      for (const each of names) await openText(each, slow());
      const { ended, begun } = await begin(runAll, names);
      await cancel();
      await ended;
      for (const each of names) {
        const { check } = (await viewOf(each))!;
        assert.deepEqual([check.running, check.result, check.error], [null, null, null], each === begun ? 'begun' : 'not begun'); // prettier-ignore
      }
    });

    it('runs after a canceled one', async () => {
      const editor = await openText(name, slow());
      const { ended } = await begin(runFile, [name]);
      await cancel();
      await ended;
      const whole = new vscode.Range(0, 0, editor.document.lineCount, 0);
      await editor.edit((edit) => edit.replace(whole, withDf(rightDf)));
      await viewWhen('has been read', name, ({ shape }) => shape?.layers[0].units === 3);
      await runFile();
      const { check } = (await viewOf(name))!;
      assert.deepEqual([check.running, check.result?.passed, check.result?.failed], [null, 13, 0]);
    });
  });

  describe('from the command', () => {
    it('can be canceled', async () => {
      await openText(name, slow());
      void run('checkGradients', name);
      await running(name);
      await run('cancelCheck', name);
      const view = await viewOf(name);
      assert.deepEqual([view?.check.running, view?.check.result], [null, null]);
    });
  });
});
