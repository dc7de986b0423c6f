import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import type { ParsedConfig } from '../../src/config/parse.js';
import { guard } from '../../src/config/guard.js';
import { configText, parse } from './support.js';

const golden = path.join(import.meta.dirname, '../fixtures/golden');

const rich = `// everything at once
{
  "name": "rich",
  "layers": [
    { "units": 2, "activation": "mine", "weights": { "value": [[1, 2], [3, 4]], "trainable": false, "names": [["w1", "w2"], ["w3", "w4"]] },
      "bias": { "value": 0.35, "shared": true, "trainable": true, "names": ["b1"] }, "dropout": 0.1, "names": ["h1", "h2"] },
    { "units": 3, "activation": "gelu", "init": { "type": "normal", "mean": 0, "std": 0.2 }, "bias": [1, 2, 3] },
    { "units": 1, "activation": "sigmoid", "bias": false, "init": "lecunNormal" },
  ],
  "loss": { "f": "(y - t)^2 / 2", "df": "y - t" },
  "functions": { "mine": { "f": "x > 0 ? x : exp(x) - 1" } },
  "data": { "inputs": [[0, 1], [1, 0]], "targets": [[1], [0]], "inputNames": ["a", "b"], "targetNames": ["c"], "normalize": "minMax", "classWeights": { "0": 2, "1": 0 }, "validationSplit": 0.5 },
  "training": {
    "optimizer": { "type": "adam", "learningRate": 1e-3, "betas": [0.9, 0.999], "epsilon": 1e-8, "weightDecay": 0 },
    "epochs": 10, "batchSize": 2, "shuffle": false, "seed": 3, "precision": "float32", "reduction": "sum",
    "regularization": { "l1": 0, "l2": 0.1 }, "schedule": { "type": "step", "stepSize": 3, "gamma": 0.5 }, "warmupEpochs": 2,
    "earlyStopping": { "patience": 3, "minDelta": 0, "restoreBest": true }, "clipGradientNorm": 1,
  },
  "gradientCheck": { "relativeTolerance": 1e-6, "absoluteTolerance": 1e-9, "samples": 8, "parametersPerTensor": 100, "compare": "g.json", "exclude": [{ "layer": 1, "unit": 0 }] },
}
`;

const texts = [
  rich,
  configText(),
  configText({
    data: '{ "file": "iris.csv", "features": ["a", "b"], "target": ["c"], "task": "regression" }',
  }),
  configText({
    data: '{ "images": "a.gz", "labels": "b.gz" }',
    training: '{ "schedule": "cosine", "optimizer": "rmsprop" }',
  }),
  configText({ data: '{ "generator": "spiral", "samples": 20, "noise": 0.1 }' }),
  '{ "function": "x^2 + 10*y^2", "start": [-7, 2], "training": { "optimizer": { "type": "sgd", "momentum": 0.9 } } }',
  ...readdirSync(golden)
    .slice(0, 5)
    .map((file) =>
      JSON.stringify(
        (JSON.parse(readFileSync(path.join(golden, file), 'utf8')) as { config: object }).config,
      ),
    ),
];

/** Asserts the invariants of every text. */
function assertSound(text: string, { spec, problems, spans }: ParsedConfig): void {
  assert.equal(
    spec === null,
    problems.some(({ severity }) => severity === 'error') || text.trim() === '',
    text,
  );
  for (const { span, message, code, fix } of problems) {
    assert.ok(
      span.offset >= 0 && span.length >= 0 && span.offset + span.length <= text.length,
      `${code} in ${text}`,
    );
    assert.ok(message.length > 0 && /^[a-z]+(-[a-z0-9]+)*$/.test(code), code);
    if (fix) assert.ok(fix.span.offset + fix.span.length <= text.length);
  }
  const { offset, length } = spans.at(['layers', 0, 'weights', 1, 2]);
  assert.ok(offset >= 0 && offset + length <= text.length);
  if (spec) assertComplete(spec);
}

/** Asserts that a spec contains no undefined, NaN or infinite values. */
function assertComplete(value: unknown, at = 'spec'): void {
  assert.notEqual(value, undefined, at);
  if (typeof value === 'number') assert.ok(Number.isFinite(value), at);
  if (typeof value !== 'object' || value === null) return;
  for (const [key, child] of Object.entries(value)) assertComplete(child, `${at}.${key}`);
}

