import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseExpression } from '../../../src/config/expression.js';
import type { CustomFunction } from '../../../src/engine/maths/expression.js';
import { gradients } from '../../../src/engine/pass/gradients.js';
import { createNetwork } from '../../../src/engine/model/initialize.js';
import type { Network } from '../../../src/engine/model/network.js';
import {
  activationNames, lossNames, type LayerSpec, type NetworkSpec, type TrainingSpec,
} from '../../../src/engine/model/spec.js'; // prettier-ignore
import { startTraining } from '../../../src/engine/training/state.js';
import type { Trace } from '../../../src/engine/trace/trace.js';
import type { Quantity } from '../../../src/engine/trace/stepPlace.js';
import { train } from '../../../src/engine/training/train.js';
import {
  dataset,
  goldenFiles,
  goldenNetwork,
  goldenSpec,
  goldenTraining,
  layerSpec,
  optimizerSpec,
  samples,
  trainingSpec,
} from '../fixture.js';
import { assertReadsRight, assertSame, traceOf } from './support.js';

function custom(variables: readonly string[], f: string, df?: string): CustomFunction {
  const read = (text: string) => {
    const { expression } = parseExpression(text, variables);
    assert.ok(expression, text);
    return expression;
  };
  return df === undefined ? { f: read(f) } : { f: read(f), df: read(df) };
}

const functions = {
  swish: custom(['x'], 'x / (1 + exp(-x))'),
  bent: custom(['x'], '(sqrt(x^2 + 1) - 1) / 2 + x', 'x / (2 * sqrt(x^2 + 1)) + 1'),
  pieces: custom(['x'], 'x > 1 ? log(x) + 1 : x < -1 ? -abs(x) ^ 0.5 : max(x, x^3) + min(0.1, sin(x))'),
  tower: custom(['x'], 'atan2(tanh(x), 2 + cos(x)) + mod(x, 3) / (1 + cube(x)^2) + erf(x) * expm1(x / 4)'),
};
const quartic = custom(['y', 't'], '(y - t)^4 + 0.1 * log1p(square(y - t))');
const activations = [...activationNames, ...Object.keys(functions)];

const weight = fc.integer({ min: -2000, max: 2000 }).map((n) => n / 1000);
const rows = (count: number, columns: number, of: fc.Arbitrary<number>) =>
  fc.array(fc.array(of, { minLength: columns, maxLength: columns }), { minLength: count, maxLength: count });

const optimizer = fc.oneof(
  fc.record({ momentum: fc.constantFrom(0, 0.9), nesterov: fc.boolean(), weightDecay: fc.constantFrom(0, 0.01) })
    .map(({ momentum, nesterov, weightDecay }) =>
      optimizerSpec({ type: 'sgd', learningRate: 0.1, momentum, nesterov: nesterov && momentum > 0, weightDecay })),
  fc.constantFrom(0, 0.01).map((weightDecay) => optimizerSpec({ type: 'adagrad', learningRate: 0.05, weightDecay })),
  fc.record({ momentum: fc.constantFrom(0, 0.8), weightDecay: fc.constantFrom(0, 0.01) })
    .map((rest) => optimizerSpec({ type: 'rmsprop', learningRate: 0.01, ...rest })),
  fc.record({ type: fc.constantFrom('adam' as const, 'adamw' as const), weightDecay: fc.constantFrom(0, 0.02) })
    .map((rest) => optimizerSpec({ learningRate: 0.02, ...rest })),
); // prettier-ignore

const training: fc.Arbitrary<TrainingSpec> = fc
  .record({
    optimizer,
    regularization: fc.constantFrom({ l1: 0, l2: 0 }, { l1: 0.01, l2: 0 }, { l1: 0.005, l2: 0.02 }),
    clipGradientNorm: fc.constantFrom(null, 0.1, 10),
    seed: fc.nat(1000),
    reduction: fc.constantFrom('mean', 'sum'),
  })
  .map((rest) => trainingSpec({ ...rest, epochs: 2, shuffle: false }));

