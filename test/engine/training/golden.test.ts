import assert from 'node:assert/strict';
import { gradients } from '../../../src/engine/pass/gradients.js';
import type { Floats } from '../../../src/engine/model/network.js';
import { startTraining } from '../../../src/engine/training/state.js';
import { train } from '../../../src/engine/training/train.js';
import {
  dataset,
  goldenFiles,
  goldenNetwork,
  goldenTraining,
  rowsOf,
  samples,
  type GoldenLayer,
} from '../fixture.js';

const tolerance = 1e-9;

describe('the numbers PyTorch gives in float64', () => {
  for (const { name, config, expect } of goldenFiles()) {
    const training = goldenTraining(config);
    const data = samples(config.data.inputs, config.data.targets);
    const create = () => goldenNetwork(config);

    it(`of ${name} are those of the first loss, outputs and gradients`, () => {
      const { loss, outputs, layers } = gradients(create(), data, training.regularization);
      assertClose(loss, expect.loss, 'loss');
      assertClose(rowsOf(outputs), expect.outputs, 'outputs');
      layers.forEach((layer, index) => assertLayer(layer, expect.gradients[index], `layer ${index + 1}`));
    });

    it(`of ${name} are those after training`, () => {
      const state = startTraining(create(), training);
      const epochs = train(state, dataset(data), training);
      for (const after of expect.after) {
        const metrics = untilEpoch(epochs, after.epochs);
        const { outputs } = gradients(state.network, data);
        assertClose(metrics, after.loss, `loss after ${after.epochs}`);
        assertClose(rowsOf(outputs), after.outputs, `outputs after ${after.epochs}`);
        state.network.layers.forEach((layer, index) =>
          assertLayer(layer, after.parameters[index], `layer ${index + 1} after ${after.epochs}`),
        );
      }
    });
  }
});

/** Returns the loss at the end of an epoch. */
function untilEpoch(epochs: ReturnType<typeof train>, epoch: number): number {
  for (;;) {
    const { value, done } = epochs.next();
    assert.ok(!done, `the run ended before epoch ${epoch}`);
    if (value?.epoch === epoch) return value.loss;
  }
}

interface Tensors {
  readonly weights: Floats | null;
  readonly bias: Floats | null;
}

function assertLayer(actual: Tensors, expected: GoldenLayer, place: string): void {
  assertTensor(actual.weights, expected.weights?.flat() ?? null, `${place} weights`);
  assertTensor(actual.bias, expected.bias === null ? null : [expected.bias].flat(), `${place} bias`);
}

function assertTensor(actual: Floats | null, expected: number[] | null, place: string): void {
  if (actual === null || expected === null) assert.equal(actual, expected, place);
  else assertClose([...actual], expected, place);
}

type Numbers = number | readonly Numbers[];

function assertClose(actual: Numbers, expected: Numbers, place: string): void {
  if (typeof actual === 'number' && typeof expected === 'number') {
    const error = Math.abs(actual - expected) / Math.max(1, Math.abs(expected));
    assert.ok(error <= tolerance, `${place}: ${actual} where ${expected} is expected`);
    return;
  }
  assert.ok(Array.isArray(actual) && Array.isArray(expected), place);
  assert.equal(actual.length, expected.length, place);
  actual.forEach((value: Numbers, index) =>
    assertClose(value, expected[index] as Numbers, `${place}[${index}]`),
  );
}