const anyText = fc.constantFrom(...texts);
const anyValue = fc.oneof(
  fc.constantFrom('null', 'true', 'false', '-1', '0', '0.5', '1.5', '1e999', '-1e999', '1e-400', 'NaN', '1e20', '""', '"a"', '"relu"', '[]', '{}', '[[]]', '[1]', '[[1, "a"]]', '{ "type": "sgd" }', '{ "type": 3 }', '["a"]', '01', '.5', "'a'", '"\\ud800"', '"\\x"'),
  fc.json(),
); // prettier-ignore

describe('Parsing', () => {
  it('accepts valid texts', async () => {
    for (const text of texts) {
      const parsed = await parse(text);
      assertSound(text, parsed);
      assert.ok(parsed.spec, parsed.problems.map(({ message }) => message).join('\n'));
    }
  });

  it('accepts any text without an exception', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.json()), async (text) =>
        assertSound(text, await parse(text)),
      ),
      { numRuns: 300 },
    );
  });

  it('accepts a text that is truncated anywhere', async () => {
    await fc.assert(
      fc.asyncProperty(anyText, fc.double({ min: 0, max: 1, noNaN: true }), async (text, fraction) => {
        const cut = text.slice(0, Math.floor(fraction * text.length));
        assertSound(cut, await parse(cut));
      }),
      { numRuns: 300 },
    );
  });

  it('accepts a text with a range replaced by anything', async () => {
    const stretch = fc.record({
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      length: fc.integer({ min: 0, max: 12 }),
    });
    const junk = fc.oneof(
      fc.string({ maxLength: 5 }),
      anyValue,
      fc.constantFrom('{', '}', '[', ']', '"', ',', ':', '/', '\\'),
    );
    await fc.assert(
      fc.asyncProperty(anyText, stretch, junk, async (text, { at, length }, put) => {
        const start = Math.floor(at * text.length);
        const changed = text.slice(0, start) + put + text.slice(start + length);
        assertSound(changed, await parse(changed));
      }),
      { numRuns: 500 },
    );
  });

  it('accepts a text with a value replaced by another', async () => {
    await fc.assert(
      fc.asyncProperty(anyText, fc.nat(), anyValue, async (text, which, put) => {
        const values = [...text.matchAll(/(?<=[:[,]\s*)("[^"]*"|-?\d[\d.e+-]*|true|false)(?!\s*:)/g)];
        const value = values[which % values.length];
        const changed = text.slice(0, value.index) + put + text.slice(value.index + value[0].length);
        assertSound(changed, await parse(changed));
      }),
      { numRuns: 800 },
    );
  });

  it('accepts a text without one of its keys', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyText,
        fc.nat(),
        fc.constantFrom('x', 'units', 'type', '__proto__', 'function'),
        async (text, which, key) => {
          const keys = [...text.matchAll(/"\w+"(?=\s*:)/g)];
          const old = keys[which % keys.length];
          const changed = `${text.slice(0, old.index)}"${key}"${text.slice(old.index + old[0].length)}`;
          assertSound(changed, await parse(changed));
        },
      ),
      { numRuns: 400 },
    );
  });

  for (const text of [
    '',
    '  \n',
    '// nothing',
    '{',
    '[',
    '"',
    '{"',
    '{ "layers"',
    '{ "layers": ',
    'null',
    '7',
    '\uFEFF{}',
    'NaN',
  ]) {
    it(`accepts ${JSON.stringify(text)}`, async () => {
      const parsed = await parse(text);
      assert.equal(parsed.spec, null);
      assertSound(text, parsed);
    });
  }

  it('says that an empty file is empty', async () => {
    for (const text of ['', '\n', '// later\n']) {
      assert.deepEqual(
        (await parse(text)).problems.map(({ code }) => code),
        ['empty'],
        text,
      );
    }
  });

  it('refuses nesting that would exhaust the stack', async () => {
    for (const open of ['[', '{"a":', '[{"layers":']) {
      const { spec, problems } = await parse(open.repeat(1_000_000));
      assert.equal(spec, null);
      assert.deepEqual(
        problems.map(({ code }) => code),
        ['too-deep'],
      );
    }
  });
});

