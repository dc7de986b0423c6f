import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createNetwork } from '../../../src/engine/model/initialize.js';
import type { Dataset } from '../../../src/engine/model/dataset.js';
import type { NetworkSpec, OptimizerSpec, TrainingSpec } from '../../../src/engine/model/spec.js';
import { drain } from '../../../src/engine/pacing.js';
import {
  candidateRates,
  hasExploded,
  rangeOf,
  type RangePoint,
} from '../../../src/engine/training/rangeTest.js';
import { rateAt, searchRate, type RateSearch } from '../../../src/engine/training/rateSearch.js';
import { startTraining, type TrainingState } from '../../../src/engine/training/state.js';
import { measure, train } from '../../../src/engine/training/train.js';
import { networkTrainee } from '../../../src/engine/training/trainee.js';
import { dataset, layerSpec, noise, optimizerSpec, samples, trainingSpec } from '../fixture.js';

interface Problem {
  readonly network: NetworkSpec;
  readonly data: Dataset;
  readonly training: TrainingSpec;
}

/** A smooth function of three inputs with a little noise, so that there is something to learn. */
function teacher(rows: number): Dataset {
  const inputs = noise(rows, 3, 5);
  const targets = inputs.map(([a, b, c]) => [Math.sin(2 * a) + 0.5 * b * c]);
  return dataset(samples(inputs, targets));
}

const problem = (optimizer: Partial<OptimizerSpec>, changes: Partial<TrainingSpec> = {}): Problem => ({
  network: { layers: [layerSpec(8, 'tanh'), layerSpec(1, 'identity')], loss: 'meanSquaredError', functions: {} },
  data: teacher(60),
  training: trainingSpec({ optimizer: optimizerSpec(optimizer), epochs: 40, batchSize: 10, ...changes }),
}); // prettier-ignore

const start = ({ network, training }: Problem): TrainingState =>
  startTraining(createNetwork(network, 3, training), training);

const search = (it: Problem): RateSearch =>
  drain(searchRate(() => networkTrainee(start(it), it.data, it.training)));

/** Returns the loss after training with a learning rate. */
function lossWith(it: Problem, learningRate: number): number {
  const training = { ...it.training, optimizer: { ...it.training.optimizer, learningRate } };
  const state = start(it);
  const outcome = drain(train(state, it.data, training, { evaluateEvery: 1000 }));
  return outcome.kind === 'failed' ? Infinity : drain(measure(state, it.data, training)).loss;
}

const grid = Array.from({ length: 11 }, (_, index) => 10 ** (-4 + index / 2));
const optimizers: Readonly<Record<string, Partial<OptimizerSpec>>> = {
  sgd: { type: 'sgd' },
  momentum: { type: 'sgd', momentum: 0.9 },
  adagrad: { type: 'adagrad' },
  rmsprop: { type: 'rmsprop' },
  adam: { type: 'adam' },
  adamw: { type: 'adamw' },
};

describe('A search for a learning rate', () => {
  for (const [name, optimizer] of Object.entries(optimizers))
    for (const batchSize of [10, null])
      it(`suggests for ${name} on ${batchSize ?? 'all'} samples a rate that trains nearly as well as the best of a grid`, () => {
        const it = problem(optimizer, { batchSize, epochs: batchSize ? 40 : 240 });
        const { rate } = search(it);
        assert.ok(rate !== null);
        const initial = drain(measure(start(it), it.data, it.training)).loss;
        const best = Math.min(...grid.map((each) => lossWith(it, each)));
        const gain = (initial - lossWith(it, rate)) / (initial - best);
        assert.ok(gain > 0.85, `${rate} gains ${gain} of the best`);
      });

  it('is decided by the config alone, and changes nothing', () => {
    const it = problem({ type: 'adam' });
    const state = start(it);
    const before = structuredClone(state);
    const once = drain(searchRate(() => networkTrainee(structuredClone(state), it.data, it.training)));
    assert.deepEqual(once, search(it));
    assert.deepEqual(state, before);
  });

  it('ends its range test where the loss explodes, and suggests a rate below that', () => {
    const { test, points, rate } = search(problem({ type: 'sgd' }));
    assert.ok(test !== null && test.exploded !== null && rate !== null);
    assert.ok(points.length < 240 && rate < test.exploded);
    assert.equal(points[points.length - 1].rate, test.exploded);
  });

  it('suggests nothing where no rate makes the loss fall', () => {
    const it = problem({ type: 'sgd' });
    const constant = { ...it.network, layers: it.network.layers.map((layer) => ({ ...layer, weightsTrainable: false, bias: null })) }; // prettier-ignore
    const found = search({ ...it, network: constant });
    assert.deepEqual([found.rate, found.trials], [null, []]);
  });
});

describe('A range test', () => {
  const points = (loss: (rate: number) => number): RangePoint[] =>
    Array.from({ length: 240 }, (_, step) => ({ rate: rateAt(step), loss: loss(rateAt(step)) }));

  it('raises the rate by equal factors from 1e-6 to 10', () => {
    assert.ok(Math.abs(rateAt(0) - 1e-6) < 1e-18 && Math.abs(rateAt(239) - 10) < 1e-12);
    assert.ok(Math.abs(rateAt(7) / rateAt(6) - rateAt(200) / rateAt(199)) < 1e-12);
  });

  it('finds the steepest descent of a loss whose slope is known', () => {
    // A logistic fall in log₁₀ of the rate is steepest at its middle, 10⁻², and lowest at the end.
    const { steepest, lowest } = rangeOf(points((rate) => 1 - 0.9 / (1 + rate ** -2 / 1e4)));
    assert.ok(Math.abs(Math.log10(steepest!) + 2) < 0.05, String(steepest));
    assert.ok(lowest! > 1);
  });

  it('does not explode by noise, but by a loss that is not finite or far above the first one', () => {
    const noisy = points((rate) => 1 - 0.5 * Math.min(1, 100 * rate) + 0.05 * Math.sin(1e6 * rate));
    assert.equal(noisy.some((_, at) => hasExploded(noisy.slice(0, at + 1))), false);
    assert.ok(hasExploded([...noisy, { rate: 10, loss: Infinity }]));
    assert.ok(hasExploded([...noisy, { rate: 10, loss: 4 }]));
  }); // prettier-ignore

  it('tries rates of one digit, in order, from the steepest descent to twice the rate with the lowest loss', () => {
    const rates = fc.double({ min: 1e-6, max: 10, noNaN: true });
    fc.assert(
      fc.property(rates, rates, (a, b) => {
        const [steepest, lowest] = [Math.min(a, b), Math.max(a, b)];
        const tried = candidateRates({ smoothed: [], exploded: null, steepest, lowest });
        assert.ok(tried.length > 0 && tried.length <= 6);
        assert.deepEqual(tried, [...tried].sort((x, y) => x - y));
        assert.ok(tried.every((rate) => rate === Number(rate.toPrecision(1))));
        assert.ok(tried[0] >= 0.6 * steepest && tried[tried.length - 1] <= 3.4 * lowest);
      }),
    ); // prettier-ignore
  });
});
