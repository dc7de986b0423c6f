import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { NetworkConfig } from '../../src/config/spec.js';
import { loadDataset } from '../../src/data/loadDataset.js';
import type { Dataset } from '../../src/engine/model/dataset.js';
import { forward } from '../../src/engine/pass/forward.js';
import { drain } from '../../src/engine/pacing.js';
import { NetworkJob, startNetwork } from '../../src/jobs/networkJob.js';
import { WorstFirst } from '../../src/jobs/worstFirst.js';
import { filesIn } from '../../src/node/filesIn.js';
import type { ClassPredictions } from '../../src/protocol.js';
import { specOf } from '../worker/support.js';

const rows = Array.from({ length: 900 }, (_, i) => [(i * 37) % 101, (i * 53) % 97]);

async function prepare(units: number, more: Partial<Dataset> = {}) {
  const spec = (await specOf({
    layers: [
      { units: 5, activation: 'tanh' },
      { units, activation: units > 1 ? 'softmax' : 'sigmoid' },
    ],
    loss: units > 1 ? 'crossEntropy' : 'binaryCrossEntropy',
    data: {
      inputs: rows,
      targets: rows.map(([a, b]) =>
        units > 1 ? [0, 1, 2].map((k) => Number((a + b) % 3 === k)) : [(a + b) % 2],
      ),
      validationSplit: 0.3,
      normalize: 'standardize',
    },
    training: { epochs: 1, seed: 4 },
  })) as NetworkConfig;
  const { dataset } = await loadDataset(spec, filesIn(''));
  assert.ok(dataset);
  const state = drain(startNetwork(spec, dataset));
  return { job: new NetworkJob(spec, { ...dataset, ...more }, state, () => null), dataset, state };
}

const cellsOf = ({ truth, predicted }: ClassPredictions): string[] =>
  Array.from(truth, (t, i) => `${t},${predicted[i]}`);

describe('The predictions of a classification', () => {
  it('are those with the lowest output for their class, and the worst of each cell of the matrix', async () => {
    const { job, dataset, state } = await prepare(3);
    const [training, validation] = job.classPredictions().map((steps) => drain(steps));
    assert.deepEqual([training.part, training.samples, validation.part, validation.samples], ['training', 630, 'validation', 270]); // prettier-ignore
    const { inputs, targets } = dataset.training;
    const outputs = forward(state.network, inputs)[1].outputs.values;
    const all = Array.from({ length: inputs.rows }, (_, index) => {
      const [own, given] = [outputs, targets.values].map((values) => [
        ...values.subarray(3 * index, 3 * index + 3),
      ]);
      const truth = given.indexOf(1);
      return {
        row: dataset.rows?.training[index],
        truth,
        predicted: own.indexOf(Math.max(...own)),
        output: own[truth],
      };
    }).sort((a, b) => a.output - b.output);
    const listed = Array.from(training.rows, (row, i) => ({
      row,
      truth: training.truth[i],
      predicted: training.predicted[i],
    }));
    const expected = all.map(({ row, truth, predicted }) => ({ row, truth, predicted }));
    assert.deepEqual(listed.slice(0, 500), expected.slice(0, 500));
    training.outputs.forEach((output, i) => assert.ok(i === 0 || output >= training.outputs[i - 1]));
    for (const cell of new Set(all.map(({ truth, predicted }) => `${truth},${predicted}`))) {
      const [known, count] = [
        cellsOf(training),
        all.map(({ truth, predicted }) => `${truth},${predicted}`),
      ].map((cells) => cells.filter((each) => each === cell).length);
      assert.ok(known >= Math.min(50, count), cell);
    }
  });

  it('of a single output are measured by y for the second class, and by 1 − y for the first', async () => {
    const { job } = await prepare(1);
    const [{ truth, predicted, outputs }] = job.classPredictions().map((steps) => drain(steps));
    outputs.forEach((output, i) => assert.equal(truth[i] === predicted[i], output > 0.5));
  });

  it('have the lines of their rows, those of validation samples in a file of their own', async () => {
    const lines = Uint32Array.from(rows, (_, i) => 2 * i + 2);
    const { job } = await prepare(3, { lines });
    for (const steps of job.classPredictions()) {
      const { rows: found, lines: known } = drain(steps);
      assert.deepEqual(
        known,
        Uint32Array.from(found, (row) => lines[row]),
      );
    }
    const own = Uint32Array.from(rows, (_, i) => 7 * i);
    const { job: other } = await prepare(3, { lines, validationLines: own });
    const [, validation] = other.classPredictions().map((steps) => drain(steps));
    assert.deepEqual(
      validation.lines,
      Uint32Array.from(validation.rows, (row) => own[row]),
    );
    const [without] = (await prepare(3)).job.classPredictions();
    assert.equal(drain(without).lines, null);
  });
});

describe('The worst of many', () => {
  it('are the first of all when these are sorted', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 400 }), fc.integer({ min: 1, max: 20 }), (errors, most) => {
        const worst = new WorstFirst<{ index: number; error: number }>(most);
        const items = errors.map((error, index) => ({ index, error: error === 30 ? Infinity : error }));
        for (const item of items) worst.add(item);
        const sorted = [...items].sort((a, b) => (a.error === b.error ? a.index - b.index : b.error - a.error));
        assert.deepEqual(worst.found(), sorted.slice(0, most));
      }),
    ); // prettier-ignore
  });
});