describe('A text of megabytes', () => {
  const fill = (piece: string, size = 2_000_000, separator = ',') =>
    Array(Math.floor(size / (piece.length + separator.length)))
      .fill(piece)
      .join(separator);
  const keys = () => Array.from({ length: 400_000 }, (_, i) => `"k${i}":1`).join();
  const weights = (text: string) =>
    configText({ layers: `[{ "units": 1, "activation": "sigmoid", "weights": [[${text}]] }]` });
  const huge: readonly [name: string, text: () => string, code: string | null][] = [
    ['samples', () => configText({ data: `{ "inputs": [${fill('[0.25, 0.5]', 3_000_000)}], "targets": [${fill('[1]', 1_000_000)}] }` }), null],
    ['weights that are text', () => weights(fill('"a"')), 'not-a-number'],
    ['ragged rows', () => configText({ data: `{ "inputs": [${fill('[1],[1,2]')}], "targets": [[1]] }` }), 'ragged-rows'],
    ['layers that are none', () => configText({ layers: `[${fill('1')}]` }), 'too-many-layers'],
    ['unknown keys', () => `{ ${keys()} }`, 'too-many-keys'],
    ['functions', () => configText({ functions: `{ ${keys()} }` }), 'too-many-keys'],
    ['the same key', () => `{ ${fill('"name":1')} }`, 'too-many-keys'],
    ['names of inputs', () => configText({ data: `{ "inputs": [[1]], "targets": [[1]], "inputNames": [${fill('1')}] }` }), 'not-a-name'],
    ['numbers that are too large', () => weights(fill('1e999')), 'not-finite'],
    ['one string', () => `{ "name": "${fill('a')}" }`, 'schema'],
    ['one key', () => configText({ [fill('a')]: '1' }), 'unknown-key'],
    ['one formula', () => configText({ loss: `{ "f": "${fill('y', 2_000_000, '+')}" }` }), 'formula-syntax'],
    ['one name', () => configText({ loss: `"${fill('a')}"` }), 'unknown-loss'],
    ['junk', () => fill('@', 1e7, ' '), 'syntax'],
    ['commas', () => `{ ${fill(',', 1e7)} }`, 'syntax'],
    ['quotes', () => fill('"', 1e7, ''), 'syntax'],
    ['words', () => `{ "layers": [${fill('nonsense', 1e7, ' ')}] }`, 'syntax'],
    ['keys alone', () => `{ ${fill('"a"', 1e7)} }`, 'syntax'],
    ['bad escapes', () => weights(fill('"\\q"', 1e7)), 'syntax'],
  ]; // prettier-ignore
  for (const [name, text, code] of huge) {
    it(`is read, or refused with a few of its problems: ${name}`, async () => {
      const parsed = await parse(text());
      assert.ok(parsed.problems.length <= 102);
      assert.ok(parsed.problems.every(({ message }) => message.length < 500));
      if (code === null) assert.ok(parsed.spec);
      else
        assert.ok(
          parsed.problems.some((problem) => problem.code === code),
          parsed.problems[0].code,
        );
    });
  }

  it('is refused beyond five of them, at the key that has the most', async () => {
    const data = `{ "inputs": [${fill('[0.25, 0.5]', 1e7)}], "targets": [[1]] }`;
    const text = configText({ data, training: '{ "epochs": 3 }' });
    const { spec, problems } = await parse(text);
    assert.equal(spec, null);
    assert.deepEqual(
      problems.map(({ code, span }) => [code, text.slice(span.offset, span.offset + span.length)]),
      [['too-large', '"data"']],
    );
    assert.match(
      problems[0].message,
      /10 million characters, but at most 5 million can be read\. Move the samples to a CSV file/,
    );
  });
});

describe('The guard before parsing', () => {
  it('passes every valid text unchanged', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 8 }), fc.constantFrom('', '/* a */', '// b\n', '\n'), (json, gap) => {
        const text = gap + json.replaceAll(/([[,{}\]])(?=(?:[^"]|"(?:[^"\\]|\\.)*")*$)/g, `$1${gap}`) + gap;
        assert.deepEqual(guard(text), { refusal: null, length: text.length });
      }),
    );
    for (const text of texts) assert.equal(new Set([guard(text).length, text.length]).size, 1);
  });

  it('stops after more errors than a user would fix', () => {
    const { refusal, length } = guard('[1 1 '.repeat(10) + '1 '.repeat(5000));
    assert.equal(refusal, null);
    assert.ok(length > 200 && length < 600);
  });
});