function layer(units: number, inputs: number, names: fc.Arbitrary<string>, dropout: fc.Arbitrary<number>): fc.Arbitrary<LayerSpec> {
  const bias = fc.record({ value: weight, shared: fc.boolean(), trainable: fc.boolean() });
  return fc
    .record({ activation: names, weights: rows(units, inputs, weight), weightsTrainable: fc.boolean(), bias: fc.option(bias), dropout })
    .map(({ activation, bias, ...rest }) =>
      layerSpec(units, activation, { ...rest, bias: bias && { ...bias, names: null } }));
} // prettier-ignore

interface Case {
  readonly spec: NetworkSpec;
  readonly training: TrainingSpec;
  readonly inputs: number[][];
  readonly targets: number[][];
  /** The weights of the classes, as many as any network here has; null where all samples count alike. */
  readonly classWeights: readonly number[] | null;
}

function networkOf({ spec, training, inputs, classWeights }: Case): Network {
  return { ...createNetwork(spec, inputs[0].length, training), classWeights };
}

/** The last activations that fit each loss: logarithms require outputs between 0 and 1. */
const lastActivations: Readonly<Record<string, readonly string[]>> = {
  crossEntropy: ['softmax', 'softmax', 'sigmoid'],
  binaryCrossEntropy: ['sigmoid', 'sigmoid', 'softmax'],
};

function cases(dropout: fc.Arbitrary<number>): fc.Arbitrary<Case> {
  const shape = fc.record({
    widths: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 2, maxLength: 4 }),
    samples: fc.integer({ min: 1, max: 3 }),
    loss: fc.constantFrom(...lossNames, quartic),
  });
  return shape.chain(({ widths, samples: count, loss }) => {
    const last = widths.length - 2;
    const outputs = typeof loss === 'string' ? (lastActivations[loss] ?? activations) : activations;
    const layers = widths.slice(1).map((units, i) => layer(units, widths[i], fc.constantFrom(...(i === last ? outputs : activations)), dropout));
    const target = typeof loss === 'string' && loss in lastActivations ? fc.constantFrom(0, 1, 0.25, 0.75) : weight;
    return fc.record({
      spec: fc.tuple(...layers).map((all) => ({ layers: all, loss, functions })),
      training,
      inputs: rows(count, widths[0], weight),
      targets: rows(count, widths[widths.length - 1], target),
      classWeights: fc.option(fc.array(fc.constantFrom(0, 0.25, 1, 3), { minLength: 3, maxLength: 3 })),
    });
  });
} // prettier-ignore

describe('the trace of a random network', () => {
  it('gives, recomputed by mathjs from what is shown, the value that is shown', () => {
    fc.assert(
      fc.property(cases(fc.constant(0)), fc.nat(2), (one, sample) => {
        const { spec, training, inputs, targets } = one;
        const data = samples(inputs, targets);
        const network = networkOf(one);
        assertReadsRight(traceOf(spec, network, data, training, { sample: sample % inputs.length }));
      }),
      { numRuns: 200, seed: 4 },
    );
  });

  it('has the gradients of the engine', () => {
    fc.assert(
      fc.property(cases(fc.constant(0)), (one) => {
        const { spec, training, inputs, targets } = one;
        const data = samples(inputs, targets);
        const network = networkOf(one);
        assertGradients(
          traceOf(spec, network, data, training),
          network,
          gradients(network, data, training.regularization),
        );
      }),
      { numRuns: 200, seed: 5 },
    );
  });

  it('has the parameters after one step of training, the first and the second, dropout and all', () => {
    fc.assert(
      fc.property(cases(fc.constantFrom(0, 0, 0.4)), (one) => {
        const { spec, training, inputs, targets } = one;
        const data = samples(inputs, targets);
        const state = startTraining(networkOf(one), training);
        const run = train(state, dataset(data), training);
        for (let epoch = 1; epoch <= 2; epoch++) {
          const before = structuredClone(state);
          const trace = traceOf(spec, before.network, data, training, { state: before, dropout: true });
          assertReadsRight(trace);
          const metrics = [...untilEpoch(run, epoch)];
          if (metrics.length === 0) return;
          assertParameters(trace, state.network);
        }
      }),
      { numRuns: 100, seed: 6 },
    );
  });
});

