import assert from 'node:assert/strict';
import type { Expression } from '../../../src/engine/maths/expression.js';
import type { Failure } from '../../../src/engine/model/metrics.js';
import type { Network } from '../../../src/engine/model/network.js';
import type { LayerSpec, NetworkSpec, TrainingSpec } from '../../../src/engine/model/spec.js';
import {
  dataset,
  finish,
  layerSpec,
  noise,
  optimizerSpec,
  samples,
  trainingSpec,
  type Finished,
} from '../fixture.js';

const x: Expression = { text: 'x', operations: [{ op: 'variable', name: 'x' }] };
/** The activation log x, which is not a number for negative net inputs. */
const log: Expression = { text: 'log(x)', operations: [...x.operations, { op: 'log', args: [0] }] };

const sgd = (learningRate: number) => optimizerSpec({ type: 'sgd', learningRate });

describe('a run whose numbers overflow', () => {
  it('ends where the loss first overflowed because of a learning rate that is too high, with the last good parameters', () => {
    const { failure, network } = fail([layerSpec(1, 'identity')], { optimizer: sgd(1e60), epochs: 20 });
    assert.deepEqual(
      { ...located(failure), epoch: 0 },
      { epoch: 0, batch: 1, layer: null, quantity: 'loss', value: Infinity },
    );
    assert.ok(failure.epoch > 1 && failure.epoch < 20);
    assertFinite(network);
  });

  it('names the layer whose gradient overflowed', () => {
    const layers = [
      layerSpec(1, 'identity', { weights: [[1e-110, 0, 0]] }),
      layerSpec(1, 'identity', { weights: [[1e210]] }),
    ];
    const { failure } = fail(layers, {}, [[1, 0, 0]], [[0]]);
    assert.equal(failure.quantity, 'gradient');
    assert.equal(failure.layer, 1);
  });

  it('names an input that is not a number, in the batch that contains it', () => {
    const inputs = noise(10, 3);
    inputs[7][1] = NaN;
    const { failure } = fail(
      [layerSpec(2, 'tanh'), layerSpec(1, 'identity')],
      { batchSize: 3, shuffle: false },
      inputs,
    );
    assert.deepEqual(located(failure), { epoch: 1, batch: 3, layer: 0, quantity: 'input', value: NaN });
  });

  it('names the layer whose net inputs overflowed', () => {
    const layers = [
      layerSpec(1, 'identity', { weights: [[1e200, 0, 0]] }),
      layerSpec(1, 'identity', { weights: [[1e200]] }),
    ];
    const { failure } = fail(layers, {}, [[1, 0, 0]], [[0]]);
    assert.deepEqual(located(failure), { epoch: 1, batch: 1, layer: 2, quantity: 'net', value: Infinity });
  });

  it('names the layer whose custom function is undefined there', () => {
    const layers = [
      layerSpec(1, 'identity', { weights: [[1, 0, 0]] }),
      layerSpec(1, 'log', { weights: [[1]] }),
    ];
    const { failure } = fail(layers, { batchSize: 1, shuffle: false }, [[1, 0, 0], [2, 0, 0], [-1, 0, 0]]); // prettier-ignore
    assert.deepEqual(located(failure), { epoch: 1, batch: 3, layer: 2, quantity: 'output', value: NaN });
  });

  it('blames the gradient if a custom derivative is undefined there', () => {
    const layers = [layerSpec(1, 'badSlope', { weights: [[-1, 0, 0]] })];
    const { failure } = fail(layers, {}, [[1, 0, 0]]);
    assert.deepEqual(located(failure), { epoch: 1, batch: 1, layer: 1, quantity: 'gradient', value: NaN });
  });

  it('names the parameters that overflowed in an update', () => {
    const { failure, network } = fail(
      [layerSpec(1, 'identity', { bias: null })],
      { optimizer: sgd(1e308) },
      [[5, 0, 0]],
      [[100]],
    );
    assert.equal(failure.quantity, 'weights');
    assert.equal(failure.layer, 1);
    assertFinite(network);
  });

  it('in float32 ends where float32 overflows', () => {
    const layers = [layerSpec(1, 'identity', { bias: null, weights: [[1, 0, 0]] })];
    const { failure, network } = fail(
      layers,
      { optimizer: sgd(1e37), precision: 'float32' },
      [[10, 0, 0]],
      [[30]],
    );
    assert.deepEqual(located(failure), {
      epoch: 1,
      batch: 1,
      layer: 1,
      quantity: 'weights',
      value: Infinity,
    });
    assertFinite(network);
  });

  it('on the validation part alone ends as well', () => {
    const validation = samples([[Infinity, 0, 0]], [[0]]);
    const { outcome } = finish(
      spec([layerSpec(1, 'identity')]),
      dataset(samples(noise(4, 3), noise(4, 1)), { validation }),
      trainingSpec(),
    );
    assert.ok(outcome.kind === 'failed');
    assert.deepEqual(located(outcome.failure), {
      epoch: 1,
      batch: 1,
      layer: 0,
      quantity: 'input',
      value: Infinity,
    });
  });

  it('names the sample, the unit and the largest input that show it', () => {
    const layers = [layerSpec(2, 'identity', { weights: [[1, 0, 0], [0, 0, 1e308]] })]; // prettier-ignore
    const inputs = [[1, 0, 0], [2, 3, 0], [0, 5, -1e3]]; // prettier-ignore
    const options = { batchSize: 2, shuffle: false };
    const { failure } = fail(layers, options, inputs, [[0, 0], [0, 0], [0, 0]]); // prettier-ignore
    assert.deepEqual(located(failure), { epoch: 1, batch: 2, layer: 1, quantity: 'net', value: -Infinity });
    assert.deepEqual(failure.witness, {
      sample: 2,
      unit: 1,
      input: { index: 2, value: -1000 },
      output: null,
      target: null,
    });
  });

  it('names the sample by its place in the data where they are shuffled', () => {
    const inputs = noise(10, 3);
    inputs[7][1] = NaN;
    const { failure } = fail([layerSpec(1, 'identity')], { batchSize: 1, shuffle: true }, inputs);
    assert.equal(failure.witness?.sample, 7);
  });

  it('names the output and the target for which the loss is infinite', () => {
    const layers = [layerSpec(2, 'identity', { weights: [[1, 0, 0], [0, 1, 0]] })]; // prettier-ignore
    const { failure } = fail(layers, {}, [[0, 1e200, 0]], [[0, 3]]);
    const { unit, output, target } = failure.witness!;
    assert.deepEqual([unit, output, target], [1, 1e200, 3]);
  });

  it('on the validation part says that the sample is one of those', () => {
    const { outcome } = finish(
      spec([layerSpec(1, 'identity')]),
      dataset(samples(noise(4, 3), noise(4, 1)), {
        validation: samples([[0, 0, 0], [Infinity, 0, 0]], [[0], [0]]), // prettier-ignore
      }),
      trainingSpec(),
    );
    assert.ok(outcome.kind === 'failed');
    const { sample, isValidation } = outcome.failure.witness!;
    assert.deepEqual([sample, isValidation], [1, true]);
  });

  it('keeps the parameters of the batch before, to the bit', () => {
    const inputs = noise(10, 3);
    inputs[9][0] = NaN;
    const layers = [layerSpec(2, 'tanh'), layerSpec(1, 'identity')];
    const options = { batchSize: 3, shuffle: false };
    const { network } = fail(layers, options, inputs);
    const good = finish(
      spec(layers),
      dataset(samples(inputs.slice(0, 9), noise(10, 1).slice(0, 9))),
      trainingSpec({ ...options, epochs: 1 }),
    );
    assert.deepEqual(network.layers, good.state.network.layers);
  });
});

function located({ epoch, batch, layer, quantity, value }: Failure): Omit<Failure, 'updates'> {
  return { epoch, batch, layer, quantity, value };
}

function spec(layers: LayerSpec[]): NetworkSpec {
  const functions = { log: { f: log }, badSlope: { f: x, df: log } };
  return { layers, loss: 'halfSquaredError', functions };
}

function fail(
  layers: LayerSpec[],
  options: Partial<TrainingSpec>,
  inputs = noise(10, 3),
  targets = noise(10, 1).slice(0, inputs.length),
): { failure: Failure; network: Network; run: Finished } {
  const run = finish(spec(layers), dataset(samples(inputs, targets)), trainingSpec(options));
  assert.ok(run.outcome.kind === 'failed', run.outcome.kind);
  return { failure: run.outcome.failure, network: run.state.network, run };
}

function assertFinite({ layers }: Network): void {
  for (const { weights, bias } of layers)
    assert.ok([...weights, ...(bias ?? [])].every(Number.isFinite), 'finite parameters');
}
