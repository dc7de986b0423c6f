import type { Finding } from '../config/problem.js';
import type { NetworkConfig } from '../config/spec.js';
import type { Files } from '../data/files.js';
import { loadCompareFileOf } from '../data/gradients/loadCompareFile.js';
import type { loadDataset } from '../data/loadDataset.js';
import { dataAlarms } from '../engine/health/dataAlarms.js';
import type { Dataset } from '../engine/model/dataset.js';
import { alarmFinding } from './alarmFinding.js';
import { dataNames } from './dataNames.js';
import { drive, type Driving } from './drive.js';
import { startFindings } from './startFindings.js';

/** The data of a config, and what is wrong with its data, its start and its file of gradients. */
export interface Inspection {
  readonly dataset: Dataset | null;
  readonly findings: readonly Finding[];
}

/** Inspects everything that a config names. Rejects as soon as the signal is aborted. */
export async function inspectData(
  spec: NetworkConfig,
  files: Files,
  load: typeof loadDataset,
  options: Driving,
): Promise<Inspection> {
  const { signal } = options;
  const { dataset, findings } = await load(spec, files, { signal });
  const atStart = dataset ? await drive(startFindings(spec, dataset), options) : [];
  const alarms = dataset ? await drive(dataAlarms(spec, dataset), options) : [];
  const inputs = dataset?.training.inputs.columns ?? null;
  const answers = await loadCompareFileOf(spec, files, inputs, { signal });
  const ofAlarms = dataset ? alarms.map((alarm) => alarmFinding(alarm, spec, dataNames(dataset))) : [];
  return { dataset, findings: [...findings, ...atStart, ...ofAlarms, ...answers.findings] };
}
