import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createSpecialized } from '../src/backends/written/specializedBackend.js';
import { parseConfig } from '../src/config/parse.js';
import type { NetworkConfig } from '../src/config/spec.js';
import { loadDataset } from '../src/data/loadDataset.js';
import type { Dataset } from '../src/engine/model/dataset.js';
import { median } from '../src/engine/maths/median.js';
import { drain } from '../src/engine/pacing.js';
import { firstOf } from '../src/engine/training/backend.js';
import { profileOf } from '../src/jobs/dataProfiles.js';
import { HealthMonitor } from '../src/jobs/healthMonitor.js';
import { NetworkJob, startNetwork } from '../src/jobs/networkJob.js';
import { filesIn } from '../src/node/filesIn.js';
import { KernelProvider } from '../src/node/kernelProvider.js';
import { projectRoot } from '../test/host/paths.js';

const kernels = { folder: path.join(projectRoot, 'dist'), threads: 1, cache: null, revectorize: false };
const examples = path.join(projectRoot, 'examples');

/** Examples, with numbers of epochs that take about a second. */
const workloads = [
  { name: 'spiral', epochs: 3000 },
  { name: 'iris', epochs: 20_000 },
  { name: 'digits', epochs: 1000 },
];

/**
 * Measures what instruments and alarms cost the training of some examples. A round trains each of them with and without,
 * one after the other in changing order. What alarms need to know of the
 * data, once in a run, is timed apart. Returns the medians of the ratios within a round.
 */
export async function measureHealth(rounds: number): Promise<string> {
  const lines: string[] = [];
  for (const { name, epochs } of workloads) {
    const { spec, dataset } = await load(name, epochs);
    const train = (isMeasured: boolean): Round => trainOnce(spec, dataset, isMeasured);
    const start = process.cpuUsage();
    drain(profileOf(dataset, spec));
    const profileMs = millisecondsSince(start);
    train(true); // warms up
    const pairs = Array.from({ length: rounds }, (_, round) => pairOf(train, round % 2 === 0));
    const ratio = median(pairs.map(({ measured, alone }) => alone.ms / measured.ms));
    const { ms, measurements } = pairs[0].measured;
    lines.push(
      `${name}, ${epochs} epochs (${ms.toFixed(0)} ms), ${rounds} rounds: ` +
        `epochs per second with instruments / without: ${(100 * ratio).toFixed(1)} %; ${measurements} measurements, ` +
        `and ${profileMs.toFixed(0)} ms once for the data`,
    );
  }
  return lines.join('\n');
}

function millisecondsSince(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

interface Round {
  /** The processor time, which other programs do not take part in. */
  readonly ms: number;
  readonly measurements: number;
}

function pairOf(train: (isMeasured: boolean) => Round, isFirst: boolean): { measured: Round; alone: Round } {
  const first = train(isFirst);
  const second = train(!isFirst);
  return isFirst ? { measured: first, alone: second } : { measured: second, alone: first };
}

async function load(name: string, epochs: number): Promise<{ spec: NetworkConfig; dataset: Dataset }> {
  const file = path.join(examples, `${name}.backprop.json`);
  const { spec } = await parseConfig(readFileSync(file, 'utf8'), file);
  if (spec?.kind !== 'network') throw new Error(`The example "${name}" describes no network.`);
  const { dataset } = await loadDataset(spec, filesIn(examples));
  if (!dataset) throw new Error(`The data of the example "${name}" cannot be loaded.`);
  return { spec: { ...spec, training: { ...spec.training, epochs } }, dataset };
}

function trainOnce(spec: NetworkConfig, dataset: Dataset, isMeasured: boolean): Round {
  const backends = new KernelProvider(kernels).backends(() => undefined);
  const createBackend = firstOf(createSpecialized, backends.createBackend);
  const state = drain(startNetwork(spec, dataset));
  const start = process.cpuUsage();
  const health = isMeasured ? new HealthMonitor(spec, dataset, state.network) : null;
  drain(new NetworkJob(spec, dataset, state, createBackend, undefined, health).train());
  const ms = millisecondsSince(start);
  backends.close();
  return { ms, measurements: health?.history.instruments.length ?? 0 };
}
