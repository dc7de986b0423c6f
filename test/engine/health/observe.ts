import { fileURLToPath } from 'node:url';
import { firstOf } from '../../../src/engine/training/backend.js';
import { KernelProvider } from '../../../src/node/kernelProvider.js';
import { createSpecialized } from '../../../src/backends/written/specializedBackend.js';
import type { NetworkConfig } from '../../../src/config/spec.js';
import { loadDataset } from '../../../src/data/loadDataset.js';
import { alarmsOf } from '../../../src/engine/health/alarmsOf.js';
import type { Alarm } from '../../../src/engine/health/alarm.js';
import type { HealthSubject } from '../../../src/engine/health/healthSubject.js';
import type { Instruments } from '../../../src/engine/health/instruments.js';
import { profileData } from '../../../src/engine/health/profile/dataProfile.js';
import { createNetwork } from '../../../src/engine/model/initialize.js';
import type { Dataset } from '../../../src/engine/model/dataset.js';
import type { EpochMetrics } from '../../../src/engine/model/metrics.js';
import { startTraining } from '../../../src/engine/training/state.js';
import { measure, train } from '../../../src/engine/training/train.js';
import { drain } from '../../../src/engine/pacing.js';
import { filesIn } from '../../../src/node/filesIn.js';
import { specOf } from '../../data/support.js';
import { naiveInstruments } from './naiveInstruments.js';

const folder = fileURLToPath(new URL('../../../dist', import.meta.url));
const provider = new KernelProvider({ folder, cache: null, threads: 1 });
const createBackend = firstOf(createSpecialized, provider.backends(() => undefined).createBackend);

export interface Observed {
  readonly spec: NetworkConfig;
  readonly dataset: Dataset;
  readonly subject: HealthSubject;
  /** The alarms in the order in which they were raised, each once. */
  readonly alarms: readonly Alarm[];
  readonly codes: readonly string[];
}

/** Trains what a config describes, and asks for alarms after every measurement, as a worker does. */
export async function observe(config: object, folder = '.'): Promise<Observed> {
  const spec = await specOf(config);
  const { dataset, findings } = await loadDataset(spec, filesIn(folder));
  if (!dataset) throw new Error(findings.map(({ message }) => message).join('\n'));
  return observeSpec(spec, dataset);
}

export function observeSpec(spec: NetworkConfig, dataset: Dataset): Observed {
  const { training } = spec;
  const state = startTraining(createNetwork(spec, dataset.training.inputs.columns, training), training);
  const data = profileData(dataset, spec);
  const metrics: EpochMetrics[] = [drain(measure(state, dataset, training))];
  const instruments: Instruments[] = [];
  const raised = new Map<string, Alarm>();
  let outcome: HealthSubject['outcome'] = null;
  const look = (): void => {
    instruments.push(naiveInstruments(state, dataset, training, instruments.length % 4 === 0));
    raise();
  };
  const raise = (): void => {
    const subject = { spec, data, metrics, instruments, outcome };
    for (const alarm of alarmsOf(subject)) if (!raised.has(alarm.code)) raised.set(alarm.code, alarm);
  };
  look();
  const every = Math.max(1, Math.ceil(training.epochs / 20));
  const steps = train(state, dataset, training, { createBackend });
  for (;;) {
    const { done, value } = steps.next();
    if (done) {
      outcome = value;
      break;
    }
    if (!value) continue;
    metrics.push(value);
    if (value.epoch % every === 0 || value.epoch <= 2) look();
  }
  if (instruments.at(-1)?.epoch !== state.epoch)
    instruments.push(naiveInstruments(state, dataset, training, instruments.length % 4 === 0));
  raise();
  const alarms = [...raised.values()];
  return {
    spec,
    dataset,
    subject: { spec, data, metrics, instruments, outcome },
    alarms,
    codes: alarms.map(({ code }) => code),
  };
}
