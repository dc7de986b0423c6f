import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { moons, problemsWhen, run, stopAll, viewWhen, freshName } from './lab.js';
import { eventually, fixWhen, inFolder, openText } from './support.js';

let name: string;
beforeEach(() => (name = freshName()));
const csv = (rows: string): Thenable<void> =>
  vscode.workspace.fs.writeFile(inFolder('rows.csv'), new TextEncoder().encode(rows));
const ofCsv = moons(
  { epochs: 3 },
  { loss: 'meanSquaredError', layers: [{ units: 1 }], data: { file: 'rows.csv', target: 'y' } },
);

/** Returns the range of a text that occurs once. */
function rangeOf({ document }: vscode.TextEditor, text: string): vscode.Range {
  const start = document.getText().indexOf(text);
  return new vscode.Range(document.positionAt(start), document.positionAt(start + text.length));
}

describe('Problems', () => {
  afterEach(() => stopAll());

  it('are at the exact place, and disappear after the quick fix', async () => {
    const editor = await openText(name, moons().replace('"tanh"', '"tamh"'));
    const [problem, ...others] = await problemsWhen('one problem', name, ({ length }) => length > 0);
    assert.deepEqual(others, []);
    assert.deepEqual([problem.range, problem.source], [rangeOf(editor, '"tamh"'), 'backprop']);
    assert.match(problem.message, /Did you mean "tanh"/);
    const fix = await fixWhen(editor, problem.range, (title) => title.includes('"tanh"'));
    assert.ok(fix.edit && fix.isPreferred);
    await vscode.workspace.applyEdit(fix.edit);
    assert.equal(editor.document.getText(), moons());
    await problemsWhen('no problem', name, ({ length }) => length === 0);
  });

  it('about a column of a table offer changes of its options, and disappear with them', async () => {
    const rows = Array.from({ length: 30 }, (_, i) => `${i + 1},${i % 3 ? 'red' : 'blue'},${i % 7}`);
    await csv(['id,color,y', ...rows, ''].join('\n'));
    const editor = await openText(name, ofCsv);
    const isAboutColumn = ({ message }: vscode.Diagnostic): boolean => message.startsWith('Column ');
    const problems = await problemsWhen(
      'both columns are named',
      name,
      (all) => all.filter(isAboutColumn).length === 2,
    );
    const { range } = problems.find(isAboutColumn)!;
    const fix = await fixWhen(editor, range, (title) => title.includes('types of all columns'));
    assert.ok(fix.edit);
    await vscode.workspace.applyEdit(fix.edit);
    assert.match(editor.document.getText(), /"columns": \{\s*"color": "category",\s*"id": "ignore"\s*\}/);
    await problemsWhen('no problem', name, ({ length }) => length === 0);
  });

  it('have the same count everywhere, whatever found them', async () => {
    const text = moons({ epochs: 'many' }, { oops: 1 }).replace('"tanh"', '"tamh"');
    await openText(name, text);
    const counted = await eventually('the counts agree', async () => {
      const shown = vscode.languages.getDiagnostics(inFolder(name));
      const { problems } = await viewWhen('has been read', name, () => true);
      const errors = shown.filter(({ severity }) => severity === vscode.DiagnosticSeverity.Error).length;
      const isSame = problems.errors === errors && problems.warnings === shown.length - errors;
      return shown.length >= 3 && isSame && shown.length;
    });
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      inFolder(name),
    );
    assert.match(lenses[0].command!.title, new RegExp(`Fix ${counted} problems to train`));
  });

  it('of the data keep a run from starting until the data is there', async () => {
    const file = `late-${name}.csv`;
    await openText(name, ofCsv.replace('rows.csv', file));
    await viewWhen('is blocked', name, ({ problems }) => problems.blocking?.includes(file) === true);
    await run('openPanel', name);
    const refusals: string[] = [];
    const { showErrorMessage } = vscode.window;
    vscode.window.showErrorMessage = (message: string) => {
      refusals.push(message);
      return Promise.resolve(undefined);
    };
    await Promise.resolve(run('train', name)).finally(() => {
      vscode.window.showErrorMessage = showErrorMessage;
    });
    assert.match(refusals.join(), /cannot be trained yet: .*late-/);
    await vscode.workspace.fs.writeFile(inFolder(file), new TextEncoder().encode('x,y\n1,2\n3,4\n5,6\n'));
    await viewWhen('is not blocked', name, ({ problems }) => problems.blocking === null);
    await viewWhen('shows its start', name, ({ status }) => status?.state === 'ready');
    await run('train', name);
    await viewWhen('has trained', name, ({ status }) => status?.state === 'done');
  });

  it('of the schema are reported by the JSON service alone', async () => {
    await openText(name, moons({ epochs: 'many' }));
    const problems = await problemsWhen('one problem', name, ({ length }) => length > 0);
    assert.equal(problems.length, 1);
    assert.notEqual(problems[0].source, 'backprop');
    await viewWhen('counts it', name, ({ problems: { errors, warnings } }) => errors + warnings === 1);
  });

  it('of the data point into the CSV file, and disappear when the file is fixed', async () => {
    await csv('x,y\n1,2\n"2,3\n4,5\n');
    const editor = await openText(name, ofCsv);
    const [problem] = await problemsWhen('a problem', name, ({ length }) => length > 0);
    assert.deepEqual(problem.range, rangeOf(editor, '"rows.csv"'));
    const [related] = problem.relatedInformation!;
    assert.equal(related.location.uri.path, inFolder('rows.csv').path);
    assert.equal(related.location.range.start.line, 2);
    await viewWhen('counts it', name, ({ problems: { errors, warnings } }) => errors + warnings === 1);
    await csv('x,y\n1,2\n2,3\n4,5\n');
    await problemsWhen('no problem', name, ({ length }) => length === 0);
    await viewWhen('knows the data', name, ({ facts }) => facts?.trainingSamples === 3);
  });

  it('of a run that failed are at the learning rate', async () => {
    const training = { optimizer: { type: 'sgd', learningRate: 1e300 }, epochs: 50 };
    await csv('x,y\n1,2\n2,3\n4,5\n');
    const editor = await openText(
      name,
      ofCsv
        .replace('"batchSize": 10', `"x": 0`)
        .replace(/"training": \{[^}]*\}/, `"training": ${JSON.stringify(training)}`),
    );
    await viewWhen('can be run', name, ({ settings }) => settings !== null);
    await vscode.commands.executeCommand('backprop.train');
    const [problem] = await problemsWhen('a problem', name, ({ length }) => length > 0);
    assert.deepEqual(problem.range, rangeOf(editor, '1e+300'));
    assert.match(problem.message, /Epoch \d+/);
    await vscode.commands.executeCommand('backprop.reset');
    await problemsWhen('no problem', name, ({ length }) => length === 0);
  });
});

describe('The schema', () => {
  afterEach(() => stopAll());

  const labelsAt = async (editor: vscode.TextEditor, at: vscode.Position): Promise<string[]> => {
    const list = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      editor.document.uri,
      at,
    );
    return list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
  };

  it('completes activations', async () => {
    const editor = await openText(name, moons());
    const at = rangeOf(editor, '"tanh"').start.translate(0, 1);
    await eventually('completion', async () =>
      (await labelsAt(editor, at)).some((label) => label.includes('leakyRelu')),
    );
  });

  it('explains a key on hover', async () => {
    const editor = await openText(name, moons());
    const at = rangeOf(editor, '"validationSplit"').start.translate(0, 3);
    await eventually('hover', async () => {
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        editor.document.uri,
        at,
      );
      return hovers.some(({ contents }) => contents.length > 0);
    });
  });
});
