import assert from 'node:assert/strict';
import { createNetwork, createNetworkSteps } from '../../../src/engine/model/initialize.js';
import { Random, shuffle } from '../../../src/engine/maths/random.js';
import type { Initializer } from '../../../src/engine/model/spec.js';
import { layerSpec, trainingSpec } from '../fixture.js';

const [inputs, units] = [300, 200];

describe('initial weights', () => {
  const spread: [Initializer, number, 'uniform' | 'normal'][] = [
    [{ type: 'xavierUniform' }, Math.sqrt(2 / 500), 'uniform'],
    [{ type: 'xavierNormal' }, Math.sqrt(2 / 500), 'normal'],
    [{ type: 'heUniform' }, Math.sqrt(2 / 300), 'uniform'],
    [{ type: 'heNormal' }, Math.sqrt(2 / 300), 'normal'],
    [{ type: 'lecunNormal' }, Math.sqrt(1 / 300), 'normal'],
    [{ type: 'uniform', min: -1, max: 3 }, Math.sqrt(16 / 12), 'uniform'],
    [{ type: 'normal', mean: 5, std: 0.1 }, 0.1, 'normal'],
  ];
  for (const [init, std, shape] of spread) {
    it(`by ${init.type} have its mean, its spread and its shape`, () => {
      const weights = draw(init);
      const mean = weights.reduce((sum, w) => sum + w, 0) / weights.length;
      const expected = init.type === 'uniform' ? 1 : init.type === 'normal' ? 5 : 0;
      const deviation = Math.sqrt(weights.reduce((sum, w) => sum + (w - mean) ** 2, 0) / weights.length);
      assert.ok(Math.abs(mean - expected) < 5 * (std / Math.sqrt(weights.length)), `mean ${mean}`);
      assert.ok(Math.abs(deviation / std - 1) < 0.02, `deviation ${deviation}, not ${std}`);
      // Within one standard deviation: 1/√3 of a uniform distribution, 68.27% of a normal one.
      const within = weights.filter((w) => Math.abs(w - mean) < std).length / weights.length;
      assert.ok(Math.abs(within - (shape === 'uniform' ? 0.5774 : 0.6827)) < 0.01, `${within} within`);
    });
  }

  it('are zeros on request', () => {
    assert.ok(draw({ type: 'zeros' }).every((w) => w === 0));
  });

  it('are decided by the seed, and a layer’s do not depend on the other layers’', () => {
    const first = layerSpec(5, 'tanh');
    const weightsOf = (seed: number, ...rest: (typeof first)[]) =>
      createNetwork(
        { layers: [first, ...rest], loss: 'halfSquaredError', functions: {} },
        3,
        trainingSpec({ seed }),
      ).layers[0].weights;
    assert.deepEqual(weightsOf(1), weightsOf(1, layerSpec(9, 'relu')));
    assert.notDeepEqual(weightsOf(1), weightsOf(2));
  });

  it('of a very large layer are drawn in steps', () => {
    const layers = [layerSpec(1000, 'tanh')];
    const steps = createNetworkSteps(
      { layers, loss: 'halfSquaredError', functions: {} },
      { inputs: 1000, classWeights: null },
      trainingSpec(),
    );
    let yields = 0;
    while (!steps.next().done) yields++;
    assert.ok(yields >= 10);
  });

  it('and biases are the given ones where they are given', () => {
    const layers = [
      layerSpec(2, 'tanh', { weights: [[1, 2], [3, 4]], bias: { value: [5, 6], shared: false, trainable: true, names: null } }),
      layerSpec(3, 'tanh', { bias: { value: 7, shared: false, trainable: true, names: null } }),
      layerSpec(3, 'tanh', { bias: { value: 8, shared: true, trainable: true, names: null } }),
    ]; // prettier-ignore
    const network = createNetwork(
      { layers, loss: 'halfSquaredError', functions: {} },
      2,
      trainingSpec({ precision: 'float32' }),
    );
    assert.deepEqual(network.layers[0].weights, Float32Array.of(1, 2, 3, 4));
    const biases = network.layers.map(({ bias }) => [...(bias ?? [])]);
    assert.deepEqual(biases, [[5, 6], [7, 7, 7], [8]]);
  });
});

describe('random streams', () => {
  it('are the same for the same seed, purpose and counters, and unlike any other', () => {
    const first = (...args: ConstructorParameters<typeof Random>) => {
      const random = new Random(...args);
      return Array.from({ length: 8 }, () => random.uint32()).join();
    };
    const streams = [
      first(0, 'order', 1), first(0, 'order', 2), first(1, 'order', 1), first(2 ** 32, 'order', 1),
      first(0, 'dropout', 1), first(0, 'order', 1, 0), first(0, 'order', 0, 1),
    ]; // prettier-ignore
    assert.equal(new Set(streams).size, streams.length);
    assert.equal(first(0, 'order', 1), streams[0]);
  });

  it('do not change between releases', () => {
    const random = new Random(42, 'weights', 0);
    assert.deepEqual(
      [random.uint32(), random.uint32(), random.uniform(), random.normal(), random.normal()],
      pinned,
    );
  });

  it('are uniform, and each value unlike the one before', () => {
    const random = new Random(7, 'split');
    const bins = new Array<number>(16 * 16).fill(0);
    let previous = random.below(16);
    const draws = 256 * 200;
    for (let i = 0; i < draws; i++) {
      const next = random.below(16);
      bins[previous * 16 + next]++;
      previous = next;
    }
    const chiSquared = bins.reduce((sum, count) => sum + (count - 200) ** 2 / 200, 0);
    // 255 degrees of freedom: mean 255, standard deviation 22.6.
    assert.ok(chiSquared > 180 && chiSquared < 340, `${chiSquared}`);
  });

  it('shuffle into every order equally often', () => {
    const counts = new Map<string, number>();
    for (let i = 0; i < 6000; i++) {
      const order = Uint32Array.of(0, 1, 2);
      shuffle(order, new Random(i, 'order'));
      counts.set(order.join(), (counts.get(order.join()) ?? 0) + 1);
    }
    assert.equal(counts.size, 6);
    for (const [order, count] of counts) assert.ok(Math.abs(count - 1000) < 150, `${order}: ${count}`);
  });
});

const pinned = [1377361461, 1404315429, 0.5778742891591044, 0.5929630914610506, -0.3872339641840872];

function draw(init: Initializer): number[] {
  const layers = [layerSpec(units, 'tanh', { init })];
  return [
    ...createNetwork({ layers, loss: 'halfSquaredError', functions: {} }, inputs, trainingSpec()).layers[0]
      .weights,
  ];
}
