import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { createSpecialized } from '../../../src/backends/written/specializedBackend.js';
import type { NetworkConfig } from '../../../src/config/spec.js';
import { GradientProbe } from '../../../src/engine/health/gradientProbe.js';
import { planMeasurements } from '../../../src/engine/health/measurementPlan.js';
import type { Network } from '../../../src/engine/model/network.js';
import { drain } from '../../../src/engine/pacing.js';
import { HealthMonitor } from '../../../src/jobs/healthMonitor.js';
import { NetworkJob, startNetwork } from '../../../src/jobs/networkJob.js';
import { loaded } from '../../debug/support.js';

const networks = readdirSync(path.resolve('examples')).filter(
  (name) => name.endsWith('.backprop.json') && 'layers' in (JSON.parse(withoutComments(name)) as object),
);

function withoutComments(name: string): string {
  return readFileSync(path.resolve('examples', name), 'utf8').replace(/^\s*\/\/.*$/gm, '');
}

/** The fastest backend computes the products of float64 this many times faster than a measurement, and those of float32. */
const faster = { float64: 9, float32: 40 };
/** The multiply-adds that a run of any length may spend on measurements, which take some ten milliseconds. */
const allowance = 2 ** 24;

/** The multiply-adds of the products of one row, forward and backward. */
const productsOf = ({ layers }: Network): number =>
  layers.reduce((sum, { inputs, units }) => sum + 3 * inputs * units, 0);

interface Count {
  /** The number of rows that go through a measurement's passes, and through those of training. */
  readonly measured: number;
  readonly trained: number;
  readonly network: Network;
  readonly config: NetworkConfig;
}

/** Counts the rows of all planned passes: one over the measured rows each, and 1 + 2·products for the sharpness. */
async function count(name: string, longer = 1): Promise<Count> {
  const { config: own, dataset } = await loaded(name);
  const epochs = Math.ceil(own.training.epochs * longer);
  const config = { ...own, training: { ...own.training, epochs } };
  const { network } = drain(startNetwork(config, dataset));
  const { rows: all } = dataset.training.inputs;
  const { planned, rows, sharpnessRows, sharpnessProducts } = planMeasurements(network, all, config.training);
  const sharp = planned.filter(({ isSharp }) => isSharp).length * (1 + 2 * sharpnessProducts) * sharpnessRows;
  return { measured: planned.length * rows + sharp, trained: epochs * all, network, config };
}

describe('The work of measurements', () => {
  it('is counted among the examples', () => assert.ok(networks.length > 15));

  for (const name of networks) {
    it(`is at most the allowance in the run of ${name}`, async () => {
      const { measured, network } = await count(name);
      assert.ok(measured * productsOf(network) <= allowance, `${measured} rows`);
    });

    it(`is at most 2 % of a long run of ${name} on the fastest backend`, async () => {
      const { trained, network, config } = await count(name);
      const ratio = faster[config.training.precision];
      const longer = (100 * ratio * allowance) / (trained * productsOf(network));
      const long = await count(name, Math.max(1, longer));
      const share = (ratio * long.measured) / long.trained;
      assert.ok(share <= 0.02, `${(100 * share).toFixed(2)} %`);
    });
  }

  for (const name of ['spiral.backprop.json', 'iris.backprop.json', 'moons.backprop.json'])
    it(`is what the run of ${name} spends, counted while it trains`, async () => {
      const { config, dataset } = await loaded(name);
      const state = drain(startNetwork(config, dataset));
      const health = new HealthMonitor(config, dataset, state.network);
      const job = new NetworkJob(config, dataset, state, createSpecialized, undefined, health);
      const measured = await countRows(() => drain(job.train()));
      assert.equal(measured, (await count(name)).measured);
    });
});

/** Returns the number of rows that go through probes while a function runs. */
async function countRows(work: () => unknown): Promise<number> {
  const original = Object.getOwnPropertyDescriptor(GradientProbe.prototype, 'run');
  const run = original?.value as GradientProbe['run'];
  let rows = 0;
  GradientProbe.prototype.run = function (from, to, isWatched) {
    rows += to - from;
    return run.call(this, from, to, isWatched);
  };
  try {
    await work();
  } finally {
    if (original) Object.defineProperty(GradientProbe.prototype, 'run', original);
  }
  return rows;
}
