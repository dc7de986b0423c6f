import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { parseConfig } from '../src/config/parse.js';
import type { NetworkConfig } from '../src/config/spec.js';
import { loadDataset } from '../src/data/loadDataset.js';
import { createSpecialized } from '../src/backends/written/specializedBackend.js';
import { drain } from '../src/engine/pacing.js';
import { firstOf } from '../src/engine/training/backend.js';
import { NetworkJob, startNetwork } from '../src/jobs/networkJob.js';
import { filesIn } from '../src/node/filesIn.js';
import { KernelProvider } from '../src/node/kernelProvider.js';
import type { FromThread, FromWorker, ToThread, ToWorker } from '../src/protocol.js';
import { RunRecording } from '../src/worker/runRecording.js';
import { projectRoot } from '../test/host/paths.js';

const dist = path.join(projectRoot, 'dist');
const kernels = { folder: dist, threads: 1, cache: null, revectorize: false };
const epochs = 3000;

/** The times of one round in µs per epoch. */
interface Round {
  /** Training alone, in this thread. */
  readonly plain: number;
  /** The same with states that are kept for viewing. */
  readonly recorded: number;
  /** A run in a worker, with all that it reports and all its pictures. */
  readonly live: number;
  /** The time in ms from the command to train a run that is shown to the first picture of a trained epoch. */
  readonly firstPicture: number;
}

/**
 * Measures what recording and pictures cost the training of the spiral example, in rounds that measure each kind once, and
 * returns the medians of the ratios within a round.
 */
export async function measureLive(rounds: number): Promise<string> {
  const spec = await spiral();
  await measureRound(spec); // warms up
  const measured: Round[] = [];
  for (let round = 0; round < rounds; round++) measured.push(await measureRound(spec));
  const ratio = (of: (round: Round) => number): string => `${(100 * median(measured.map(of))).toFixed(1)} %`;
  return [
    `Spiral, ${epochs} epochs, ${rounds} rounds, ${median(measured.map(({ plain }) => plain)).toFixed(0)} µs per epoch`,
    `Epochs per second with recording / without: ${ratio(({ plain, recorded }) => plain / recorded)}`,
    `Epochs per second with the panel's pictures / alone: ${ratio(({ plain, live }) => plain / live)}`,
    `Train to the first picture of a trained epoch: ${median(measured.map(({ firstPicture }) => firstPicture)).toFixed(0)} ms`,
  ].join('\n');
}

async function measureRound(spec: NetworkConfig): Promise<Round> {
  const [plain, recorded] = [await trainHere(spec, false), await trainHere(spec, true)];
  return { plain, recorded, ...(await trainInWorker(spec)) };
}

async function spiral(): Promise<NetworkConfig> {
  const file = path.join(projectRoot, 'examples/spiral.backprop.json');
  const { spec } = await parseConfig(readFileSync(file, 'utf8'), file);
  if (spec?.kind !== 'network') throw new Error('The spiral example describes no network.');
  return { ...spec, training: { ...spec.training, epochs } };
}

async function trainHere(spec: NetworkConfig, isRecorded: boolean): Promise<number> {
  const { dataset } = await loadDataset(spec, filesIn(projectRoot));
  if (!dataset) throw new Error('The data of the spiral example cannot be loaded.');
  const backends = new KernelProvider(kernels).backends(() => undefined);
  const createBackend = firstOf(createSpecialized, backends.createBackend);
  const job = new NetworkJob(spec, dataset, drain(startNetwork(spec, dataset)), createBackend);
  const recording = new RunRecording();
  recording.begin(job, null, false);
  const steps = job.train();
  const start = performance.now();
  for (const metrics of steps) if (metrics && isRecorded) recording.offer(job);
  const us = (1000 * (performance.now() - start)) / epochs;
  backends.close();
  return us;
}

async function trainInWorker(spec: NetworkConfig): Promise<Pick<Round, 'live' | 'firstPicture'>> {
  const worker = new Worker(path.join(dist, 'worker.js'), { workerData: { kernels }, execArgv: [] });
  const post = (message: ToWorker): void =>
    worker.postMessage({ type: 'session', session: 1, message } satisfies ToThread);
  let elapsedMs = 0;
  let startedAt = 0;
  let firstPicture = NaN;
  const receive = (message: FromWorker): void => {
    if (message.type === 'metrics') elapsedMs = message.elapsedMs;
    if (message.type === 'checkpoint' && startedAt === 0) {
      startedAt = performance.now();
      post({ type: 'resume', run: 'live' });
    }
    if (message.type === 'snapshot' && message.snapshot.epoch > 0 && Number.isNaN(firstPicture))
      firstPicture = performance.now() - startedAt;
  };
  const done = new Promise<void>((resolve, reject) => {
    worker.on('error', reject);
    worker.on('message', (from: FromThread) => {
      if (from.type !== 'session') return;
      receive(from.message);
      if (from.message.type === 'state' && from.message.state === 'done') resolve();
    });
  });
  post({ type: 'start', run: 'live', spec, directory: projectRoot, train: false, checkpoint: null });
  await done;
  await worker.terminate();
  return { live: (1000 * elapsedMs) / epochs, firstPicture };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
}
