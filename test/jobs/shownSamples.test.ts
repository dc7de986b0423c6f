import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { NetworkConfig } from '../../src/config/spec.js';
import { loadDataset } from '../../src/data/loadDataset.js';
import { filesIn } from '../../src/node/filesIn.js';
import type { Dataset } from '../../src/engine/model/dataset.js';
import type { Network } from '../../src/engine/model/network.js';
import { drain } from '../../src/engine/pacing.js';
import { NetworkJob, startNetwork } from '../../src/jobs/networkJob.js';
import type { TrainingState } from '../../src/engine/training/state.js';
import { specOf } from '../worker/support.js';

interface Prepared {
  readonly job: NetworkJob;
  readonly state: TrainingState;
  readonly dataset: Dataset;
}

async function prepare(config: object, directory = ''): Promise<Prepared> {
  const spec = (await specOf(config)) as NetworkConfig;
  const { dataset, findings } = await loadDataset(spec, filesIn(directory));
  assert.ok(dataset, findings.map(({ message }) => message).join());
  const state = drain(startNetwork(spec, dataset));
  return { job: new NetworkJob(spec, dataset, state, () => null), state, dataset };
}

/** Returns an IDX file of unsigned bytes. */
function idx(shape: readonly number[], values: readonly number[]): Buffer {
  const header = Buffer.alloc(4 + 4 * shape.length);
  header[2] = 8;
  header[3] = shape.length;
  shape.forEach((size, i) => header.writeUInt32BE(size, 4 + 4 * i));
  return Buffer.concat([header, Buffer.from(values)]);
}

const count = 60;
/** Images of 2 × 3 pixels in three classes, which are given by the brightest column. */
const labels = Array.from({ length: count }, (_, i) => i % 3);
const pixels = labels.flatMap((label, i) =>
  Array.from({ length: 6 }, (_, at) => (at % 3 === label ? 200 : 20) + ((i * 7 + at * 13) % 50)),
);

function images(): string {
  const directory = mkdtempSync(path.join(tmpdir(), 'backprop-images-'));
  writeFileSync(path.join(directory, 'images.idx'), idx([count, 2, 3], pixels));
  writeFileSync(path.join(directory, 'labels.idx'), idx([count], labels));
  return directory;
}

const imageConfig = {
  layers: [{ units: 4, activation: 'tanh' }, { units: 3, activation: 'softmax' }],
  loss: 'crossEntropy',
  data: { images: 'images.idx', labels: 'labels.idx', validationSplit: 0.25, normalize: 'standardize' },
  training: { epochs: 1, seed: 1 },
}; // prettier-ignore

/** Computes the outputs for a row of inputs with loops of its own. */
function outputsOf({ layers }: Network, inputs: ArrayLike<number>): number[] {
  let values = Array.from(inputs);
  for (const { weights, bias, units, activation } of layers) {
    const nets = Array.from({ length: units }, (_, unit) =>
      values.reduce((sum, value, i) => sum + value * weights[unit * values.length + i], bias?.[unit] ?? 0),
    );
    const total = nets.reduce((sum, net) => sum + Math.exp(net), 0);
    values = nets.map((net) =>
      activation === 'softmax' ? Math.exp(net) / total : activation === 'tanh' ? Math.tanh(net) : net,
    );
  }
  return values;
}

