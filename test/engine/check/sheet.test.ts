import assert from 'node:assert/strict';
import { drain } from '../../../src/engine/pacing.js';
import { checkSheet, type SheetReport } from '../../../src/engine/check/checkSheet.js';
import { trace } from '../../../src/engine/trace/createTrace.js';
import { createNames } from '../../../src/engine/trace/names.js';
import type { TrainingSpec } from '../../../src/engine/model/spec.js';
import { randomGenerator, makeNetwork, matrix } from './networks.js';

const training: TrainingSpec = {
  optimizer: { type: 'sgd', learningRate: 0.5, momentum: 0, nesterov: false, weightDecay: 0 },
  epochs: 1, batchSize: null, shuffle: false, seed: 0, precision: 'float64', regularization: { l1: 0, l2: 0 },
  schedule: { type: 'constant' }, warmupEpochs: 0, earlyStopping: null, reduction: 'mean', clipGradientNorm: null,
}; // prettier-ignore

/** The 2-2-2 worked example. */
function worked() {
  const shapes = [
    { units: 2, activation: 'sigmoid' },
    { units: 2, activation: 'sigmoid' },
  ];
  const network = makeNetwork(randomGenerator(1), 2, shapes, 'halfSquaredError');
  network.layers[0].weights.set([0.15, 0.2, 0.25, 0.3]);
  network.layers[0].bias?.fill(0.35);
  network.layers[1].weights.set([0.4, 0.45, 0.5, 0.55]);
  network.layers[1].bias?.fill(0.6);
  const layers = shapes.map(() => ({ names: null, weightNames: null, bias: null }));
  const names = createNames({ inputs: null, outputs: null, layers }, network);
  const samples = { inputs: matrix([[0.05, 0.1]]), targets: matrix([[0.01, 0.99]]) };
  return trace(network, samples, training, { names });
}

function judge(sheet: Readonly<Record<string, number>>, decimals = 4): SheetReport {
  const half = 0.5 * 10 ** -decimals;
  const numbers = Object.entries(sheet).map(([name, value]) => ({ name, value, rounding: half }));
  return drain(checkSheet(worked(), numbers, { absolute: half, relative: 0 }));
}

describe('a sheet worked by hand', () => {
  it('is right to the digits it is given in', () => {
    const { entries, firstWrong } = judge({
      net_h1: 0.3775,
      out_h1: 0.5933,
      E: 0.2984,
      dE_dw5: 0.0822,
      'w5+': 0.3589,
    });
    assert.equal(firstWrong, null);
    assert.deepEqual(entries.map(({ verdict }) => verdict), Array(5).fill('right')); // prettier-ignore
  });

  it('has its first wrong number found, and later ones judged by whether they follow from it', () => {
    const { entries, firstWrong } = judge({ 'w5+': 0.4411, dE_dw5: -0.0822, net_h1: 0.3775 });
    assert.deepEqual(entries.map(({ name, verdict }) => [name, verdict]), [['net_h1', 'right'], ['dE_dw5', 'wrong'], ['w5+', 'follows']]); // prettier-ignore
    assert.equal(firstWrong, 1);
    assert.deepEqual(entries[1].mistake, { kind: 'sign' });
  });

  it('has the quantity named that was left out of a formula', () => {
    const bias = judge({ net_h1: 0.0275 });
    assert.deepEqual(bias.entries[0].mistake, { kind: 'without', part: 'b_h1' });
    const slope = judge({ delta_o1: 0.7414 });
    assert.deepEqual(slope.entries[0].mistake, { kind: 'without', part: '∂out_o1/∂net_o1' });
  });

  it('has weights recognized that were updated too early', () => {
    // δ_o1 times w5⁺ in place of w5.
    const { entries } = judge({ '∂E/∂out_h1[o1]': 0.138498562 * 0.35891648 }, 8);
    assert.deepEqual(entries[0].mistake, { kind: 'updated' });
  });

  it('accepts a right number after a wrong one', () => {
    const { entries } = judge({ net_h1: 0.9, out_h1: 0.5933 });
    assert.deepEqual(entries.map(({ verdict }) => verdict), ['wrong', 'right']); // prettier-ignore
  });

  it('reports names that the pass does not have', () => {
    assert.deepEqual(judge({ net_z: 1, 'dE/dw5': 0.0822 }).unknown, ['net_z']);
  });
});
