import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { freshName, moons, problemsWhen, stopAll } from './lab.js';
import { eventually, inFolder, openText } from './support.js';

const write = (name: string, text: string): Thenable<void> =>
  vscode.workspace.fs.writeFile(inFolder(name), new TextEncoder().encode(text));

/** The table of a config. Each config has its own, since a config that was closed may still have problems. */
const tableOf = (name: string): string => name.replace('.backprop.json', '.csv');

/** Opens a config of its table. */
async function openConfig(name: string, data: object): Promise<vscode.TextEditor> {
  const more = { loss: 'meanSquaredError', layers: [{ units: 1 }], data: { file: tableOf(name), ...data } };
  return openText(name, moons({ epochs: 3 }, more));
}

function positionIn({ document }: vscode.TextEditor, text: string, after: string): vscode.Position {
  return document.positionAt(document.getText().indexOf(text) + after.length);
}

const people = (row: string): string =>
  ['two words,$(zap) [x](y),age,y', ...Array.from({ length: 20 }, (_, i) => `${i % 7},${i * 2},${i % 5 ? i : ''},${i % 6}`), row, ''].join('\n'); // prettier-ignore

describe('Names in the config of a table', () => {
  let name: string;
  beforeEach(async () => {
    name = freshName();
    await write(tableOf(name), people('1,2,3,4'));
  });
  afterEach(() => stopAll());

  const offered = async (
    editor: vscode.TextEditor,
    at: vscode.Position,
  ): Promise<vscode.CompletionItem[]> => {
    const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      editor.document.uri,
      at,
    );
    return items.filter(({ kind }) => kind !== undefined && [vscode.CompletionItemKind.Field, vscode.CompletionItemKind.File, vscode.CompletionItemKind.Folder].includes(kind)); // prettier-ignore
  };
  const labels = (items: readonly vscode.CompletionItem[]): string[] =>
    items.map(({ label }) => (typeof label === 'string' ? label : label.label));

  it('are completed: columns of the table, and files that fit', async () => {
    const editor = await openConfig(name, { target: 'y', features: ['age', ''], derived: ['age * t'] });
    const features = await offered(editor, positionIn(editor, '""', '"'));
    assert.deepEqual(labels(features), ['two words', '$\u2060(zap) [x]\u2060(y)']);
    const derived = await offered(editor, positionIn(editor, 'age * t', 'age * t'));
    assert.deepEqual(derived.map(({ insertText }) => insertText).slice(0, 2), [
      '`two words`',
      '`$(zap) [x](y)`',
    ]);
    const target = await offered(editor, positionIn(editor, '"target": "y', '"target": "y'));
    assert.ok(labels(target).includes('y'));
    await write('sub/other.csv', 'a,b\n1,2\n');
    const files = labels(await offered(editor, positionIn(editor, tableOf(name), 'config')));
    assert.ok(files.includes(tableOf(name)) && files.includes('sub/'), files.join());
    assert.ok(!files.some((file) => file.endsWith('.backprop.json')));
  });

  it('are completed: the classes whose weights are not given yet, also while one has no name yet', async () => {
    const more = { loss: 'crossEntropy', layers: [{ units: 6, activation: 'softmax' }] };
    const data = { file: tableOf(name), target: 'y', task: 'classification', classWeights: { 3: 2 } };
    const editor = await openText(name, moons({ epochs: 3 }, { ...more, data }));
    const classes = (): Promise<string[]> => offered(editor, positionIn(editor, '"3":', '"')).then(labels);
    await eventually('the classes', async () => ((await classes()).length > 0 ? true : undefined));
    const at = positionIn(editor, '"3":', '');
    assert.ok(await editor.edit((text) => text.insert(at, '"": 1, ')));
    const left = await offered(editor, positionIn(editor, '"": 1', '"'));
    assert.deepEqual(labels(left), ['0', '1', '2', '4', '5']);
  });

  it('show what the column contains on hover', async () => {
    const editor = await openConfig(name, { target: 'y', columns: { age: 'number' } });
    const text = await eventually('the hover', async () => {
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        editor.document.uri,
        positionIn(editor, '"age"', '"a'),
      );
      const all = hovers.flatMap(({ contents }) => contents);
      const texts = all.flatMap((each) => (each instanceof vscode.MarkdownString ? [each.value] : []));
      return texts.find((each) => each.includes('gaps'));
    });
    assert.match(text, /\*\*age\*\*[^]*numbers[^]*input[^]*gaps\\: 4[^]*1 – 19/);
  });

  it('have problems that are also shown at their line in the table, until they are corrected', async () => {
    await write(tableOf(name), people('1,oops,3,4'));
    await openConfig(name, { target: 'y', columns: { '$(zap) [x](y)': 'number' } });
    const [problem] = await problemsWhen('the cell is named', tableOf(name), ({ length }) => length > 0);
    assert.deepEqual([problem.range.start.line, problem.range.start.character], [21, 2]);
    assert.match(problem.message, /"oops" in .* is not a number/);
    assert.equal(problem.relatedInformation?.[0].location.uri.path, inFolder(name).path);
    await write(tableOf(name), people('1,2,3,4'));
    await problemsWhen('the cell is right', tableOf(name), ({ length }) => length === 0);
  });
});
