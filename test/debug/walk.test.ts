import assert from 'node:assert/strict';
import { createNetwork } from '../../src/engine/model/initialize.js';
import { startTraining, type TrainingState } from '../../src/engine/training/state.js';
import { train } from '../../src/engine/training/train.js';
import type { Walk } from '../../src/debug/walk.js';
import { loaded, walkOf, workedExample } from './support.js';

const gaussians = {
  layers: [{ units: 3, activation: 'tanh', dropout: 0.2 }, { units: 2, activation: 'softmax' }],
  loss: 'crossEntropy',
  data: { generator: 'gaussians', samples: 20, validationSplit: 0.2 },
  training: {
    epochs: 4, batchSize: 5, seed: 3,
    optimizer: { type: 'adam', learningRate: 0.05 },
    schedule: { type: 'reduceOnPlateau', patience: 0 },
  },
}; // prettier-ignore

/** Trains a config to its end without a walk, and returns the final state. */
async function finalState(config: object | string): Promise<TrainingState> {
  const { config: spec, dataset } = await loaded(config);
  const network = createNetwork(spec, dataset.training.inputs.columns, spec.training);
  const state = startTraining(network, spec.training);
  const training = train(state, dataset, spec.training);
  while (!training.next().done);
  return state;
}

/** Returns all numbers of a walk. */
const numbers = ({ trace, index, epoch, batch, pass }: Walk) => ({
  at: { index, epoch, batch, pass },
  values: Array.from({ length: trace.length }, (_, i) => trace.step(i).value),
});

const parameters = ({ trace: { source } }: Walk) =>
  source.network.layers.map(({ weights, bias }) => [weights, bias]);

async function toEnd(walk: Walk): Promise<number> {
  while (await walk.nextPass());
  return walk.pass + 1;
}

