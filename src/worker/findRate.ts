import type { RateSearch } from '../engine/training/rateSearch.js';
import type { DescentState } from '../engine/training/descent.js';
import type { TrainingState } from '../engine/training/state.js';
import { drive } from '../jobs/drive.js';
import { findDescentRate, findNetworkRate, rateRefusal } from '../jobs/findRate.js';
import type { FromWorker, ToWorker } from '../protocol.js';
import type { Datasets } from './datasets.js';
import type { Platform } from './platform.js';
import { Throttle } from './throttle.js';

export type RateRequest = Extract<ToWorker, { type: 'findRate' }>;

type Found = Pick<Extract<FromWorker, { type: 'rateFound' }>, 'search' | 'findings'>;

/** Searches a learning rate for a config, in slices. Rejects as soon as the signal is aborted. */
export async function findRate(
  { spec, directory, checkpoint }: RateRequest,
  datasets: Datasets,
  platform: Platform,
  signal: AbortSignal,
  onProgress: (search: RateSearch) => void,
): Promise<Found> {
  const refusal = rateRefusal(spec);
  if (refusal) return { search: null, findings: [refusal] };
  const { state = null, data = null } = checkpoint ? platform.unpackCheckpoint(checkpoint) : {};
  const due = new Throttle(100);
  const take = (search: RateSearch | undefined): void => {
    if (!search || !due.isDue()) return;
    due.restart();
    onProgress(search);
  };
  if (spec.kind === 'function') {
    const steps = findDescentRate(spec, data ? null : (state as DescentState | null));
    return { search: await drive(steps, { signal, take }), findings: [] };
  }
  const { dataset, findings } = await datasets.load(spec, platform.filesIn(directory), { signal });
  if (!dataset) return { search: null, findings };
  const steps = findNetworkRate(spec, dataset, data && (state as TrainingState | null));
  return { search: await drive(steps, { signal, take }), findings: [] };
}
