import type { NetworkConfig } from '../config/spec.js';
import { describeTable } from '../data/describeTable.js';
import type { Files } from '../data/files.js';
import type { loadDataset } from '../data/loadDataset.js';
import { scanSteps } from '../engine/health/profile/dataProfile.js';
import type { Dataset } from '../engine/model/dataset.js';
import type { DataDescription } from '../protocol.js';
import { dataNames } from './dataNames.js';
import { drive, type Driving } from './drive.js';

/**
 * Describes the table of a config; null where its data do not come from a table. Rejects as soon as the signal is aborted.
 * @throws DataError where the file cannot be read as a table
 */
export async function describeData(
  spec: NetworkConfig,
  files: Files,
  load: typeof loadDataset,
  options: Driving,
): Promise<DataDescription | null> {
  const { data } = spec;
  if (data.kind !== 'table') return null;
  const { signal } = options;
  const { dataset } = await load(spec, files, { signal });
  const known = dataset?.columns ? { columns: dataset.columns, task: dataset.task } : null;
  const table = await describeTable(data, known, files, { signal });
  return { ...table, ...(dataset ? await scanned(dataset, options) : { leak: null, duplicates: null }) };
}

async function scanned(
  dataset: Dataset,
  options: Driving,
): Promise<Pick<DataDescription, 'leak' | 'duplicates'>> {
  const { leak, duplicates } = await drive(scanSteps(dataset), options);
  const { inputNames, inputColumns } = dataNames(dataset);
  return {
    leak: leak && (inputColumns?.[leak.column] ?? inputNames[leak.column]),
    duplicates: duplicates && { count: duplicates.count, of: duplicates.of },
  };
}
