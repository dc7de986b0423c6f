import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Walk } from '../../src/debug/walk.js';
import type { FailedOperation, Failure } from '../../src/engine/model/metrics.js';
import { drain } from '../../src/engine/pacing.js';
import { plainLoops } from '../../src/engine/training/backend.js';
import type { TrainingState } from '../../src/engine/training/state.js';
import { batchRows } from '../../src/engine/training/train.js';
import { NetworkJob, startNetwork } from '../../src/jobs/networkJob.js';
import { loaded } from '../debug/support.js';
import { recompute } from '../engine/trace/support.js';

type Loaded = Awaited<ReturnType<typeof loaded>>;

interface Failed extends Loaded {
  readonly state: TrainingState;
  readonly failure: Failure;
  readonly operation: FailedOperation;
}

async function failed(config: object): Promise<Failed> {
  const { config: spec, dataset } = await loaded(config);
  const state = drain(startNetwork(spec, dataset));
  const outcome = drain(new NetworkJob(spec, dataset, state, plainLoops).train());
  assert.ok(outcome.kind === 'failed', outcome.kind);
  const { failure } = outcome;
  assert.ok(failure.operation, JSON.stringify(failure));
  return { config: spec, dataset, state, failure, operation: failure.operation };
}

/** Opens a walk as the Step view does. */
function walkTo({ config, dataset, state, operation }: Failed): Walk {
  const sample = operation.pass === 'sample' ? operation.sample : null;
  return Walk.open({ config, dataset, state, sample }, operation);
}

const relu = (weights: number[][], more: object = {}) => ({
  units: weights.length,
  activation: 'relu',
  weights: { value: weights },
  bias: false,
  ...more,
});
const data = { inputs: [[1, 2], [3, 4], [1e160, 5], [7, 8]], targets: [[1], [2], [3], [4]] }; // prettier-ignore
const config = {
  layers: [relu([[1, 1], [1e150, 1]]), { units: 1, weights: { value: [[1, 1]] }, bias: false }],
  loss: 'meanSquaredError',
  data,
  training: { optimizer: { type: 'sgd', learningRate: 1e-300 }, epochs: 3, batchSize: 2, shuffle: false },
}; // prettier-ignore

/** A second derivation of the first value that is not finite in a mini-batch: layer by layer, sample by sample. */
function firstBad({ config: spec, dataset, state }: Failed): { place: object; sample: number } | null {
  const { inputs, targets } = dataset.training;
  const rows = batchRows(state, dataset, spec.training);
  let values = rows.map((row) => Array.from(inputs.values.slice(row * inputs.columns, (row + 1) * inputs.columns))); // prettier-ignore
  for (const [index, { units, weights, bias, inputs: columns }] of state.network.layers.entries()) {
    const nets = values.map((x) =>
      Array.from({ length: units }, (_, unit) => {
        const sum = x.reduce((total, value, k) => total + weights[unit * columns + k] * value, 0);
        return sum + (bias ? bias[unit] : 0);
      }),
    );
    for (const [at, net] of nets.entries())
      for (const [unit, value] of net.entries())
        if (!Number.isFinite(value))
          return { place: { quantity: 'net', layer: index + 1, unit, part: null }, sample: rows[at] };
    const isLast = index === state.network.layers.length - 1;
    values = nets.map((net) => net.map((value) => (isLast ? value : Math.max(0, value))));
  }
  for (const [at, [output]] of values.entries()) {
    const error = (output - targets.values[rows[at]]) ** 2;
    if (!Number.isFinite(error))
      return { place: { quantity: 'error', layer: state.network.layers.length, unit: 0, part: null }, sample: rows[at] }; // prettier-ignore
  }
  return null;
}

