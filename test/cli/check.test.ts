import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Config } from '../../src/cli/readConfig.js';
import { toSarif } from '../../src/cli/sarif.js';
import { Lines } from '../../src/config/lines.js';
import { backprop, lastEvent, withConfig } from './support.js';

const example = 'examples/worked-example-2-2-2.backprop.json';

const config = (more: object = {}) => ({
  layers: [
    { weights: [[0.15, 0.2], [0.25, 0.3]], activation: 'sigmoid', bias: { value: 0.35, trainable: false } },
    { weights: [[0.4, 0.45], [0.5, 0.55]], activation: 'sigmoid', bias: { value: 0.6, trainable: false } },
  ],
  loss: 'halfSquaredError',
  data: { inputs: [[0.05, 0.1]], targets: [[0.01, 0.99]] },
  training: { optimizer: { type: 'sgd', learningRate: 0.5 } },
  ...more,
}); // prettier-ignore

const compare = { gradientCheck: { compare: 'mine.json' } };
const right = [[0.0822, 0.0827], [-0.0226, -0.0227]]; // prettier-ignore

interface Done {
  readonly diagnoses: readonly {
    layer: number;
    tensor: string;
    mistake: string;
    message: string;
    alternatives: string[];
  }[];
  readonly failed: number;
  readonly compare?: { readonly wrong: number; readonly compared: number };
}

interface SarifPlace {
  readonly physicalLocation: {
    readonly artifactLocation: { readonly uri: string };
    readonly region: { readonly startLine: number; readonly startColumn: number };
  };
}

interface Sarif {
  readonly version: string;
  readonly runs: readonly {
    readonly results: readonly {
      readonly ruleId: string;
      readonly level: string;
      readonly locations: readonly SarifPlace[];
      readonly relatedLocations?: readonly (SarifPlace & {
        readonly id: number;
        readonly message: { readonly text: string };
      })[];
    }[];
  }[];
}

