import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { parse } from 'jsonc-parser';
import { contributes } from '../../package.json';
import { parseConfig } from '../../src/config/parse.js';
import { withEdits } from '../../src/config/edits/textEdits.js';
import { loadDataset } from '../../src/data/loadDataset.js';
import { alarmCodes, type AlarmCode } from '../../src/engine/health/alarm.js';
import { alarmFinding, alarmFixes } from '../../src/jobs/alarmFinding.js';
import { filesIn } from '../../src/node/filesIn.js';
import { observeSpec, type Observed } from '../engine/health/observe.js';
import { Draws } from '../engine/health/randomConfigs.js';
import { withFiles } from '../data/support.js';

/** The text of an ill config, the path of its alarm, and what of the text is replaced where no fix can do it. */
interface Pair {
  readonly text: string;
  readonly path: readonly (string | number)[];
  readonly sound?: readonly [string, string];
  /** The index of the fix that is made; by default the first. */
  readonly fix?: number;
}

const rows = <T>(count: number, row: (i: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => row(i));
const draws = new Draws(3, 'pairs');
const number = (): number => Number(draws.normal().toPrecision(4));
const table = (count: number): { xs: number[][]; ts: number[] } => {
  const xs = rows(count, () => [number(), number()]);
  return { xs, ts: xs.map(([a, b]) => Number((a - b + Math.sin(a) + 0.05 * number()).toPrecision(4))) };
};
const csv = (header: string, lines: readonly (readonly (number | string)[])[]): string =>
  [header, ...lines.map((line) => line.join())].join('\n');
const { xs, ts } = table(120);
const few = table(40);
const rare = rows(400, (i) => Number(i % 20 === 0));

const files = {
  'plain.csv': csv('a,b,t', xs.map((x, i) => [...x, ts[i]])),
  'thousands.csv': csv('a,b,t', xs.map(([a, b], i) => [1000 * a + 5000, b, ts[i]])),
  'prices.csv': csv('a,b,t', xs.map((x, i) => [...x, 50_000 * ts[i] + 200_000])),
  'few.csv': csv('a,b,t', few.xs.map((x) => [...x, x[0] + 1.5 * number()])),
  'rare.csv': csv('a,b,t', rare.map((t) => [number() + 0.5 * t, number() + 0.5 * t, t ? 'yes' : 'no'])),
  'copy.csv': csv('a,copy,b,t', xs.map(([a, b], i) => [a, 3 * ts[i] + 1, b, ts[i]])),
  'twice.csv': csv('a,b,t', [...xs, ...xs].map((x, i) => [...x, ts[i % 120]])),
}; // prettier-ignore

const regression = (layers: string, { file = 'plain.csv', data = '', training = '' } = {}): string => `{
  // what is learned
  "layers": [${layers}, { "units": 1 }], // the last layer
  "loss": "meanSquaredError",
  "data": { "file": "${file}", "target": "t"${data} },
  "training": {
    /* how */ "optimizer": { "type": "adam", "learningRate": 0.01 },
    "epochs": 60, "batchSize": 16${training}
  }
}`;
const spiral = (layers: string, rate = 0.01): string => `{
  "layers": [${layers}, { "units": 1, "activation": "sigmoid" }],
  "loss": "binaryCrossEntropy",
  "data": { "generator": "circles", "samples": 200, "noise": 0.05 },
  "training": { "optimizer": { "type": "adam", "learningRate": ${rate} }, "epochs": 120, "batchSize": 16 } // how
}`;
const tanh = '{ "units": 8, "activation": "tanh" }';
const sgd = (text: string, rate: number): string =>
  text.replace('"adam", "learningRate": 0.01', `"sgd", "learningRate": ${rate}`);
const sigmoids = rows(10, () => '{ "units": 8, "activation": "sigmoid" }').join(', ');
const rate = ['training', 'optimizer', 'learningRate'];

const pairs: Readonly<Record<AlarmCode, Pair>> = {
  diverging: { text: sgd(regression(tanh), 3), path: rate },
  'learning-rate-low': { text: sgd(regression(tanh), 0.00001), path: rate },
  plateau: {
    text: regression(tanh).replace('{ "units": 1 }', '{ "units": 1, "activation": "sigmoid" }'),
    path: ['training'],
    sound: [', "activation": "sigmoid"', ''],
  },
  'unscaled-inputs': { text: regression(tanh, { file: 'thousands.csv' }), path: ['data', 'normalize'] },
  'unscaled-targets': { text: regression(tanh, { file: 'prices.csv' }), path: ['data', 'target'] },
  'dead-units': {
    text: regression('{ "units": 8, "activation": "relu", "bias": -30 }'), path: ['layers', 0, 'activation'],
  },
  'saturated-units': {
    text: regression('{ "units": 8, "activation": "tanh", "init": { "type": "normal", "std": 60 } }'),
    path: ['layers', 0, 'init'],
  },
  'vanishing-gradient': {
    text: spiral(sigmoids), path: ['layers', 4, 'activation'], sound: [sigmoids, `${tanh}, ${tanh}`],
  },
  'exploding-gradient': {
    text: regression('{ "units": 16, "activation": "relu", "init": { "type": "normal", "std": 40 } }'),
    path: ['layers', 0, 'init'],
  },
  'initial-loss-high': {
    text: spiral(tanh).replace('"sigmoid"', '"sigmoid", "bias": 30'), path: ['layers', 1, 'init'],
  },
  'constant-output': {
    text: regression(tanh, { training: ', "regularization": { "l2": 20 }' }),
    path: ['layers', 1, 'init'],
    sound: ['"l2": 20', '"l2": 0.0001'],
  },
  overfitting: {
    text: regression('{ "units": 64, "activation": "relu" }, { "units": 64, "activation": "relu" }', {
      file: 'few.csv', data: ', "validationSplit": 0.3',
    }).replace('"epochs": 60', '"epochs": 200'),
    path: ['training', 'earlyStopping'],
  },
  'imbalanced-classes': {
    text: regression(tanh, { file: 'rare.csv' })
      .replace('{ "units": 1 }', '{ "units": 1, "activation": "sigmoid" }')
      .replace('meanSquaredError', 'binaryCrossEntropy'),
    path: ['data'],
  },
  'leaking-feature': { text: regression(tanh, { file: 'copy.csv' }), path: ['data'] },
  'duplicate-rows': {
    text: regression(tanh, { file: 'twice.csv', data: ', "validationSplit": 0.2' }),
    path: ['data'],
    sound: ['twice.csv', 'plain.csv'],
  },
  'not-a-number': {
    text: regression('{ "units": 4, "activation": "own" }').replace('"layers"', '"functions": { "own": { "f": "log(x)" } },\n  "layers"'),
    path: ['layers', 0, 'activation'],
    sound: ['log(x)', 'log(1 + exp(x))'],
  },
}; // prettier-ignore

async function trained(text: string, folder: string): Promise<Observed> {
  const { spec, problems } = await parseConfig(text, 'pair.backprop.json');
  assert.ok(spec?.kind === 'network', JSON.stringify(problems));
  const { dataset, findings } = await loadDataset(spec, filesIn(folder));
  assert.ok(dataset, JSON.stringify(findings));
  return observeSpec(spec, dataset);
}

const commentsOf = (text: string): string[] => text.match(/\/\/.*|\/\*.*?\*\//g) ?? [];

describe('the page on alarms', () => {
  it('has a section for each code, in their order', () => {
    const page = readFileSync(new URL('../../docs/alarms.md', import.meta.url), 'utf8');
    assert.deepEqual(
      [...page.matchAll(/^## (.*)$/gm)].map(([, code]) => code),
      alarmCodes,
    );
  });
});

describe('the setting of alarms', () => {
  it('has each code', () => {
    const { properties } = contributes.configuration.properties['backprop.alarms'];
    assert.deepEqual(Object.keys(properties), alarmCodes);
  });
});

describe('an alarm', function () {
  this.timeout(240_000);

  for (const code of alarmCodes)
    it(`"${code}" is raised at its cause, and a sound config near it raises none`, () =>
      withFiles(files, async (folder) => {
        const { text, path, sound, fix = 0 } = pairs[code];
        const { alarms, codes, spec, dataset } = await trained(text, folder);
        const alarm = alarms.find((each) => each.code === code);
        assert.ok(alarm, `${code} is not among ${codes.join()}`);
        const finding = alarmFinding(alarm, spec, dataset);
        assert.deepEqual(finding.path, path);
        assert.doesNotMatch(finding.message, /undefined|\?|\{\d\}/);
        const fixes = await alarmFixes(alarm, text, await parseConfig(text, 'pair'), dataset);
        assert.ok(sound || fixes[fix], 'there is no fix');
        const better = sound ? text.replace(...sound) : withEdits(text, fixes[fix].edits);
        assert.deepEqual(commentsOf(better), commentsOf(text));
        assert.doesNotThrow(() => parse(better) as unknown);
        const after = await trained(better, folder);
        assert.deepEqual(after.codes, [], `after ${better}`);
      }));

  it('about a leaking column is ended by ignoring it, so that the other columns are not listed', () =>
    withFiles(files, async (folder) => {
      const { text } = pairs['leaking-feature'];
      const { alarms, dataset } = await trained(text, folder);
      const alarm = alarms.find(({ code }) => code === 'leaking-feature')!;
      const fixes = await alarmFixes(alarm, text, await parseConfig(text, 'pair'), dataset);
      const better = withEdits(text, fixes[0].edits);
      assert.match(better, /"columns": \{\s*"[^"]+": "ignore"\s*\}/);
      assert.doesNotMatch(better, /"features"/);
    }));
});
