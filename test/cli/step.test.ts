import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { recompute } from '../engine/trace/support.js';
import { walkOf } from '../debug/support.js';
import { backprop, lastEvent, withConfig } from './support.js';

interface Line {
  readonly index: number;
  readonly phase: string;
  readonly layer: number;
  readonly unit: number | null;
  readonly name: string;
  readonly quantity: string;
  readonly symbolic: string;
  readonly substituted: string;
  readonly value: number | null;
}

async function steps(file: string, ...args: string[]): Promise<Line[]> {
  const ran = await backprop(['step', file, '--json', ...args]);
  assert.equal(ran.status, 0, ran.err);
  return ran.events<Line>();
}

const worked = 'examples/worked-example-2-2-2.backprop.json';

const examples = readdirSync('examples').filter(
  (name) => name.endsWith('.backprop.json') && readFileSync(`examples/${name}`, 'utf8').includes('"layers"'),
);

const xor = {
  layers: [{ units: 2, activation: 'tanh' }, { units: 1, activation: 'sigmoid' }],
  loss: 'binaryCrossEntropy',
  data: { inputs: [[0, 0], [0, 1], [1, 0], [1, 1]], targets: [[0], [1], [1], [0]] },
}; // prettier-ignore

describe('backprop step', () => {
  it('prints the first step of the worked example as the format says', async () => {
    const [first] = await steps(worked);
    assert.deepEqual(first, {
      index: 0,
      phase: 'forward',
      layer: 1,
      unit: 0,
      name: 'h1',
      quantity: 'net',
      symbolic: 'w1·i1 + w2·i2 + b1',
      substituted: '0.15·0.05 + 0.2·0.1 + 0.35',
      value: 0.3775,
    });
  });

  for (const name of examples) {
    it(`prints formulas of ${name} that give their values`, async () => {
      const lines = await steps(`examples/${name}`, '--sample', '1');
      assert.ok(lines.length > 0);
      lines.forEach(({ index, substituted, value }, i) => {
        assert.equal(index, i);
        const [actual, expected] = [recompute(substituted), Number(value)];
        assert.ok(
          Math.abs(actual - expected) <= 1e-12 * Math.abs(expected),
          `${index}: ${substituted} = ${expected}`,
        );
      });
    });
  }

  it('uses the first batch if no sample is named, with means over the batch', async () => {
    await withConfig(xor, {}, async (file) => {
      const batch = await steps(file);
      const gradient = batch.find(({ quantity }) => quantity === 'dE_db');
      assert.match(gradient?.symbolic ?? '', /^\(δ_o1\[1\] \+ δ_o1\[2\] \+ δ_o1\[3\] \+ δ_o1\[4\]\)\/4$/);
      const alone = await steps(file, '--sample', '4');
      assert.equal(alone.find(({ quantity }) => quantity === 'dE_db')?.symbolic, 'δ_o1');
      assert.match(alone[0].substituted, /·1 \+ .*·1 \+ 0$/);
    });
  });

  it('counts samples from 1, in the order of the data', async () => {
    await withConfig(xor, {}, async (file) => {
      const first = await steps(file, '--sample', '2');
      assert.match(first[0].substituted, /·0 \+ .*·1 \+ 0$/);
    });
  });

  const shuffled = {
    layers: [{ units: 6, activation: 'tanh', dropout: 0.5 }, { units: 1, activation: 'sigmoid' }],
    loss: 'binaryCrossEntropy',
    data: { generator: 'moons', samples: 12 },
    training: { epochs: 1, batchSize: 4, seed: 3 },
  }; // prettier-ignore

  it('shows the pass that the editor steps through first: shuffled rows, and dropout', async () => {
    const { trace, rows } = await walkOf(shuffled);
    assert.notDeepEqual(rows, [0, 1, 2, 3]);
    await withConfig(shuffled, {}, async (file) => {
      const lines = await steps(file);
      assert.equal(lines.length, trace.length);
      lines.forEach(({ quantity, value }, index) => {
        const step = trace.step(index);
        assert.deepEqual([quantity, value], [step.quantity, step.value === 0 ? 0 : step.value]); // JSON has no −0
      });
    });
  });

  it('ends with the parameters that training has after its first mini-batch', async () => {
    const config = { ...shuffled, training: { epochs: 1, seed: 3 } };
    await withConfig(config, {}, async (file) => {
      const updates = (await steps(file)).filter(({ quantity }) => quantity === 'update');
      const done = await lastEvent<{ layers: { weights: number[][]; bias: number[] }[] }>('train', file);
      const trained = done.layers.flatMap(({ weights, bias }) =>
        weights.flatMap((row, unit) => [...row, bias[unit]]),
      );
      assert.deepEqual(
        updates.map(({ value }) => value?.toFixed(12) ?? '').sort(),
        trained.map((value) => value.toFixed(12)).sort(),
      );
    });
  });

  it('shows only the first sample if the batch is too large to print, and says so', async () => {
    const config = { ...xor, data: { generator: 'moons', samples: 1001 } };
    await withConfig(config, {}, async (file) => {
      const { err, status } = await backprop(['step', file, '--json']);
      assert.equal(status, 0);
      assert.match(err, /A batch of 1001 samples is too large to print\. Sample 1 is shown instead\./);
    });
  });

  it('prints an aligned table for people', async () => {
    const { out, status } = await backprop(['step', worked]);
    assert.equal(status, 0);
    assert.match(out, /^14 {2}backward {3}2 {2}∂E\/∂w5 +0\.082167 {2}∂E\/∂out_o1·/m);
    const columns = out
      .trimEnd()
      .split('\n')
      .map((line) => /^.{35,}?\S(?= {2}\S)/.exec(line)?.[0].length);
    assert.equal(new Set(columns).size, 1, JSON.stringify(columns));
  });

  for (const [args, message] of [
    [['--sample', '2'], /no sample 2\. The training samples are numbered from 1 to 1/],
    [['--sample', '0'], /--sample takes a whole number from 1, not "0"/],
    [['--sample', '-1'], /--sample/],
    [['--sample', 'one'], /--sample takes a whole number/],
  ] as const) {
    it(`is wrong usage with ${args.join(' ')}`, async () => {
      const { status, err, out } = await backprop(['step', worked, ...args]);
      assert.equal(status, 2);
      assert.match(err, message);
      assert.equal(out, '');
    });
  }

  it('says that a plain function has no layers to step through', async () => {
    await withConfig({ function: 'x^2 + y^2', start: [1, 1] }, {}, async (file) => {
      const { status, err } = await backprop(['step', file]);
      assert.equal(status, 2);
      assert.match(err, /plain function/);
    });
  });
});

