import { fileURLToPath } from 'node:url';
import { createSpecialized } from '../../../src/backends/written/specializedBackend.js';
import type { NetworkConfig } from '../../../src/config/spec.js';
import { loadDataset } from '../../../src/data/loadDataset.js';
import type { Alarm, AlarmCode } from '../../../src/engine/health/alarm.js';
import { profileData } from '../../../src/engine/health/profile/dataProfile.js';
import type { HealthSubject } from '../../../src/engine/health/healthSubject.js';
import type { Dataset } from '../../../src/engine/model/dataset.js';
import { drain } from '../../../src/engine/pacing.js';
import { firstOf } from '../../../src/engine/training/backend.js';
import { train } from '../../../src/engine/training/train.js';
import { startNetwork } from '../../../src/jobs/networkJob.js';
import { HealthMonitor } from '../../../src/jobs/healthMonitor.js';
import { filesIn } from '../../../src/node/filesIn.js';
import { KernelProvider } from '../../../src/node/kernelProvider.js';
import { specOf } from '../../data/support.js';

const folder = fileURLToPath(new URL('../../../dist', import.meta.url));
const provider = new KernelProvider({ folder, cache: null, threads: 1 });
const createBackend = firstOf(createSpecialized, provider.backends(() => undefined).createBackend);

export interface Observed {
  readonly spec: NetworkConfig;
  readonly dataset: Dataset;
  /** What was known at the end of the run. */
  readonly subject: HealthSubject;
  /** The alarms in the order in which they were raised, each once, also those that no longer hold at the end. */
  readonly alarms: readonly Alarm[];
  readonly codes: readonly AlarmCode[];
}

/** Trains what a config describes and collects the alarms that are raised on the way. */
export async function observe(config: object, files = '.'): Promise<Observed> {
  const spec = await specOf(config);
  const { dataset, findings } = await loadDataset(spec, filesIn(files));
  if (!dataset) throw new Error(findings.map(({ message }) => message).join('\n'));
  return observeSpec(spec, dataset);
}

export function observeSpec(spec: NetworkConfig, dataset: Dataset): Observed {
  const { training } = spec;
  const state = drain(startNetwork(spec, dataset));
  const monitor = new HealthMonitor(spec, dataset, state.network);
  const steps = train(state, dataset, training, {
    createBackend,
    observer: monitor,
  });
  const raised = new Map<AlarmCode, Alarm>();
  for (;;) {
    const { done, value } = steps.next();
    for (const alarm of monitor.take().alarms ?? [])
      if (!raised.has(alarm.code)) raised.set(alarm.code, alarm);
    if (!done) continue;
    const { instruments, metrics } = monitor.history;
    const subject = { spec, data: profileData(dataset, spec), metrics, instruments, outcome: value };
    return { spec, dataset, subject, alarms: [...raised.values()], codes: [...raised.keys()] };
  }
}