describe('a walk', () => {
  it('moves forward through a pass and back to the same start', async () => {
    const walk = await walkOf(workedExample);
    const start = numbers(walk);
    let steps = 0;
    while (walk.next('step')) steps++;
    assert.equal(steps, walk.trace.length - 1);
    while (walk.previous('step')) steps--;
    assert.equal(steps, 0);
    assert.deepEqual(numbers(walk), start);
  });

  it('begins each pass with the parameters of the previous update', async () => {
    const walk = await walkOf(workedExample);
    for (let pass = 0; pass < 5; pass++) {
      const updated = walk.trace.value({ quantity: 'update', layer: 2, unit: 0, part: 0 });
      assert.equal(await walk.nextPass(), true);
      assert.equal(walk.trace.quantities.parameterValue(2, 0, 0), updated);
    }
  });

  for (const [name, config] of Object.entries({ gaussians, perceptron: 'xor-perceptron.backprop.json' })) {
    it(`ends with the update that a run ends with: ${name}`, async () => {
      const walk = await walkOf(config);
      const state = await finalState(config);
      await toEnd(walk);
      assert.notEqual(walk.outcome, null);
      assert.equal(walk.epoch, state.epoch);
      const updates = walk.trace.source.network.layers.flatMap(({ units, inputs }, i) =>
        Array.from({ length: units * inputs }, (_, at) =>
          walk.trace.value({
            quantity: 'update',
            layer: i + 1,
            unit: Math.floor(at / inputs),
            part: at % inputs,
          }),
        ),
      );
      const expected = state.network.layers.flatMap(({ weights }) => [...weights]);
      updates.forEach((value, i) =>
        assert.ok(Math.abs(value - expected[i]) <= 1e-12, `${value} ${expected[i]}`),
      );
    });
  }

  it('has the parameters of the run bit for bit after the same mini-batches', async () => {
    const walk = await walkOf(gaussians);
    const { config, dataset } = await loaded(gaussians);
    const short = { ...config.training, epochs: 2 };
    const state = startTraining(createNetwork(config, 2, short), short);
    const training = train(state, dataset, short);
    while (!training.next().done);
    while (walk.epoch < 3) await walk.nextPass();
    assert.equal(walk.batch, 1);
    assert.deepEqual(
      parameters(walk),
      state.network.layers.map(({ weights, bias }) => [weights, bias]),
    );
  });

  it('goes back over passes, to the same numbers, and forward again', async () => {
    const walk = await walkOf(gaussians);
    const before = [numbers(walk)];
    for (let i = 0; i < 6; i++) {
      await walk.nextPass();
      before.push(numbers(walk));
    }
    for (let pass = 5; pass >= 0; pass--) {
      assert.equal(await walk.previousPass(), true);
      assert.equal(walk.index, walk.trace.length - 1);
      walk.first();
      assert.deepEqual(numbers(walk), before[pass]);
    }
    assert.equal(await walk.previousPass(), false);
    await walk.nextPass();
    assert.deepEqual(numbers(walk), before[1]);
  });

  it('reports the end of the run and stays at its last step', async () => {
    const walk = await walkOf({ ...gaussians, training: { epochs: 1 } });
    walk.last();
    const at = numbers(walk);
    assert.equal(await walk.nextPass(), false);
    assert.deepEqual(walk.outcome, { kind: 'completed' });
    assert.deepEqual(numbers(walk), at);
  });

  it('computes the pass again from a changed weight, at the same step', async () => {
    const walk = await walkOf(workedExample);
    const start = numbers(walk);
    let changed = 0;
    walk.events.on('changed', () => changed++);
    walk.go(9);
    walk.setParameter({ layer: 2, unit: 0, input: 0 }, 0.7);
    assert.deepEqual([walk.index, changed], [9, 1]);
    assert.equal(walk.trace.quantities.parameterValue(2, 0, 0), 0.7);
    const out = (unit: number) => walk.trace.value({ quantity: 'out', layer: 1, unit, part: null });
    const net = walk.trace.value({ quantity: 'net', layer: 2, unit: 0, part: null });
    assert.equal(net, 0.7 * out(0) + 0.45 * out(1) + 0.6);
    const updated = walk.trace.value({ quantity: 'update', layer: 2, unit: 0, part: 0 });
    await walk.nextPass();
    assert.equal(walk.trace.quantities.parameterValue(2, 0, 0), updated);
    walk.restart();
    assert.deepEqual(numbers(walk), start);
  });

  it('continues with a weight that is changed while the next pass is computed', async () => {
    const parameter = { layer: 2, unit: 0, input: 0 };
    const [meanwhile, before] = [await walkOf(workedExample), await walkOf(workedExample)];
    const going = meanwhile.nextPass();
    meanwhile.setParameter(parameter, 0.7);
    await going;
    before.setParameter(parameter, 0.7);
    await before.nextPass();
    assert.deepEqual(numbers(meanwhile), numbers(before));
  });

  it('computes the pass again from a changed input, and does not change shared data', async () => {
    const both = await loaded(workedExample);
    const walk = await walkOf(workedExample, both);
    walk.setInput(0, 1, 0.5);
    assert.equal(walk.trace.step(0).value, 0.15 * 0.05 + 0.2 * 0.5 + 0.35);
    assert.equal(both.dataset.training.inputs.values[1], 0.1);
    walk.restart();
    assert.equal(walk.trace.step(0).value, 0.3775);
  });

  it('reports manual changes only in the passes that follow from them', async () => {
    const walk = await walkOf(workedExample);
    const parameter = { layer: 2, unit: 0, input: 0 };
    await walk.nextPass();
    const before = walk.trace.quantities.parameterValue(2, 0, 0);
    walk.setParameter(parameter, 0.7);
    walk.setParameter(parameter, 0.8);
    walk.setInput(0, 1, 0.5, 'debugger');
    assert.deepEqual(walk.altered, [
      { pass: 1, what: { parameter }, from: before, to: 0.8, by: 'view' },
      { pass: 1, what: { row: 0, input: 1 }, from: 0.1, to: 0.5, by: 'debugger' },
    ]);
    await walk.nextPass();
    assert.equal(walk.altered.length, 2);
    await walk.previousPass();
    await walk.previousPass();
    assert.equal(walk.altered.length, 0);
  });

  it('forgets a change that is undone by hand, and those after an earlier change', async () => {
    const walk = await walkOf(workedExample);
    walk.setParameter({ layer: 2, unit: 0, input: 0 }, 0.7);
    walk.setParameter({ layer: 2, unit: 0, input: 0 }, 0.4);
    assert.deepEqual(walk.altered, []);
    await walk.nextPass();
    walk.setParameter({ layer: 2, unit: 0, input: 0 }, 0.7);
    await walk.previousPass();
    walk.setParameter({ layer: 1, unit: 0, input: 0 }, 0.2);
    await walk.nextPass();
    assert.deepEqual(walk.altered.map(({ to }) => to), [0.2]); // prettier-ignore
  });

  it('undoes its changes at the same pass and step, or only those of one author', async () => {
    const [walk, untouched] = [await walkOf(gaussians), await walkOf(gaussians)];
    for (const each of [walk, untouched]) {
      await each.nextPass();
      each.setParameter({ layer: 1, unit: 0, input: 0 }, 0.25, 'view');
      await each.nextPass();
      each.go(7);
    }
    walk.setParameter({ layer: 1, unit: 2, input: 1 }, -3, 'debugger');
    assert.notDeepEqual(numbers(walk), numbers(untouched));
    await walk.undoChanges('debugger');
    assert.deepEqual(numbers(walk), numbers(untouched));
    assert.deepEqual(walk.altered.map(({ to }) => to), [0.25]); // prettier-ignore
    await walk.undoChanges();
    const plain = await walkOf(gaussians);
    await plain.nextPass();
    await plain.nextPass();
    plain.go(7);
    assert.deepEqual(numbers(walk), numbers(plain));
    assert.deepEqual(walk.altered, []);
  });

  it('returns to its start if the run without the changes ends before this pass', async () => {
    const walk = await walkOf('xor-perceptron.backprop.json');
    const start = numbers(walk);
    walk.setParameter({ layer: 1, unit: 0, input: 0 }, 50);
    await toEnd(walk);
    await walk.undoChanges();
    assert.ok(
      walk.pass === 0 ? numbers(walk).values.length === start.values.length : walk.altered.length === 0,
    );
  });

  it('shows another sample of the mini-batch at the same step', async () => {
    const walk = await walkOf(gaussians);
    walk.go(2);
    const of = walk.trace.step(0).value;
    walk.showSample(3);
    assert.deepEqual([walk.index, walk.sample, walk.rows.length], [2, 3, 5]);
    assert.notEqual(walk.trace.step(0).value, of);
    assert.throws(() => walk.showSample(5), RangeError);
  });

  it('goes sample by sample from the one that is asked for', async () => {
    const walk = await walkOf(gaussians, { sample: 7 });
    assert.deepEqual([...walk.rows], [7]);
    await walk.nextPass();
    assert.deepEqual([...walk.rows], [8]);
    await assert.rejects(walkOf(gaussians, { sample: 16 }), RangeError);
    await assert.rejects(walkOf(gaussians, { sample: -1 }), RangeError);
  });

  it('goes sample by sample where the mini-batches are too large to follow', async () => {
    const walk = await walkOf({
      ...gaussians,
      data: { generator: 'moons', samples: 1500 },
      training: { epochs: 1 },
    });
    assert.deepEqual([walk.bySample, [...walk.rows]], [true, [0]]);
  });

  it('continues from where a run was paused', async () => {
    const { config, dataset } = await loaded(gaussians);
    const state = startTraining(createNetwork(config, 2, config.training), config.training);
    const training = train(state, dataset, config.training);
    training.next();
    const walk = await walkOf(gaussians, { state: structuredClone(state) });
    assert.equal(walk.epoch, 2);
    assert.equal(walk.trainedEpochs, 1);
    assert.equal((await walkOf(gaussians)).trainedEpochs, null);
    assert.deepEqual(parameters(walk)[0], [state.network.layers[0].weights, state.network.layers[0].bias]);
  });
});
