import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'jsonc-parser';
import { pythonWith, runPython } from './python.js';
import { randomRun } from './randomRun.js';
import { backprop, withConfig } from './support.js';

/** A line that `train --json` and an exported script print. */
type Line = Readonly<Record<string, string | number | null>>;

const compared = ['loss', 'accuracy', 'validationLoss', 'validationAccuracy'];
const tolerance = 1e-9;

/** Runs scripts one after the other in one process, and prints the lines of each as one JSON list. */
const runner = `
import contextlib, io, json, runpy, sys
scripts, sys.argv = sys.argv[1:], [""]
for script in scripts:
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        runpy.run_path(script, run_name="__main__")
    print(json.dumps([json.loads(line) for line in printed.getvalue().splitlines()]))
`;

function requireTorch(test: Mocha.Context): string {
  const python = pythonWith('torch', 'numpy');
  if (python === null) return test.skip();
  test.timeout(300_000);
  return python;
}

async function trained(file: string): Promise<Line[]> {
  const ran = await backprop(['train', file, '--json', '--every', '1']);
  assert.equal(ran.status, 0, ran.err);
  return ran.events<Line>().filter(({ event }) => event === 'epoch' || event === 'done');
}

function assertSame(actual: readonly Line[], expected: readonly Line[], name: string): void {
  assert.deepEqual(
    actual.map(({ event, epoch }) => [event, epoch]),
    expected.map(({ event, epoch }) => [event, epoch]),
    name,
  );
  for (const [i, line] of expected.entries())
    for (const key of compared) {
      const [value, right] = [actual[i][key], line[key]];
      if (typeof value !== 'number' || typeof right !== 'number') continue;
      assert.ok(Math.abs(value - right) <= tolerance * Math.max(1, Math.abs(right)), `${name}, epoch ${i + 1}, ${key}: ${value} is not ${right}`); // prettier-ignore
    }
}

const people = [
  'age;city;member;since;income',
  ...Array.from({ length: 30 }, (_, i) => {
    const age = i % 7 === 3 ? 'NA' : String(20 + ((i * 13) % 40));
    const city = ['Rome', 'Oslo', '', '"Bo;nn"'][i % 4];
    const day = String(1 + (i % 28)).padStart(2, '0');
    return `${age};${city};${i % 3 ? 'yes' : 'no'};2020-03-${day};"1.5"`.replace('"1.5"', `${i},${i % 10}5`);
  }),
].join('\n');

const tableConfig = {
  layers: [{ units: 4, activation: 'tanh' }, { units: 1 }],
  loss: 'meanSquaredError',
  data: {
    file: 'people.csv',
    target: 'income',
    columns: { since: 'date', city: 'category' },
    normalize: 'standardize',
    normalizeTargets: 'standardize',
    validationSplit: 0.25,
  },
  training: { epochs: 5, batchSize: 7, seed: 3 },
};

const table = (from: number, count: number): string =>
  ['p,q,kind', ...Array.from({ length: count }, (_, i) => `${Math.sin(from + i)},${Math.cos(i * from)},${['a', 'b', 'b'][i % 3]}`)].join('\n'); // prettier-ignore

/** A config, and the files beside it. */
interface Case {
  readonly config: object;
  readonly files?: Readonly<Record<string, string>>;
}

const classes: Case = {
  config: {
    layers: [
      { units: 3, activation: 'step' },
      { units: 1, activation: 'sigmoid' },
    ],
    loss: 'binaryCrossEntropy',
    data: { file: 'a.csv', target: 'kind', classWeights: 'balanced', validation: { file: 'b.csv' } },
    training: { epochs: 4, batchSize: 5, optimizer: { type: 'adam', weightDecay: 0.1 } },
  },
  files: { 'a.csv': table(1, 31), 'b.csv': table(5, 12) },
};

const perceptron: Case = {
  config: {
    layers: [{ units: 1, activation: 'step', weights: [[0.3, -0.4]] }],
    loss: 'halfSquaredError',
    data: { inputs: [[0, 0], [0, 1], [1, 0], [1, 1]], targets: [[0], [0], [0], [1]] }, // prettier-ignore
    training: { optimizer: 'perceptron', epochs: 50, seed: 4 },
  },
};

