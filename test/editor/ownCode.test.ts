/** Tests a config that compares with the gradients of a person's own program. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { freshName, problemsWhen, run, stopAll, viewWhen } from './lab.js';
import { eventually, inFolder, openText } from './support.js';

/** A program whose gradient of the weight is wrong: y = 6, ∂E/∂w = (6 − 1)·3 and ∂E/∂b = 5. */
const wrong = `const { layers, inputs, targets } = JSON.parse(require('node:fs').readFileSync(0, 'utf8'));
const [[x], [t]] = [inputs[0], targets[0]];
const y = layers[0].weights[0][0] * x + layers[0].bias[0];

const dW1 = [[y - t]];
const db1 = [y - t];
console.error('a remark');
console.log(JSON.stringify({ dW1, db1 }));
`;

describe('A program of the user', () => {
  let config: string;
  let script: string;
  beforeEach(() => {
    config = freshName();
    script = config.replace('.backprop.json', '.cjs');
  });
  afterEach(stopAll);

  const configText = (name: string): string =>
    JSON.stringify({
      name,
      layers: [{ weights: [[2]], bias: [0] }],
      loss: 'halfSquaredError',
      data: { inputs: [[3]], targets: [[1]] },
      gradientCheck: { compare: { command: ['node', script] } },
    });
  const open = async (program: string): Promise<vscode.TextEditor> => {
    await vscode.workspace.fs.writeFile(inFolder(script), new TextEncoder().encode(program));
    return openText(config, configText('before'));
  };
  /** Writes another text into a file as a person does, and saves it. */
  async function save(name: string, from: string, to: string): Promise<void> {
    const document = await vscode.workspace.openTextDocument(inFolder(name));
    const offset = document.getText().indexOf(from);
    const range = new vscode.Range(document.positionAt(offset), document.positionAt(offset + from.length));
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, range, to);
    await vscode.workspace.applyEdit(edit);
    await document.save();
  }
  const placesOf = (problems: readonly vscode.Diagnostic[]) =>
    problems.map(({ range: { start, end }, code, severity }) => [start.line, start.character, end.character, code, severity]); // prettier-ignore

  it('is marked at its own line until it is fixed and saved', async () => {
    await open(wrong);
    await run('checkGradients', config);
    const problems = await problemsWhen('has a mark', script, ({ length }) => length > 0);
    assert.deepEqual(placesOf(problems), [[4, 6, 9, 'missing-input', vscode.DiagnosticSeverity.Error]]);
    assert.match(problems[0].message, /Multiply it by the input/);
    const inConfig = await problemsWhen('has the mistake as well', config, (all) =>
      all.some(({ code }) => code === 'missing-input'),
    );
    const related = inConfig.find(({ code }) => code === 'missing-input')?.relatedInformation?.[0];
    assert.equal(related?.location.uri.fsPath, inFolder(script).fsPath);

    await save(script, '[[y - t]]', '[[(y - t) * x]]');
    await viewWhen('is right', config, ({ check }) => check.result?.compare?.wrong === 0 && !check.stale);
    assert.deepEqual(vscode.languages.getDiagnostics(inFolder(script)), []);

    await save(script, '[[(y - t) * x]]', '[[y - t]]');
    const again = await problemsWhen('is wrong again', script, ({ length }) => length > 0);
    assert.equal(again[0].code, 'missing-input');
  });

  it('runs when the config is saved, although no check was asked for', async () => {
    await open(wrong);
    await viewWhen('has been read', config, ({ shape }) => shape !== null);
    await save(config, 'before', 'after');
    await problemsWhen('has a mark', script, (problems) =>
      problems.some(({ code }) => code === 'missing-input'),
    );
  });

  it('is marked where it fails, and at the calls that led there', async () => {
    await open('const f = () => {\n  undefined.x;\n};\nf();\n');
    await run('checkGradients', config);
    const problems = await problemsWhen('has marks', script, ({ length }) => length > 1);
    const { Error: error, Information: info } = vscode.DiagnosticSeverity;
    assert.deepEqual(placesOf(problems), [
      [1, 12, 14, 'command-failed', error],
      [3, 0, 4, 'command-failed', info],
    ]);
    assert.match(problems[0].message, /TypeError: Cannot read/);
  });

  it('ends when the check is canceled', async () => {
    const note = inFolder(`${script}.pid`);
    await open(`require('node:fs').writeFileSync(${JSON.stringify(note.fsPath)}, process.pid + '.');
      setInterval(() => {}, 1e6);`);
    void run('checkGradients', config);
    const pid = await eventually('the program runs', () =>
      vscode.workspace.fs.readFile(note).then(
        (bytes) => /^(\d+)\.$/.exec(new TextDecoder().decode(bytes))?.[1],
        () => undefined,
      ),
    );
    await run('cancelCheck', config);
    await eventually('the program has ended', () => {
      try {
        return !process.kill(Number(pid), 0);
      } catch {
        return true;
      }
    });
    await viewWhen('is not running', config, ({ check }) => check.running === null && check.result === null);
  });
});