describe('The operation in which a run failed', () => {
  it('is the product of one weight and one input', async () => {
    const { operation, failure } = await failed(config);
    assert.deepEqual(operation, {
      place: { quantity: 'net', layer: 1, unit: 1, part: null },
      equation: 'net_h2 = w3·x1 + w4·x2',
      part: 'w3·x1',
      numbers: '1e+150·1e+160',
      value: Infinity,
      sample: 2,
      isValidation: false,
      pass: 'batch',
    });
    assert.deepEqual([failure.epoch, failure.batch], [1, 2]);
  });

  it('is that of the first sample, layer and unit whose value is not finite, computed again without the engine', async () => {
    const training = fc.record({
      learningRate: fc.integer({ min: 10, max: 200 }).map((exponent) => 10 ** exponent),
      seed: fc.integer({ min: 0, max: 1000 }),
      batchSize: fc.integer({ min: 1, max: 4 }),
    });
    let found = 0;
    await fc.assert(
      fc.asyncProperty(
        training,
        fc.integer({ min: 1, max: 3 }),
        async ({ learningRate, ...more }, hidden) => {
          const layers = [...Array.from({ length: hidden }, () => ({ units: 3, activation: 'relu' })), { units: 1 }]; // prettier-ignore
          const optimizer = { type: 'sgd', learningRate };
          const inputs = [[1, 2], [3, 4], [-2, 5], [7, 8]]; // prettier-ignore
          const subject = { ...config, layers, data: { ...data, inputs }, training: { ...more, optimizer, epochs: 30 } }; // prettier-ignore
          const run = await failed(subject).catch(() => null);
          const expected = run && firstBad(run);
          if (!run || !expected) return;
          found++;
          assert.deepEqual({ place: run.operation.place, sample: run.operation.sample }, expected);
          // The numbers are shown with four digits.
          const value = Math.abs(recompute(run.operation.numbers));
          assert.ok(!(value < 1e307), run.operation.numbers);
        },
      ),
      { numRuns: 60 },
    );
    assert.ok(found > 20, String(found));
  });

  it('is shown by a walk at that step of that sample, with the parameters that the run had', async () => {
    const run = await failed(config);
    const walk = walkTo(run);
    const { quantity, layer, unit, formula, value } = walk.trace.step(walk.index);
    assert.deepEqual({ quantity, layer, unit, part: null }, run.operation.place);
    assert.deepEqual([walk.rows[walk.sample], walk.epoch, walk.batch], [2, 1, 2]);
    assert.equal(value, Infinity);
    assert.ok(formula.kind === 'sum');
    assert.ok(walk.isFailed);
    assert.deepEqual(Array.from(walk.trace.source.network.layers[0].weights), [1, 1, 1e150, 1]);
  });

  it('is an update where that overflows', async () => {
    const optimizer = { type: 'sgd', learningRate: 1e308 };
    const run = await failed({ ...config, data: { ...data, inputs: [[1, 2]], targets: [[5]] }, layers: [{ units: 1, weights: { value: [[90, 1]] }, bias: false }], training: { optimizer } }); // prettier-ignore
    const { place, equation, part, sample } = run.operation;
    assert.deepEqual(place, { quantity: 'update', layer: 1, unit: 0, part: 0 });
    assert.deepEqual([equation, part, sample], ['w1⁺ = w1 - η·∂E/∂w1', 'η·∂E/∂w1', null]);
    assert.equal(walkTo(run).trace.step(walkTo(run).index).quantity, 'update');
  });

  it('is one whose value float32 cannot hold, although a step shows it in float64', async () => {
    const inputs = [[1, 2], [1e30, 3]]; // prettier-ignore
    const training = { ...config.training, precision: 'float32' };
    const layers = [relu([[1e20, 1]]), { units: 1 }];
    const { operation } = await failed({
      ...config,
      layers,
      data: { inputs, targets: [[1], [2]] },
      training,
    });
    assert.deepEqual(
      [operation.part, operation.numbers, operation.sample],
      ['w1·x1', '100000000000000000000·1e+30', 1],
    );
    assert.ok(Math.abs(operation.value / 1e50 - 1) < 1e-6);
  });

  it('is found in the evaluation of a validation sample, which no pass leads to', async () => {
    const inputs = [[1, 2], [3, 4], [5, 6], [1e160, 0]]; // prettier-ignore
    const validation = { ...data, inputs, validationSplit: 0.25 };
    // The seed decides which sample is the validation part.
    const of = (seed: number): object => ({
      ...config,
      data: validation,
      training: { ...config.training, seed },
    });
    const splits = await Promise.all(Array.from({ length: 20 }, (_, seed) => loaded(of(seed))));
    const seed = splits.findIndex(({ dataset }) => dataset.validation?.inputs.values[0] === 1e160);
    const { operation, failure } = await failed(of(seed));
    assert.deepEqual(
      [failure.witness?.isValidation, operation.isValidation, operation.pass],
      [true, true, null],
    );
    assert.equal(operation.part, 'w3·x1');
  });

  it('is reached in a pass of the sample alone where the mini-batch is too large to follow', async () => {
    const inputs = Array.from({ length: 1100 }, (_, row) => [row === 1050 ? 1e160 : 1, 1]);
    const targets = inputs.map(() => [1]);
    const run = await failed({ ...config, data: { inputs, targets }, training: { ...config.training, batchSize: 1100 } }); // prettier-ignore
    assert.deepEqual([run.operation.pass, run.operation.sample], ['sample', 1050]);
    const walk = walkTo(run);
    assert.deepEqual(walk.rows, [1050]);
    assert.equal(walk.trace.step(walk.index).value, Infinity);
  });
});