describe('Images', () => {
  it('are known with their size, and a sample has the pixels of its file', async () => {
    const { job, dataset } = await prepare(imageConfig, images());
    assert.deepEqual(job.facts.image, { rows: 2, columns: 3, channels: 1 });
    for (const sample of [0, 7, dataset.training.inputs.rows + 3]) {
      const { image, sample: shown } = job.snapshot(sample);
      const isHeldOut = sample >= dataset.training.inputs.rows;
      const { training, validation } = dataset.rows!;
      const row = isHeldOut ? validation[sample - training.length] : training[sample];
      assert.equal(shown, sample);
      const expected = pixels.slice(row * 6, row * 6 + 6).map((value) => value / 255);
      assert.equal(image!.pixels.length, 6);
      assert.ok(image!.pixels.every((value, i) => Math.abs(value - expected[i]) < 1e-6));
    }
  });

  it('have the first layer’s weights as patches, at most 64', async () => {
    const { job, state } = await prepare(imageConfig, images());
    const { patches } = job.snapshot(0).layers[0];
    assert.deepEqual([patches!.count, patches!.size], [4, { rows: 2, columns: 3, channels: 1 }]);
    assert.deepEqual([...patches!.values], [...Float32Array.from(state.network.layers[0].weights)]);
    assert.equal(job.snapshot(0).layers[1].patches, null);
    const many = await prepare(
      { ...imageConfig, layers: [{ units: 100, activation: 'tanh' }, imageConfig.layers[1]] },
      images(),
    );
    assert.equal(many.job.snapshot(0).layers[0].patches!.count, 64);
  });

  it('are in the gallery if another class than theirs is predicted, the most certain first', async () => {
    const { job, state, dataset } = await prepare(imageConfig, images());
    const gallery = drain(job.gallery()!);
    const { inputs, targets } = dataset.validation!;
    const wrong = Array.from({ length: inputs.rows }, (_, i) => {
      const outputs = outputsOf(state.network, inputs.values.subarray(i * 6, i * 6 + 6));
      const predicted = outputs.indexOf(Math.max(...outputs));
      const label = targets.values.subarray(i * 3, i * 3 + 3).indexOf(1);
      return { index: i, label, predicted, probability: outputs[predicted] };
    })
      .filter(({ label, predicted }) => label !== predicted)
      .sort((a, b) => b.probability - a.probability);
    assert.ok(wrong.length > 3);
    assert.deepEqual([gallery.part, gallery.samples, gallery.total], ['validation', 15, wrong.length]);
    assert.equal(gallery.items.length, Math.min(24, wrong.length));
    gallery.items.forEach(({ sample, row, label, predicted, probability, pixels: shown }, i) => {
      const { index, ...expected } = wrong[i];
      assert.deepEqual([label, predicted], [expected.label, expected.predicted]);
      assert.ok(Math.abs(probability - expected.probability) < 1e-6);
      assert.deepEqual([sample, row], [45 + index, dataset.rows!.validation[index]]);
      assert.equal(labels[row], label);
      assert.ok(Math.abs(shown[0] - pixels[row * 6] / 255) < 1e-6);
    });
  });

  it('drawn by hand are classified as if they were of the data', async () => {
    const { job, state, dataset } = await prepare(imageConfig, images());
    const row = dataset.rows!.training[4];
    const drawn = Float32Array.from(pixels.slice(row * 6, row * 6 + 6), (value) => value / 255);
    const expected = outputsOf(state.network, dataset.training.inputs.values.subarray(24, 30));
    job.classify(drawn)!.forEach((value, i) => assert.ok(Math.abs(value - expected[i]) < 1e-5));
    assert.equal(job.classify(new Float32Array(5)), null);
  });
});

describe('Predictions of a regression', () => {
  const inputs = Array.from({ length: 50 }, (_, i) => [i, (i * i) % 17]);
  const targets = inputs.map(([a, b]) => [100 * a - b, b]);
  const config = {
    layers: [{ units: 3, activation: 'tanh' }, { units: 2 }],
    loss: 'meanSquaredError',
    data: { inputs, targets, validationSplit: 0.4, normalize: 'standardize' },
    training: { epochs: 1, seed: 1 },
  }; // prettier-ignore

  it('are beside their targets with the row in the data, those that are most wrong first', async () => {
    const { job, state, dataset } = await prepare(config);
    const { part, samples, columns, rows, targets: given, outputs } = drain(job.predictions()!);
    assert.deepEqual([part, samples, columns, rows.length], ['validation', 20, 2, 20]);
    assert.deepEqual(new Set(rows), new Set(dataset.rows!.validation));
    const error = (at: number): number =>
      Math.max(...[0, 1].map((column) => Math.abs(outputs[2 * at + column] - given[2 * at + column])));
    for (const [at, row] of rows.entries()) {
      assert.deepEqual([...given.subarray(2 * at, 2 * at + 2)], targets[row]);
      const index = dataset.rows!.validation.indexOf(row);
      const expected = outputsOf(
        state.network,
        dataset.validation!.inputs.values.subarray(2 * index, 2 * index + 2),
      );
      assert.ok(expected.every((value, column) => Math.abs(value - outputs[2 * at + column]) < 1e-5));
      assert.ok(at === 0 || error(at) <= error(at - 1));
    }
  });

  it('are at most 2,000, among them the worst of all', async () => {
    const many = Array.from({ length: 5000 }, (_, i) => [i % 70, i % 11]);
    const { job } = await prepare({
      ...config,
      layers: [{ units: 1 }],
      data: { inputs: many, targets: many.map(([a], i) => [i === 4321 ? 1e6 : a]) },
    });
    const { rows, part, samples } = drain(job.predictions()!);
    assert.deepEqual([part, samples, rows[0]], ['training', 5000, 4321]);
    assert.ok(rows.length <= 2000 && rows.length > 1700);
    assert.equal(new Set(rows).size, rows.length);
  });

  it('are not made of one input, nor of classes', async () => {
    const one = await prepare({ ...config, data: { ...config.data, inputs: inputs.map(([a]) => [a]) } });
    assert.equal(one.job.predictions(), null);
    const classes = await prepare(imageConfig, images());
    assert.equal(classes.job.predictions(), null);
    assert.equal(one.job.gallery(), null);
  });
});