const digits = (): Case => {
  const folder = path.resolve(import.meta.dirname, '../../examples');
  const text = readFileSync(path.join(folder, 'digits.backprop.json'), 'utf8');
  const paths = text.replace(/"(digits-\w+\.idx\.gz)"/g, (_, name: string) =>
    JSON.stringify(path.join(folder, name)),
  );
  const config = parse(paths) as { training: object };
  return { config: { ...config, training: { ...config.training, epochs: 2 } } };
};

const cases: Readonly<Record<string, Case>> = {
  'a table with gaps, categories, dates and decimal commas': {
    config: tableConfig,
    files: { 'people.csv': people },
  },
  'prepared samples of a table that is not plain CSV': {
    config: tableConfig,
    files: { 'people.csv': people.replaceAll('"Bo;nn"', '"Bo\nnn"') },
  },
  'classes of a table with weights, and validation samples from a file of their own': classes,
  'the rule of the perceptron until it has converged': perceptron,
  'images from their own files': digits(),
  ...Object.fromEntries(
    Array.from({ length: 40 }, (_, i) => [`random network ${i + 1}`, { config: randomRun(i + 1) }]),
  ),
};

describe('backprop export --to pytorch', () => {
  const scripts = new Map<string, string>();
  const messages = new Map<string, string>();
  const expected = new Map<string, Line[]>();
  const actual = new Map<string, Line[]>();

  before('trains all cases here and, in one process, in PyTorch', async function () {
    const python = requireTorch(this);
    await withConfig({}, { 'run.py': runner }, async (place) => {
      const folder = path.dirname(place);
      const paths: string[] = [];
      for (const [i, [name, { config, files }]] of Object.entries(cases).entries()) {
        const own = path.join(folder, String(i));
        mkdirSync(own);
        for (const [file, text] of Object.entries(files ?? {})) writeFileSync(path.join(own, file), text);
        const file = path.join(own, 'net.backprop.json');
        writeFileSync(file, JSON.stringify(config));
        const script = path.join(own, 'train.py');
        const ran = await backprop(['export', file, '--to', 'pytorch', '-o', script]);
        assert.equal(ran.status, 0, `${name}: ${ran.err}`);
        messages.set(name, ran.err);
        scripts.set(name, readFileSync(script, 'utf8'));
        expected.set(name, await trained(file));
        paths.push(script);
      }
      const ran = runPython(python, ['run.py', ...paths], folder);
      assert.equal(ran.status, 0, ran.err);
      const lines = ran.out.trim().split('\n').map((line) => JSON.parse(line) as Line[]); // prettier-ignore
      Object.keys(cases).forEach((name, i) => actual.set(name, lines[i]));
    });
  });

  for (const name of Object.keys(cases))
    it(`trains to the same losses: ${name}`, () =>
      assertSame(actual.get(name) ?? [], expected.get(name) ?? [], name));

  it('reads cells in the script as a person would', () => {
    const script = scripts.get('a table with gaps, categories, dates and decimal commas') ?? '';
    assert.match(script, /category\(row\["city"\], \["Bo;nn", "Oslo", "Rome", None\]\)/);
    assert.match(script, /"income"\]\.replace\(",", "\."\)/);
  });

  it('says that the samples are prepared ones', () => {
    const name = 'prepared samples of a table that is not plain CSV';
    assert.match(messages.get(name) ?? '', /reads prepared samples, because/);
  });
});

describe('backprop export --to pytorch, without Python', () => {
  it('refuses another ending, and what has nothing to train, and writes nothing', async () => {
    const fixed = { ...tableConfig, data: { inputs: [[1]], targets: [[1]] }, layers: [{ units: 1, bias: false, weights: { value: [[1]], trainable: false } }] }; // prettier-ignore
    await withConfig(fixed, {}, async (file) => {
      const out = path.join(path.dirname(file), 'train.py');
      const ending = await backprop(['export', file, '--to', 'pytorch', '-o', 'train.txt']);
      assert.equal(ending.status, 2);
      assert.match(ending.err, /"train\.txt" is not the name of a Python file/);
      const nothing = await backprop(['export', file, '--to', 'pytorch', '-o', out]);
      assert.equal(nothing.status, 1);
      assert.match(nothing.err, /no weight or bias to train/);
      assert.ok(!existsSync(out));
    });
  });
});
