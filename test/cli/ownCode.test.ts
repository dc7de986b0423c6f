import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { backprop, withConfig, type Ran } from './support.js';

const network = {
  layers: [
    { weights: [[0.15, 0.2], [0.25, 0.3]], bias: [0.35, 0.3], activation: 'tanh' },
    { weights: [[0.4, 0.45]], bias: [0.6], activation: 'sigmoid' },
  ],
  loss: 'halfSquaredError',
  data: { inputs: [[0.05, 0.1], [0.3, -0.2], [0.9, 0.4]], targets: [[0.01], [0.3], [0.8]] },
}; // prettier-ignore

/** A person's own backpropagation, in plain JavaScript. */
const script = `const { layers, inputs, targets } = JSON.parse(require('node:fs').readFileSync(0, 'utf8'));
const [{ weights: W1, bias: b1 }, { weights: W2, bias: b2 }] = layers;
const dW1 = [[0, 0], [0, 0]], db1 = [0, 0];
const dW2 = [[0, 0]], db2 = [0];
inputs.forEach((x, n) => {
  const a = W1.map((w, i) => Math.tanh(w[0] * x[0] + w[1] * x[1] + b1[i]));
  const y = 1 / (1 + Math.exp(-(W2[0][0] * a[0] + W2[0][1] * a[1] + b2[0])));
  const delta2 = ((y - targets[n][0]) * y * (1 - y)) / inputs.length;
  db2[0] += delta2;
  for (const i of [0, 1]) {
    dW2[0][i] += delta2 * a[i];
    const delta1 = delta2 * W2[0][i] * (1 - a[i] ** 2);
    db1[i] += delta1;
    for (const j of [0, 1]) dW1[i][j] += delta1 * x[j];
  }
});
console.log(JSON.stringify({ dW1, db1, dW2, db2 }));
`;

interface Done {
  readonly compare: { readonly compared: number; readonly wrong: number } | undefined;
  readonly diagnoses: readonly { readonly mistake: string }[];
  readonly findings: readonly { readonly code: string; readonly message: string }[];
}

/** Checks the network with a Node script, or with another command. */
function check(
  code: string,
  { options = ['--allow-command'], timeout = 60, command = [process.execPath, 'bp.cjs'] } = {},
): Promise<Ran & { readonly done: Done; readonly folder: string }> {
  const config = { ...network, gradientCheck: { compare: { command, timeout } } };
  return withConfig(config, { 'bp.cjs': code }, async (file) => {
    const ran = await backprop(['check', file, '--json', ...options]);
    return { ...ran, done: ran.events<Done>().at(-1)!, folder: path.dirname(file) };
  });
}

describe('backprop check on a program of the user', function () {
  this.timeout(120_000);

  it('finds right gradients right', async () => {
    const { status, done, err } = await check(script);
    assert.deepEqual([status, err], [0, '']);
    assert.deepEqual([done.compare?.compared, done.compare?.wrong], [9, 0]);
  });

  it('names the mistake and the line that computes the wrong gradient', async () => {
    const { status, done } = await check(script.replace('(1 - a[i] ** 2)', '(1 - a[i])'));
    assert.equal(status, 1);
    assert.equal(done.compare?.wrong, 6);
    assert.equal(done.diagnoses.length, 1);
    const config = { ...network, gradientCheck: { compare: { command: [process.execPath, 'bp.cjs'] } } };
    const wrong = script.replace('dW2[0][i] += delta2 * a[i]', 'dW2[0][i] += delta2');
    await withConfig(config, { 'bp.cjs': wrong }, async (file) => {
      const sarif = path.join(path.dirname(file), 'out.sarif');
      const { out } = await backprop(['check', file, '--allow-command', '--sarif', sarif]);
      assert.match(out, /error missing-input Layer 2: /);
      assert.match(out, /bp\.cjs:11:5: ∂E\/∂w5: you have /);
      assert.match(readFileSync(sarif, 'utf8'), /"startLine": 11/);
    });
  });

  it('does not run it unless that is allowed', async () => {
    const { status, done, err } = await check(`require('node:fs').writeFileSync('ran', '')`, { options: [] });
    assert.equal(status, 1);
    assert.match(err, /command-not-run .*--allow-command/);
    assert.equal(done.compare, undefined);
  });

  it('shows its standard error, and the line where it failed', async () => {
    const { status, err } = await check(`console.error('a remark');\n\n  undefined.x;\n`);
    assert.equal(status, 1);
    assert.match(err, /^a remark\n/);
    assert.match(err, /error command-failed .* failed at line 3: TypeError: Cannot read/);
    assert.match(err, /bp\.cjs:3:13: TypeError/);
  });

  it('reads the last line where the program prints something else before', async () => {
    const { status, done } = await check(`console.log('[debugging]');${script}`);
    assert.deepEqual([status, done.compare?.wrong], [0, 0]);
  });

  const bad: Readonly<Record<string, readonly [Parameters<typeof check>, RegExp]>> = {
    'is missing': [['', { command: ['no-such-program'] }], /There is no program "no-such-program"\. Install it/],
    hangs: [['setInterval(() => {}, 1e6)', { timeout: 0.5 }], /did not end within 0\.5 seconds and was stopped/],
    'prints nothing': [[''], /printed nothing\. Print the gradients as JSON/],
    'prints no JSON': [[`console.log('dW1 = 3')`], /printed no JSON, but "dW1 = 3"\. Print/],
    dies: [['process.exit(7)'], /ended with status 7 and without an error message/],
    'is killed': [[`process.kill(process.pid, 'SIGKILL')`], /was ended by the signal SIGKILL/],
    'prints NaN': [[`let dW1;\ndW1 = 1;\nconsole.log('{"dW1": [[NaN, 1], [2, 3]]}')`], /NaN is not a number\..*[^]*bp\.cjs:2:1: NaN/],
    'prints NaN as JavaScript does': [[`console.log('{"db2": [null]}')`], /gave null or NaN instead of numbers \(1 in all\)/],
  }; // prettier-ignore
  for (const [what, [call, message]] of Object.entries(bad))
    it(`says so where it ${what}`, async () => {
      const { status, err } = await check(...call);
      assert.equal(status, 1);
      assert.match(err, message);
    });

  it('says so where it prints gradients of another network', async () => {
    const { status, done } = await check(`console.log('{"dW1": [[1, 2, 3]], "db3": [1]}')`);
    assert.equal(status, 1);
    assert.match(done.findings[0]?.message ?? '', /1×3.* 2×2/);
  });

  it('takes an archive that it writes', async () => {
    // The gradients of the worked example, which has other weights and as many layers.
    const archive = path.resolve('test/fixtures/gradients/worked-example.npz');
    const write = `require('node:fs').copyFileSync(${JSON.stringify(archive)}, process.env.BACKPROP_OUTPUT);`;
    const { done } = await check(write);
    assert.equal(done.compare?.compared, 4);
    const { status, err } = await check(`require('node:fs').writeFileSync(process.env.BACKPROP_OUTPUT, 'x')`);
    assert.equal(status, 1);
    assert.match(err, /compare-file .*bp\.cjs": .*not an \.npz archive/);
  });
});
