import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { jsonText } from '../../src/cli/io.js';
import { backprop, lastEvent, withConfig } from './support.js';

interface Golden {
  readonly config: object;
  readonly expect: {
    readonly after: readonly { epochs: number; loss: number; outputs: unknown; parameters: unknown }[];
  };
}

const golden = (name: string) =>
  JSON.parse(readFileSync(`test/fixtures/golden/${name}.json`, 'utf8')) as Golden;
const line = { layers: [{ units: 1 }], loss: 'meanSquaredError' };
const data = { inputs: [[1], [2]], targets: [[3], [5]] };
const training = { optimizer: { type: 'sgd', learningRate: 0.1 }, epochs: 10 };

describe('backprop train', () => {
  it('evaluates in the targets’ own units where targets are normalized, and outputs what the network computes', async () => {
    const prices = [[210_000], [180_000], [350_000], [240_000]];
    const inputs = [[1], [0], [3], [1.5]];
    const config = { ...line, data: { inputs, targets: prices, normalizeTargets: 'standardize' }, training };
    await withConfig(config, {}, async (file) => {
      const done = await lastEvent<{
        loss: number;
        outputs: number[][];
        evaluation: { training: { rmse: number; mae: number; r2: number } };
      }>('train', file);
      const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b) / values.length;
      const truth = prices.flat();
      const std = Math.sqrt(mean(truth.map((t) => (t - mean(truth)) ** 2)));
      const errors = done.outputs.map(([y], i) => y * std + mean(truth) - truth[i]);
      const squares = mean(errors.map((error) => error ** 2));
      const { rmse, mae, r2 } = done.evaluation.training;
      close(rmse / Math.sqrt(squares), 1);
      close(mae / mean(errors.map(Math.abs)), 1);
      close(r2, 1 - squares / std ** 2);
      close(done.loss, squares / std ** 2);
      assert.ok(rmse > 1000);
    });
  });

  it('prints an event for each epoch and one at the end, with PyTorch’s numbers', async () => {
    const { config, expect } = golden('worked-example-shared-trainable-bias');
    await withConfig(config, {}, async (file) => {
      const { status, err, events } = await backprop(['train', file, '--json', '--epochs', '100']);
      assert.deepEqual([status, err], [0, '']);
      const [start, ...all] = events();
      assert.deepEqual(Object.keys(start), ['event', 'name', 'config', 'training']);
      assert.deepEqual([start.event, (start.training as { epochs: number }).epochs], ['start', 100]);
      assert.equal(all.length, 101);
      assert.deepEqual(Object.keys(all[0]), [
        'event',
        'epoch',
        'loss',
        'validationLoss',
        'accuracy',
        'validationAccuracy',
      ]);
      const { epochs, loss, outputs, parameters } = expect.after.at(-1)!;
      const done = all[100];
      assert.deepEqual([done.event, done.epochs, done.outcome], ['done', epochs, { kind: 'completed' }]);
      close(done.loss, loss);
      close(done.outputs, outputs);
      close(done.layers, parameters);
      assert.equal(all[99].loss, done.loss);
    });
  });

  it('has null for a missing bias, validation part or accuracy', async () => {
    await withConfig({ ...line, layers: [{ units: 1, bias: false }], data, training }, {}, async (file) => {
      const [, first, ...rest] = (await backprop(['train', file, '--json'])).events();
      assert.deepEqual([first.validationLoss, first.accuracy, first.validationAccuracy], [null, null, null]);
      const layers = rest.at(-1)!.layers as { bias: unknown }[];
      assert.equal(layers[0].bias, null);
    });
  });

  it('prints every Nth epoch and the last, with unchanged results', async () => {
    await withConfig({ ...line, data, training }, {}, async (file) => {
      const epochs = async (...args: string[]) =>
        (await backprop(['train', file, '--json', ...args]))
          .events()
          .slice(1)
          .map(({ epoch, epochs: done }) => epoch ?? `${String(done)}!`);
      assert.deepEqual(await epochs('--every', '4'), [4, 8, 10, '10!']);
      assert.deepEqual(await epochs('--epochs', '3'), [1, 2, 3, '3!']);
      assert.deepEqual(await epochs('--epochs', '0'), ['0!']);
    });
  });

  it('leaves the outputs out where there are more than 100 training samples', async () => {
    const many = (n: number) => ({ generator: 'sine', samples: n });
    for (const [n, there] of [
      [100, true],
      [101, false],
    ] as const) {
      // prettier-ignore
      await withConfig({ ...line, data: many(n), training: { epochs: 1 } }, {}, async (file) => {
        const done = (await backprop(['train', file, '--json'])).events().at(-1)!;
        assert.equal('outputs' in done, there);
      });
    }
  });

  it('gives the same numbers each time', async () => {
    const config = { layers: [{ units: 4, activation: 'tanh', dropout: 0.2 }, { units: 1 }], loss: 'huber', data: { generator: 'sine' }, training: { epochs: 5, batchSize: 7 } }; // prettier-ignore
    await withConfig(config, {}, async (file) => {
      const call = ['train', file, '--json'];
      assert.equal((await backprop(call)).out, (await backprop(call)).out);
    });
  });

  it('prints a table for people, with names, outputs beside targets and the error at the end', async () => {
    const { status, out, err } = await backprop(['train', 'examples/worked-example-2-2-2.backprop.json']);
    assert.deepEqual([status, err], [0, '']);
    assert.match(out, /^Worked example 2-2-2: 2 → 2 sigmoid → 2 sigmoid; parameters: 10; samples: 1$/m);
    assert.match(out, /^ +epoch +loss$/m);
    assert.match(out, /^ +10,000 +3\.510188e-5$/m);
    assert.match(out, /^o1 +w5=-3\.892977 +w6=-3\.868417 +b2=0\.6000000$/m);
    assert.match(out, /^1 +0\.01591362 +0\.01000000 +0\.9840643 +0\.9900000$/m);
    assert.match(out, /^E=3\.510188e-5$/m);
  });

  it('closes with the confusion of the classes held out', async () => {
    const { out } = await backprop(['train', 'examples/iris.backprop.json', '--epochs', '20']);
    assert.match(
      out,
      /^Validation, true class +→ setosa +→ versicolor +→ virginica +precision +recall +F1 +samples$/m,
    );
    assert.match(out, /^setosa +10 +0 +0 +100\.0% +100\.0% +100\.0% +10$/m);
    assert.equal(out.split('\n').filter((each) => /^ +\d+ +\d/.test(each)).length, 20);
  });

  it('does not blame the learning rate if the loss is infinite before the first update', async () => {
    const file = 'test/fixtures/cases/infinite-before-update.backprop.json';
    const { status, err } = await backprop(['train', file]);
    assert.equal(status, 1);
    assert.match(
      err,
      /:15:18: error not-finite The initial loss is Infinity: .* Use softmax before crossEntropy/,
    );
    assert.doesNotMatch(err, /learning rate/);
  });

  it('fails if the numbers overflow, with the place to change and the last good parameters', async () => {
    const wild = { ...training, optimizer: { type: 'sgd', learningRate: 1e200 } };
    await withConfig({ ...line, data, training: wild }, {}, async (file) => {
      const { status, err, events } = await backprop(['train', file, '--json']);
      assert.equal(status, 1);
      const done = events().at(-1)!;
      const { kind, failure } = done.outcome as { kind: string; failure: { epoch: number } };
      assert.deepEqual([done.event, kind], ['done', 'failed']);
      assert.equal(done.epochs, failure.epoch - 1);
      assert.ok(JSON.stringify(done.layers).match(/\d/) && !JSON.stringify(done.layers).includes('null,'));
      assert.match(err, /test\.backprop\.json:1:\d+: error not-finite Epoch \d+, batch 1, sample 1: E_o1 = /);
      assert.match(err, /^ 1 \| .*"learningRate":1e\+?200.*\n {3}\| +\^{6}$/m);
    });
  });

  it('stops early, says so, and ends with the best epoch’s parameters', async () => {
    const config = { ...line, data: { ...data, targets: [[0], [0]] }, training: { ...training, epochs: 5000, earlyStopping: { patience: 3, minDelta: 1e-3 } } }; // prettier-ignore
    await withConfig(config, {}, async (file) => {
      const ran = await backprop(['train', file, '--json', '--every', '1000']);
      const done = ran.events().at(-1)!;
      const { kind, bestEpoch } = done.outcome as { kind: string; bestEpoch: number };
      assert.deepEqual([ran.status, kind], [0, 'stoppedEarly']);
      assert.ok(bestEpoch < (ran.events().at(-2)!.epoch as number));
    });
  });

  it('says whether a perceptron converged, or why it cannot', async () => {
    const gates = await backprop(['train', 'examples/logic-gates.backprop.json', '--json']);
    assert.deepEqual(gates.events().at(-1)!.outcome, { kind: 'converged' });
    const xor = await backprop(['train', 'examples/xor-perceptron.backprop.json']);
    assert.equal(xor.status, 0);
    assert.match(
      xor.out,
      /no straight line separates its samples with target 1 from those with target 0\. The point \(0\.5, 0\.5\)/,
    );
    const { outcome } = await lastEvent<{ outcome: { notSeparable: { positive: unknown } } }>(
      'train',
      'examples/xor-perceptron.backprop.json',
    );
    assert.deepEqual(outcome.notSeparable.positive, [
      { sampleIndex: 1, weight: 0.5 },
      { sampleIndex: 2, weight: 0.5 },
    ]);
    // The 1s of XOR are the samples 2 and 3, its 0s the samples 1 and 4.
    assert.match(
      xor.out,
      /samples with target 1 \(0\.5 of sample 2 \+ 0\.5 of sample 3\) and also between samples with target 0/,
    );
  });

  it('descends a plain function', async () => {
    const config = { function: 'x^2 + 10*y^2', start: [4, 1], training };
    await withConfig(config, {}, async (file) => {
      const { events } = await backprop(['train', file, '--json', '--epochs', '1']);
      // x − 0.1·2x, y − 0.1·20y
      close(events().slice(1), [
        { event: 'epoch', epoch: 1, loss: 20.24, x: 3.2, y: -1 },
        { event: 'done', epochs: 1, loss: 20.24, x: 3.2, y: -1, outcome: { kind: 'completed' } },
      ]);
      assert.match((await backprop(['train', file])).out, /f\(x, y\) = x\^2 \+ 10\*y\^2 from \(4, 1\)/);
    });
  });

  it('gives numbers that are not finite as texts with --json', async () => {
    const fails = async (formula: string) =>
      withConfig({ function: formula, start: [1, 1], training }, {}, async (file) => {
        const { status, events } = await backprop(['train', file, '--json']);
        assert.equal(status, 1);
        const { failure } = events<{ outcome: { failure: { value: unknown } } }>().at(-1)!.outcome;
        return failure.value;
      });
    assert.equal(await fails('log(x) + y^2'), 'NaN');
    assert.equal(await fails('exp(exp(x + 5.6)) + y^2'), 'Infinity');
    assert.equal(
      jsonText({ a: [-Infinity, Infinity, NaN, 1], b: null }),
      '{"a":["-Infinity","Infinity","NaN",1],"b":null}',
    );
  });

  it('names the formula that is not defined on the path of the descent', async () => {
    const config = { function: 'log(x) + y^2', start: [1, 1], training };
    await withConfig(config, {}, async (file) => {
      const { status, err } = await backprop(['train', file]);
      assert.equal(status, 1);
      assert.match(
        err,
        /:1:13: error not-finite Step \d+: the function became NaN\. The formula is not defined there/,
      );
    });
  });

  it('refuses a config with errors, and one whose data has errors, at their places', async () => {
    await withConfig('{ "layers": [{ "unit": 1 }],\n "loss": "mse", }', {}, async (file) => {
      const { status, out, err } = await backprop(['train', file]);
      assert.deepEqual([status, out], [1, '']);
      assert.match(err, /test\.backprop\.json:2:10: error unknown-loss .*meanSquaredError/);
    });
    const config = { ...line, data: { file: 'a.csv', target: 'y' } };
    await withConfig(config, { 'a.csv': 'x,y\n1,2\n3,four\n' }, async (file) => {
      const { status, out, err } = await backprop(['train', file, '--json']);
      assert.deepEqual([status, out], [1, '']);
      assert.match(
        err,
        /test\.backprop\.json:1:\d+: error csv-not-a-number Line 3, column 3 of a\.csv: "four"/,
      );
      assert.match(err, /^ {2}.*a\.csv:3:3: /m);
    });
  });

  it('stops when interrupted, with the results so far', async () => {
    const long = { ...line, data, training: { ...training, epochs: 1e9 } };
    await withConfig(long, {}, async (file) => {
      const controller = new AbortController();
      setImmediate(() => controller.abort());
      const ran = await backprop(['train', file, '--json', '--every', '1000000'], controller.signal);
      const done = ran.events().at(-1)!;
      assert.equal(ran.status, 130);
      assert.deepEqual([done.event, done.outcome], ['done', { kind: 'interrupted' }]);
      assert.ok((done.epochs as number) < 1e9 && Array.isArray(done.layers));
    });
  });
});

/** Asserts equal shapes, and numbers that are equal to 1e-9 of max(1, |expected|). */
function close(actual: unknown, expected: unknown, at = ''): void {
  if (typeof expected === 'number') {
    assert.ok(
      Math.abs((actual as number) - expected) <= 1e-9 * Math.max(1, Math.abs(expected)),
      `${at}: ${String(actual)} for ${expected}`,
    );
  } else if (typeof expected === 'object' && expected !== null) {
    assert.deepEqual(Object.keys(actual as object), Object.keys(expected), at);
    for (const [key, value] of Object.entries(expected))
      close((actual as Record<string, unknown>)[key], value, `${at}.${key}`);
  } else assert.equal(actual, expected, at);
}
