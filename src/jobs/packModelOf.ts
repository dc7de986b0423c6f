import * as l10n from '@vscode/l10n';
import { ModelError } from '../models/namedTensor.js';
import { modelFormats } from '../models/packModelAs.js';
import type { ToRun } from '../protocol.js';
import type { Job } from './job.js';

/** The bytes of a model in a format; where there are none, the reason. */
export interface Packed {
  readonly bytes: Uint8Array | null;
  readonly reason: string | null;
}

/** Packs the model of a job's state in a format. */
export function packModelOf(
  job: Job,
  { format, hasTraining, page }: Extract<ToRun, { type: 'pack' }>,
): Packed {
  const model = job.model(hasTraining);
  if (!model || !Object.hasOwn(modelFormats, format))
    return { bytes: null, reason: l10n.t('A plain function has no network to save.') };
  const { network } = model;
  const bad = network.layers.some(({ weights, bias }) => !weights.every(Number.isFinite) || !(bias?.every(Number.isFinite) ?? true)); // prettier-ignore
  if (bad)
    return { bytes: null, reason: l10n.t('The parameters are not finite numbers. View an earlier epoch.') };
  try {
    return { bytes: modelFormats[format](model, page).bytes, reason: null };
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    return { bytes: null, reason: l10n.t('The model cannot be exported: {0}.', error.message) };
  }
}