describe('the trace of a case PyTorch has computed', () => {
  for (const { name, config, expect } of goldenFiles()) {
    it(`shows right values and has the gradients of ${name}`, () => {
      const [spec, training] = [goldenSpec(config), goldenTraining(config)];
      const data = samples(config.data.inputs, config.data.targets);
      const trace = traceOf(spec, goldenNetwork(config), data, training);
      assertReadsRight(trace);
      const layers = expect.gradients.map(({ weights, bias }) => ({ weights: weights && Float64Array.from(weights.flat()), bias: bias === null ? null : Float64Array.from([bias].flat()) }));
      assertGradients(trace, trace.source.network, { loss: expect.loss, layers });
    });
  }
}); // prettier-ignore

/** Yields the metrics of one epoch; nothing if the run failed before. */
function* untilEpoch(run: ReturnType<typeof train>, epoch: number) {
  for (let next = run.next(); !next.done; next = run.next()) {
    if (next.value?.epoch !== epoch) continue;
    yield next.value;
    return;
  }
}

interface Expected {
  readonly loss: number;
  readonly layers: readonly {
    readonly weights: ArrayLike<number> | null;
    readonly bias: ArrayLike<number> | null;
  }[];
}

function assertGradients(trace: Trace, network: Network, { loss, layers }: Expected): void {
  const { l1, l2 } = trace.source.training.regularization;
  const close = (actual: number, expected: number, what: string) =>
    assertSame(actual + 1, expected + 1, 1e-9 * Math.max(1, Math.abs(expected)), what);
  close(trace.value({ quantity: 'total', layer: layers.length, unit: null, part: null }), loss, 'loss');
  layers.forEach(({ weights, bias }, i) => {
    const { inputs, biasShared, biasTrainable, weightsTrainable } = network.layers[i];
    const quantity: Quantity = l1 === 0 && l2 === 0 ? 'dE_dw' : 'gradient';
    for (let at = 0; weightsTrainable && weights && at < weights.length; at++) {
      const place = { quantity, layer: i + 1, unit: Math.floor(at / inputs), part: at % inputs };
      assert.ok(trace.indexOf(place) !== null);
      close(trace.value(place), weights[at], JSON.stringify(place));
    }
    for (let at = 0; biasTrainable && bias && at < bias.length; at++) {
      const place = { quantity: 'dE_db' as const, layer: i + 1, unit: biasShared ? null : at, part: null };
      assert.ok(trace.indexOf(place) !== null);
      close(trace.value(place), bias[at], JSON.stringify(place));
    }
  });
}

/** Asserts that the update step of each trained parameter results in the parameter after training. */
function assertParameters(trace: Trace, { layers }: Network): void {
  let updates = 0;
  layers.forEach(({ inputs, weights, weightsTrainable, bias, biasTrainable, biasShared }, i) => {
    const check = (unit: number | null, part: number | null, expected: number) => {
      const place = { quantity: 'update' as const, layer: i + 1, unit, part };
      assertSame(trace.value(place) + 10, expected + 10, 1e-9, JSON.stringify(place));
      assert.ok(trace.indexOf(place) !== null);
      updates++;
    };
    if (weightsTrainable) weights.forEach((value, at) => check(Math.floor(at / inputs), at % inputs, value));
    if (bias && biasTrainable) bias.forEach((value, at) => check(biasShared ? null : at, null, value));
  });
  const shown = Array.from({ length: trace.length }, (_, index) => trace.head(index));
  assert.equal(shown.filter(({ quantity }) => quantity === 'update').length, updates);
}