describe('backprop export', () => {
  it('prints one JSON value with --json: the text, or the file that it was written to', async () => {
    const call = ['export', worked, '--to', 'markdown'];
    const [plain, json] = [await backprop(call), await backprop([...call, '--json'])];
    assert.deepEqual(JSON.parse(json.out), { format: 'markdown', text: plain.out });
    await withConfig(xor, {}, async (config) => {
      const file = `${config}.md`;
      const { out } = await backprop(['export', config, '--to', 'markdown', '--json', '-o', file]);
      assert.deepEqual(JSON.parse(out), { format: 'markdown', file });
      assert.match(readFileSync(file, 'utf8'), /^# Backpropagation through /);
    });
  });

  it('writes the whole pass as Markdown', async () => {
    const { out, status } = await backprop(['export', worked, '--to', 'markdown']);
    assert.equal(status, 0);
    assert.match(out, /^# Backpropagation through /);
    for (const number of [
      '0.3775',
      '0.593269992',
      '0.298371109',
      '0.0821670406',
      '0.35891648',
      '0.000438567734',
    ])
      assert.ok(out.includes(`&= ${number}\n`), number);
    assert.equal((out.match(/^\$\$$/gm) ?? []).length % 2, 0);
  });

  it('writes the paths of one weight and only the steps that it needs', async () => {
    const { out, status } = await backprop(['export', worked, '--to', 'markdown', '--weight', 'w5']);
    assert.equal(status, 0);
    assert.match(out, /chain rule along every path/);
    assert.match(out, /Gradient of w5/);
    assert.doesNotMatch(out, /Gradient of w7|Output of o2/);
  });

  it('writes to a file', async () => {
    await withConfig(xor, {}, async (file) => {
      const { status, out } = await backprop(['export', file, '--to', 'markdown', '-o', `${file}.md`]);
      assert.deepEqual([status, out], [0, '']);
      assert.match(readFileSync(`${file}.md`, 'utf8'), /X W\^\{\\mathsf\{T\}\} \+ b/);
    });
  });

  for (const [args, message] of [
    [[], /--to/],
    [['--to', 'keras'], /Use one of markdown/],
    [['--to', 'markdown', '--weight', 'w99'], /"w99"/],
    [['--to', 'markdown', '-o', '/nowhere/at/all.md'], /could not be written/],
  ] as const) {
    it(`is wrong usage with ${args.join(' ') || 'nothing'}`, async () => {
      const { status, err } = await backprop(['export', worked, ...args]);
      assert.equal(status, 2);
      assert.match(err, message);
    });
  }
});
