import assert from 'node:assert/strict';
import { backprop, withConfig } from './support.js';

describe('backprop lint', () => {
  it('reports a file of gradients that is missing or empty at its place', async () => {
    const config = {
      layers: [{ units: 1 }],
      loss: 'halfSquaredError',
      data: { inputs: [[3]], targets: [[5]] },
      gradientCheck: { compare: 'mine.json' },
    };
    const lintWith = (files: Readonly<Record<string, string>>) =>
      withConfig(config, files, (file) => backprop(['lint', file, '--json']));
    const missing = await lintWith({});
    const [problem] = missing.events<{ code: string; column: number }>();
    assert.deepEqual([missing.status, problem.code], [1, 'file-not-found']);
    assert.equal(problem.column, JSON.stringify(config).indexOf('"mine.json"') + 1);
    const empty = await lintWith({ 'mine.json': '{ "alpha": [[1]] }' });
    assert.deepEqual([empty.status, empty.events()[0].code], [1, 'compare-file']);
    assert.equal((await lintWith({ 'mine.json': '{ "W1": [[1]] }' })).status, 0);
  });

  it('prints one problem per line with its position, and exits with 1 for an error', async () => {
    const text =
      '{\n  "layers": [{ "units": 1, "activation": "sigmiod" }],\n  "loss": "meanSquaredError",\n  "data": { "inputs": [[1]], "targets": [[1]] }\n}\n';
    await withConfig(text, {}, async (file) => {
      const { status, events, err } = await backprop(['lint', file, '--json']);
      assert.deepEqual([status, err], [1, '']);
      const [{ message, ...problem }, ...others] = events();
      assert.deepEqual(others, []);
      assert.deepEqual(problem, { severity: 'error', code: 'unknown-activation', line: 2, column: 42, endLine: 2, endColumn: 51 }); // prettier-ignore
      assert.match(String(message), /"sigmoid"/);
    });
  });

  it('reports problems of the data at the value that names the data', async () => {
    const config =
      '{ "layers": [{ "units": 1 }], "loss": "huber",\n"data": { "file": "tabel.csv", "target": "y" } }';
    await withConfig(config, { 'table.csv': 'x,y\n1,2\n' }, async (file) => {
      const { status, events } = await backprop(['lint', file, '--json']);
      assert.equal(status, 1);
      const { code, message, line, column, endColumn } = events()[0];
      assert.deepEqual([code, line, column, endColumn], ['file-not-found', 2, 19, 30]);
      assert.match(String(message), /Did you mean "table\.csv"/);
    });
  });

  it('says why the loss is not finite before anything is trained', async () => {
    const file = 'test/fixtures/cases/infinite-before-update.backprop.json';
    const { status, out } = await backprop(['lint', file]);
    assert.equal(status, 1);
    assert.match(
      out,
      /:15:18: error not-finite The initial loss is Infinity: in sample 1, output o2 is 0, but/,
    );
  });

  it('exits with 0 for warnings and information', async () => {
    const { status, events } = await backprop(['lint', 'examples/collapsing-layers.backprop.json', '--json']);
    assert.deepEqual([status, events().map(({ severity, code }) => `${String(severity)} ${String(code)}`)], [0, ['info collapsing-layers']]); // prettier-ignore
  });

  it('shows the line with a caret under the value, whatever precedes it', async () => {
    await withConfig(
      '{\n\t"layers": [{ "units": -3 }],\r\n\t"loss": "huber", "data": {} }',
      {},
      async (file) => {
        const { status, out } = await backprop(['lint', file]);
        assert.equal(status, 1);
        assert.match(
          out,
          /^.*test\.backprop\.json:2:\d+: error .*\n 2 \| \t"layers": \[\{ "units": -3 \}\],\n {3}\| \t +\^\^$/m,
        );
        assert.match(out, /errors \d+, warnings 0, information 0\.$/m);
      },
    );
  });

  it('shows a part of a very long line', async () => {
    const long = `{ "layers": [{ "units": 1, "weights": [[${'1, '.repeat(50_000)}"x"]] }], "loss": "huber", "data": {} }`;
    await withConfig(long, {}, async (file) => {
      const { out } = await backprop(['lint', file]);
      assert.ok(out.split('\n').every((each) => each.length < 400));
    });
  });

  it('says so if there are no problems', async () => {
    const { status, out } = await backprop(['lint', 'examples/xor.backprop.json']);
    assert.deepEqual([status, out], [0, 'examples/xor.backprop.json: no problems.\n']);
  });

  for (const [what, text] of Object.entries({
    'an empty file': '',
    'half a file': '{ "layers": [',
    'no object': '[1]',
    'no text': '\0\0',
  })) {
    it(`accepts ${what}`, async () => {
      await withConfig(text, {}, async (file) => {
        const { status, events } = await backprop(['lint', file, '--json']);
        assert.equal(status, 1);
        assert.ok(events().some(({ severity }) => severity === 'error'));
      });
    });
  }
});
