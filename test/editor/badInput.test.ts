import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { endless, freshName, moons, problemsWhen, run, stateOf, stopAll, viewWhen } from './lab.js';
import { inFolder, openText } from './support.js';

const good = freshName();

const numbers = Array.from({ length: 500_000 }, (_, index) => `[${index},${index % 7}.5]`).join(',');
const texts: readonly { what: string; text: string; csv?: string }[] = [
  { what: 'an empty file', text: '' },
  { what: 'half-typed JSON', text: '{\n  "layers": [{ "units": 3, "activation": "si' },
  { what: 'no JSON at all', text: 'some prose, and a } too many' },
  { what: 'a list', text: '[1, 2, 3]' },
  { what: '1e999', text: moons().replace('"batchSize": 10', '"batchSize": 1e999') },
  { what: 'NaN', text: moons().replace('"batchSize": 10', '"batchSize": NaN') },
  { what: 'brackets without end', text: '['.repeat(100_000) },
  { what: 'ten megabytes', text: moons({}, { data: { inputs: [], targets: [[1]] } }).replace('"inputs": []', `"inputs": [${numbers}]`) },
  { what: 'a quote that never closes', text: moons({}, { data: { file: 'bad.csv', target: 'y' } }), csv: 'x,y\n1,0\n"2,1\n' },
  { what: 'a row of ten million columns', text: moons({}, { data: { file: 'bad.csv', target: 'y' } }), csv: `x,y\n1,0\n${'1,'.repeat(10_000_000)}1\n` },
  { what: 'an empty CSV', text: moons({}, { data: { file: 'bad.csv', target: 'y' } }), csv: '' },
  { what: 'a missing file', text: moons({}, { data: { file: 'nowhere.csv', target: 'y' } }) },
]; // prettier-ignore

describe('Bad input', () => {
  const settings = vscode.workspace.getConfiguration();
  before(async () => {
    // The panel of a run that goes on would draw all the time.
    await settings.update('backprop.openPanelOnTrain', false, vscode.ConfigurationTarget.Global);
    // The epochs are slow, so that the history stays short and the run does not end during these tests.
    const data = { generator: 'moons', samples: 4000 };
    await openText(good, moons(endless, { data }));
    await run('train', good);
    await stateOf(good, 'training');
  });
  after(async () => {
    await run('stop', good);
    await stopAll();
    await settings.update('backprop.openPanelOnTrain', undefined, vscode.ConfigurationTarget.Global);
  });

  for (const { what, text, csv } of texts) {
    it(`is reported at its place, and the other run continues: ${what}`, async () => {
      const bad = freshName();
      if (csv !== undefined)
        await vscode.workspace.fs.writeFile(inFolder('bad.csv'), new TextEncoder().encode(csv));
      await openText(bad, text);
      const problems = await problemsWhen('a problem', bad, (found) => found.some(isSerious));
      assert.ok(problems.every(({ message }) => message.length > 10));
      await viewWhen(
        'is counted',
        bad,
        ({ problems }) => problems.errors + problems.warnings > 0 && problems.blocking !== null,
      );
      const { status } = await stateOf(good, 'training');
      await viewWhen('goes on', good, (view) => view.status!.epoch > status!.epoch);
      await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    });
  }
});

/** Problems of the schema are warnings by the JSON service's default setting. */
const isSerious = ({ severity }: vscode.Diagnostic): boolean => severity <= vscode.DiagnosticSeverity.Warning;