describe('backprop check', () => {
  it('prints every parameter with both derivatives, then a summary', async () => {
    const { status, events } = await backprop(['check', example, '--json']);
    assert.equal(status, 0);
    const lines = events();
    assert.deepEqual(lines.map(({ event }) => event), [...Array<string>(8).fill('parameter'), 'done']); // prettier-ignore
    const [, w2] = lines;
    assert.deepEqual(
      [w2.layer, w2.tensor, w2.index, w2.name, w2.verdict],
      [1, 'weights', [0, 1], 'w2', 'pass'],
    );
    assert.ok(Math.abs(Number(w2.analytic) - 0.0008771354689486934) < 1e-15);
    const { passed, checked, failed, kinks, maxRelativeError, diagnoses } = lines[8];
    assert.deepEqual([passed, checked, failed, kinks, diagnoses], [8, 8, 0, 0, []]);
    assert.ok(Number(maxRelativeError) < 1e-9);
  });

  it('prints a table for people', async () => {
    const { status, out } = await backprop(['check', example]);
    assert.equal(status, 0);
    assert.match(out, /^w5 +0\.08216704 +0\.08216704 .* right$/m);
    assert.match(out, /^Right: 8 of 8; wrong: 0; kinks: 0; /m);
    assert.match(out, /^Taylor remainder of order 2\.00/m);
  });

  it('agrees with right gradients that were rounded', async () => {
    await withConfig(
      config(compare),
      { 'mine.json': JSON.stringify({ layers: [null, { weights: right }] }) },
      async (file) => {
        const done = await lastEvent<Done>('check', file);
        assert.deepEqual([done.compare?.wrong, done.compare?.compared, done.diagnoses], [0, 4, []]);
      },
    );
  });

  it('names the mistake in wrong gradients, and exits with 1', async () => {
    const steps = right.map((row) => row.map((g) => Number((0.5 * g).toFixed(4))));
    await withConfig(
      config(compare),
      { 'mine.json': JSON.stringify({ layers: [null, { weights: steps }] }) },
      async (file) => {
        const { status, events } = await backprop(['check', file, '--json']);
        assert.equal(status, 1);
        const [diagnosis] = events<Done>().at(-1)!.diagnoses;
        assert.deepEqual(
          [diagnosis.layer, diagnosis.tensor, diagnosis.mistake],
          [2, 'weights', 'learning-rate-included'],
        );
        assert.ok(diagnosis.alternatives.includes('factor'));
        assert.match(diagnosis.message, /η = 0\.5.* such as ∂E\/∂w\d = .* The right value is /);
        const { out } = await backprop(['check', file]);
        assert.match(out, /^Your gradients: 0 of 4 right$/m);
        assert.match(out, /error learning-rate-included/);
      },
    );
  });

  it('finds the first wrong number of a sheet', async () => {
    const sheet = JSON.stringify({ net_h1: 0.3775, dE_dw5: -0.0822, 'w5+': 0.4411 });
    await withConfig(config(compare), { 'mine.json': sheet }, async (file) => {
      const { status, out } = await backprop(['check', file]);
      assert.equal(status, 1);
      assert.match(
        out,
        /sheet-wrong dE_dw5 is the first wrong number: it is given as -0\.0822, but the right value is 0\.08216704\. The sign is wrong\./,
      );
    });
  });

  it('fails a user’s wrong df at its place', async () => {
    const functions = { swish: { f: 'x / (1 + exp(-x))', df: '1 / (1 + exp(-x))' } };
    const layers = [{ units: 3, activation: 'swish' }, { units: 2 }];
    await withConfig(config({ functions, layers }), {}, async (file) => {
      const { status, out } = await backprop(['check', file]);
      assert.equal(status, 1);
      assert.match(out, /error df-wrong df of swish is wrong at x = .*: it gives .*, but the derivative is /);
    });
  });

  /** Returns the file that `--sarif` writes for a config. */
  async function sarifOf(config: object, files: Readonly<Record<string, string>>): Promise<Sarif> {
    const directory = await mkdtemp(path.join(tmpdir(), 'backprop-sarif-'));
    const out = path.join(directory, 'out.sarif');
    try {
      return await withConfig(config, files, async (file) => {
        assert.equal((await backprop(['check', file, '--sarif', out])).status, 1);
        return JSON.parse(await readFile(out, 'utf8')) as Sarif;
      });
    } finally {
      await rm(directory, { recursive: true });
    }
  }

  const placesOf = (places: readonly SarifPlace[] = []): [file: string, line: number, column: number][] =>
    places.map(({ physicalLocation: { artifactLocation, region } }) => [
      path.basename(artifactLocation.uri),
      region.startLine,
      region.startColumn,
    ]);

  it('writes the findings as SARIF, with their places in the file of gradients', async () => {
    const wrong = right.map((row) => row.map((g) => -g));
    const mine = `{ "layers": [null,\n{ "weights": ${JSON.stringify(wrong)} }] }`;
    const { version, runs } = await sarifOf(config(compare), { 'mine.json': mine });
    const [{ ruleId, level, locations, relatedLocations }] = runs[0].results;
    assert.deepEqual([version, ruleId, level], ['2.1.0', 'wrong-sign', 'error']);
    assert.equal(placesOf(locations)[0][1], 1);
    assert.deepEqual(relatedLocations?.map(({ id }) => id), [1, 2, 3]); // prettier-ignore
    assert.ok(placesOf(relatedLocations).every(([file, line]) => file === 'mine.json' && line === 2));
    assert.match(
      relatedLocations[0].message.text,
      /^∂E\/∂w\d: you have -?[\d.]+, but the right value is -?[\d.]+\.$/,
    );
  });

  it('writes the worst wrong gradients as places of their own in SARIF, with both values', async () => {
    const functions = { swish: { f: 'x / (1 + exp(-x))', df: '1 / (1 + exp(-x))' } };
    const layers = [{ units: 3, activation: 'swish' }, { units: 2 }];
    const { runs } = await sarifOf(config({ functions, layers }), {});
    const wrong = runs[0].results.filter(({ ruleId }) => ruleId === 'gradient-wrong');
    assert.equal(wrong.length, 2);
    for (const { locations, relatedLocations = [] } of wrong) {
      assert.ok(relatedLocations.length > 1);
      assert.equal(placesOf(relatedLocations)[0][0], placesOf(locations)[0][0]);
      assert.ok(
        relatedLocations.every(({ message }) =>
          /: backpropagation gives .*, the difference quotient /.test(message.text),
        ),
      );
    }
  });

  it('points at each wrong number of a sheet on its line', async () => {
    const sheet = '{\n  "net_h1": 0.3775,\n  "dE_dw5": -0.0822,\n  "net_x9": 1\n}';
    const { runs } = await sarifOf(config(compare), { 'mine.json': sheet });
    assert.deepEqual(
      runs[0].results.map(({ ruleId, relatedLocations }) => [ruleId, placesOf(relatedLocations)]),
      [
        ['unknown-quantity', [['mine.json', 4, 13]]],
        ['sheet-wrong', [['mine.json', 3, 13]]],
      ],
    );
    assert.match(
      runs[0].results[1].relatedLocations![0].message.text,
      /^dE_dw5: you have -0\.0822, but the right value is 0\.08216704\.$/,
    );
  });

  it('points at gradients of the wrong shape, and at the loss of other weights', async () => {
    const shape = '{ "layers": [null,\n{ "weights": [[1, 2, 3]] }] }';
    const misfit = (await sarifOf(config(compare), { 'mine.json': shape })).runs[0].results[0];
    assert.deepEqual([misfit.ruleId, placesOf(misfit.relatedLocations)], ['compare-shape', [['mine.json', 2, 14]]]); // prettier-ignore
    const loss = `{ "layers": [null, { "weights": ${JSON.stringify(right)} }],\n "loss": 7 }`;
    const other = (await sarifOf(config(compare), { 'mine.json': loss })).runs[0].results[0];
    assert.deepEqual([other.ruleId, placesOf(other.relatedLocations)], ['other-weights', [['mine.json', 2, 10]]]); // prettier-ignore
  });

  it('marks in SARIF exactly the text that a problem is about', () => {
    const text = '{ "layers": [{ "units": 1, "activation": "relu" }],\n  "loss": "mse" }';
    const lines = new Lines(text);
    const span = { offset: text.indexOf('"mse"'), length: 5 };
    const problem = { severity: 'info' as const, code: 'c', message: 'm', span };
    const [{ results }] = toSarif({ file: 'a.backprop.json', text, lines } as Config, [problem]).runs;
    assert.deepEqual(results, [
      {
        ruleId: 'c',
        level: 'note',
        message: { text: 'm' },
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: 'a.backprop.json' },
              region: { startLine: 2, startColumn: 11, endLine: 2, endColumn: 16 },
            },
          },
        ],
      },
    ]);
  });

  it('gives the sample of a kink by its index', async () => {
    const kinked = {
      layers: [{ units: 1, activation: 'relu', weights: [[1]], bias: [0] }],
      loss: 'halfSquaredError',
      data: { inputs: [[1], [0]], targets: [[2], [1]] },
    };
    await withConfig(kinked, {}, async (file) => {
      const { events } = await backprop(['check', file, '--json']);
      const bias = events<{ tensor: string; kink?: { at: object } }>().find(
        ({ tensor }) => tensor === 'bias',
      );
      assert.deepEqual(bias?.kink?.at, { layer: 1, unit: 0, sampleIndex: 1 });
    });
  });

  it('explains a step activation and exits with 0', async () => {
    const { status, out } = await backprop(['check', 'examples/xor-perceptron.backprop.json']);
    assert.equal(status, 0);
    assert.match(out, /info not-differentiable Layer 1: step is piecewise constant/);
  });

  it('fails if the file of gradients cannot be read', async () => {
    await withConfig(
      config(compare),
      { 'mine.json': '{ "layers": [{ "weights": [[NaN]] }] }' },
      async (file) => {
        const { status, err } = await backprop(['check', file]);
        assert.equal(status, 1);
        assert.match(err, /error compare-file .*NaN is not a number/);
      },
    );
  });

  it('checks a plain function at its starting point', async () => {
    await withConfig({ function: 'x^2 + 10*y^2', start: [4, 1] }, {}, async (file) => {
      const { status, events, out } = await backprop(['check', file, '--json']);
      assert.equal(status, 0, out);
      assert.deepEqual(events().map(({ name, analytic, verdict, passed }) => [name, analytic, verdict, passed]), [
        ['x', 8, 'pass', undefined],
        ['y', 20, 'pass', undefined],
        [undefined, undefined, undefined, 2],
      ]); // prettier-ignore
    });
    await withConfig({ function: 'abs(x) + y^3', start: [0, 2] }, {}, async (file) => {
      assert.match((await backprop(['check', file])).out, /^Right: 1 of 2; wrong: 0; kinks: 1$/m);
      const { kinks, maxRelativeError } = await lastEvent('check', file);
      assert.equal(kinks, 1);
      assert.ok(Number(maxRelativeError) < 1e-6, 'a kink is no error');
    });
  });
});
