import assert from 'node:assert/strict';
import type { NetworkConfig } from '../../src/config/spec.js';
import { loadDataset } from '../../src/data/loadDataset.js';
import type { Dataset } from '../../src/engine/model/dataset.js';
import { drain } from '../../src/engine/pacing.js';
import type { TrainingState } from '../../src/engine/training/state.js';
import { NetworkJob, startNetwork } from '../../src/jobs/networkJob.js';
import { filesIn } from '../../src/node/filesIn.js';
import { specOf } from '../worker/support.js';

interface Prepared {
  readonly job: NetworkJob;
  readonly state: TrainingState;
  readonly dataset: Dataset;
}

/** Returns a network of two outputs for targets of which one is large and one is small. */
async function prepare(inputs: number[][], normalizeTargets: string): Promise<Prepared> {
  const targets = inputs.map(([x], i) => [20_000 + 500 * x * x, 0.001 * (i % 7)]);
  const config = {
    layers: [{ units: 3, activation: 'tanh' }, { units: 2 }],
    loss: 'meanSquaredError',
    data: { inputs, targets, validationSplit: 0.25, normalize: 'standardize', normalizeTargets },
  }; // prettier-ignore
  const spec = (await specOf(config)) as NetworkConfig;
  const { dataset } = await loadDataset(spec, filesIn(''));
  assert.ok(dataset);
  const state = drain(startNetwork(spec, dataset));
  return { job: new NetworkJob(spec, dataset, state, () => null), state, dataset };
}

/** Moves the normalization into the last layer, whose outputs are then in the targets' own units. */
function absorb({ state: { network } }: Prepared, { dataset, state }: Prepared): void {
  const { shift, scale } = dataset.targetNormalization!;
  const [[first, last], [ownFirst, ownLast]] = [network.layers, state.network.layers];
  first.weights.set(ownFirst.weights);
  first.bias!.set(ownFirst.bias!);
  ownLast.weights.forEach((weight, i) => (last.weights[i] = weight * scale[Math.floor(i / last.inputs)]));
  ownLast.bias!.forEach((bias, unit) => (last.bias![unit] = bias * scale[unit] + shift[unit]));
}

/** Asserts that two plain values are equal but for rounding, which is relative to the largest number beside it. */
function assertNear(found: unknown, expected: unknown, tolerance: number, path = ''): void {
  if (typeof found === 'number' && typeof expected === 'number')
    assert.ok(Math.abs(found - expected) <= tolerance * Math.max(1e-3, Math.abs(expected)), `${path}: ${found}, ${expected}`);
  else if (found && expected && typeof found === 'object' && typeof expected === 'object') {
    assert.deepEqual(Object.keys(found), Object.keys(expected), path);
    for (const [key, value] of Object.entries(found) as [string, unknown][])
      assertNear(value, (expected as Record<string, unknown>)[key], tolerance, `${path}.${key}`);
  } else assert.deepEqual(found, expected, path);
} // prettier-ignore

const plane = Array.from({ length: 40 }, (_, i) => [i % 8, Math.floor(i / 8)]);
const line = plane.map((_, i) => [i / 10]);

describe('What is shown of a network with normalized targets', () => {
  for (const [what, inputs] of [['two inputs', plane], ['one input', line]] as const) {
    it(`is in the targets’ own units, as of a network without, where it has ${what}`, async () => {
      const [own, plain] = [await prepare(inputs, 'standardize'), await prepare(inputs, 'none')];
      absorb(plain, own);
      const shownOf = ({ job }: Prepared) => ({
        evaluations: job.evaluations().map(({ steps }) => drain(steps)),
        predictions: job.predictions() && drain(job.predictions()!),
        plane: job.plane(),
        regions: drain(job.regions(false, null)!),
        hidden: drain(job.regions(false, { layer: 1, unit: 2 })!),
        output: drain(job.regions(false, { layer: 2, unit: 1 })!),
        maps: drain(job.unitMaps()!),
      });
      const [found, expected] = [shownOf(own), shownOf(plain)];
      assertNear(found, expected, 1e-6);
      assert.ok(found.plane!.training.targets[0] > 10_000);
      assert.equal(found.predictions === null, inputs === line);
    });
  } // prettier-ignore

  it('is what the network computes in the diagram and in the loss', async () => {
    const [own, plain] = [await prepare(plane, 'standardize'), await prepare(plane, 'none')];
    const { scale, shift } = own.dataset.targetNormalization!;
    const [{ targets }, { targets: given }] = [own.job.snapshot(0), plain.job.snapshot(0)];
    targets!.forEach((value, k) =>
      assert.ok(Math.abs(value * scale[k] + shift[k] - given![k]) < 1e-9 * scale[k]),
    );
    absorb(plain, own);
    const { training } = drain(own.job.scores());
    assert.ok(training.task === 'regression');
    const normalized = training.outputs.map(({ rmse }, k) => (rmse / scale[k]) ** 2);
    const { loss } = drain(own.job.measure());
    assert.ok(Math.abs(loss - (normalized[0] + normalized[1]) / 2) < 1e-12 * loss);
  });
});
