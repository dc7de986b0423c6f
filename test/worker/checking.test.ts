import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { NetworkConfig } from '../../src/config/spec.js';
import { Driver, specOf } from './support.js';

const config = {
  functions: { swish: { f: 'x / (1 + exp(-x))', df: '1 / (1 + exp(-x))' } },
  layers: [{ units: 3, activation: 'swish' }, { units: 1 }],
  loss: 'meanSquaredError',
  data: { generator: 'circles', samples: 20 },
};
const right = {
  ...config,
  functions: {},
  layers: [{ units: 3, activation: 'tanh' }, { units: 1 }],
};
const large = {
  ...right,
  layers: [{ units: 200, activation: 'tanh' }, { units: 200, activation: 'tanh' }, { units: 1 }],
  gradientCheck: { parametersPerTensor: 10_000, samples: 20 },
};

describe('A worker that checks gradients', () => {
  let driver: Driver;
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'backprop-check-'));
    driver = await Driver.open();
  });
  afterEach(async () => {
    await driver.close();
    await rm(directory, { recursive: true });
  });
  const check = async (id: number, of: object, isTrusted = true): Promise<void> => {
    const spec = (await specOf(of)) as NetworkConfig;
    driver.post({ type: 'check', check: id, spec, directory, isTrusted, checkpoint: null });
  };
  const checked = (id: number) => driver.next('checked', (message) => message.check === id);

  it('finds the gradients of a network right, tensor by tensor', async () => {
    await check(1, right);
    const { result, findings } = await checked(1);
    assert.deepEqual(findings, []);
    assert.deepEqual([result?.checked, result?.passed, result?.failed], [13, 13, 0]);
    const shapes = result?.tensors.map(({ layer, tensor, checked }) => [layer, tensor, checked]);
    assert.deepEqual(shapes, [[1, 'weights', 6], [1, 'bias', 3], [2, 'weights', 3], [2, 'bias', 1]]); // prettier-ignore
    assert.ok(Math.abs(result!.evidence!.taylor.order! - 2) < 0.1);
  });

  it('names a wrong df with its point, and the parameters that it makes wrong', async () => {
    await check(1, config);
    const { result, findings } = await checked(1);
    assert.deepEqual(
      findings.map(({ code, path }) => [code, ...path]),
      [
        ['df-wrong', 'functions', 'swish', 'df'],
        ['gradient-wrong', 'layers', 0],
        ['gradient-wrong', 'layers', 0],
      ],
    );
    const [weights] = result!.tensors;
    const [worst, next] = weights.entries;
    assert.ok(worst.verdict === 'fail' && worst.relativeError >= next.relativeError);
    assert.match(worst.name, /^w\d$/);
    assert.deepEqual(findings[1].witnesses![0].path, ['layers', 0, 'weights', ...worst.index]);
  });

  it('points into the file of someone’s gradients at the wrong numbers', async () => {
    const one = {
      layers: [{ units: 1, weights: [[2]], bias: false }],
      loss: 'halfSquaredError',
      data: { inputs: [[3]], targets: [[1]] },
      gradientCheck: { compare: 'mine.json' },
    };
    // y = 6, ∂E/∂w = (6 − 1)·3
    await writeFile(
      path.join(directory, 'mine.json'),
      '{\n  "layers": [\n    { "weights": [[-15]] }\n  ]\n}',
    );
    await check(1, one);
    const { result, findings } = await checked(1);
    assert.deepEqual([result?.compare?.compared, result?.compare?.wrong], [1, 1]);
    assert.equal(result?.compare?.diagnoses[0].code, 'wrong-sign');
    const [related] = findings[0].related!;
    assert.deepEqual([findings[0].path, related.line, related.column], [['gradientCheck', 'compare'], 3, 20]);
    await writeFile(path.join(directory, 'mine.json'), '{ "layers": [{ "weights": [[15]] }] }');
    await check(2, one);
    const fixed = await checked(2);
    assert.deepEqual([fixed.result?.compare?.wrong, fixed.findings], [0, []]);
  });

  it('runs a program of the user only where that is trusted', async () => {
    const one = {
      layers: [{ units: 1, weights: [[2]], bias: false }],
      loss: 'halfSquaredError',
      data: { inputs: [[3]], targets: [[1]] },
      gradientCheck: { compare: { command: [process.execPath, 'mine.cjs'] } },
    };
    const program = `console.error('hello');\nconst dW1 = [[5]];\nconsole.log(JSON.stringify({ dW1 }));`;
    await writeFile(path.join(directory, 'mine.cjs'), program);
    await check(1, one, false);
    const refused = await checked(1);
    assert.deepEqual([refused.ran, refused.result?.compare, refused.marks], [null, null, []]);
    assert.deepEqual(
      refused.findings.map(({ code, severity }) => [code, severity]),
      [['command-not-run', 'warning']],
    );
    await check(2, one);
    const { ran, marks, corrections, result } = await checked(2);
    const script = path.join(directory, 'mine.cjs');
    assert.deepEqual([ran?.script, ran?.stderr, corrections], [script, 'hello\n', []]);
    assert.deepEqual(
      marks.map(({ file, line, column, length, code }) => [file, line, column, length, code]),
      [[script, 2, 7, 3, 'missing-input']],
    );
    assert.equal(result?.compare?.tensors[0].place?.line, 2);
  });

  it('recognizes gradients that are right for the weights of a run', async () => {
    const one = {
      layers: [{ units: 1, weights: [[2]], bias: false }],
      loss: 'halfSquaredError',
      data: { inputs: [[1]], targets: [[1]] },
      training: { epochs: 2, optimizer: { type: 'sgd', learningRate: 0.5 } },
      gradientCheck: { compare: 'mine.json' },
    };
    // w = 2, 1.5, 1.25: ∂E/∂w = 0.25 at the end
    await writeFile(path.join(directory, 'mine.json'), '{ "layers": [{ "weights": [[0.25]] }] }');
    const spec = (await specOf(one)) as NetworkConfig;
    driver.post({ type: 'start', run: 'a', spec, directory, train: true, checkpoint: null });
    const checkpoint = await driver.settled('a', 'done');
    driver.post({ type: 'check', check: 1, spec, directory, isTrusted: true, checkpoint });
    const { result } = await checked(1);
    assert.match(result!.compare!.remarks[0], /after epoch 2/);
  });

  it('reports what was excluded because of a unit', async () => {
    const kinked = {
      layers: [
        { units: 1, activation: 'relu', weights: [[1]], bias: [0] },
        { units: 1, weights: [[1]] },
      ],
      loss: 'halfSquaredError',
      data: { inputs: [[0]], targets: [[1]] },
    };
    await check(1, kinked);
    const before = await checked(1);
    assert.deepEqual([before.findings[0].code, before.result?.checked, before.result?.kinks], ['gradient-kink', 4, 1]); // prettier-ignore
    assert.equal(before.result?.tensors[1].entries[0].kinkUnit, 'h1');
    await check(2, { ...kinked, gradientCheck: { exclude: [{ layer: 1, unit: 0 }] } });
    const { result, findings } = await checked(2);
    assert.deepEqual([result?.checked, result?.kinks, result?.excluded.length], [3, 0, 1]);
    assert.deepEqual(
      findings.map(({ severity, code, path, message }) => [severity, code, path, message]),
      [['info', 'unit-excluded', ['gradientCheck', 'exclude', 0], result?.excluded[0]]],
    );
    assert.match(result!.excluded[0], /^h1 is at a kink .* excluded: 1\.$/);
  });

  it('reports what is wrong with data that cannot be loaded', async () => {
    await check(1, { ...right, data: { file: 'none.csv', target: 'y' } });
    const { result, findings } = await checked(1);
    assert.deepEqual([result, findings[0].code], [null, 'file-not-found']);
  });

  it('reports its progress, and ends when it is canceled during training', async () => {
    const spec = await specOf({ ...right, training: { epochs: 1e9 } });
    driver.post({ type: 'start', run: 'a', spec, directory, train: true, checkpoint: null });
    await driver.next('metrics');
    await check(3, large);
    const { progress } = await driver.next('checkProgress', (message) => message.progress.fraction !== null);
    assert.ok(progress.fraction! < 0.5);
    const trained = driver.messages.length;
    await driver.next('metrics', () => true, trained);
    driver.post({ type: 'cancelCheck', check: 3 });
    const { result, findings } = await checked(3);
    assert.deepEqual([result, findings], [null, []]);
    await driver.next('metrics', () => true, driver.messages.length);
  });
});
