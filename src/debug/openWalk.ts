import * as l10n from '@vscode/l10n';
import type { Finding } from '../config/problem.js';
import type { Spec } from '../config/spec.js';
import type { Files } from '../data/files.js';
import { loadDataset } from '../data/loadDataset.js';
import type { Dataset } from '../engine/model/dataset.js';
import type { FailedOperation } from '../engine/model/metrics.js';
import type { TrainingState } from '../engine/training/state.js';
import { CannotStep, sampleRow } from '../jobs/sampleRow.js';
import { Walk } from './walk.js';

export interface WalkRequest {
  /** The parsed config; null where it has errors, of which `problem` is the first. */
  readonly spec: Spec | null;
  readonly problem: string | null;
  /** The files of the config's folder. */
  readonly files: Files;
  readonly state?: TrainingState | null;
  /** Whether parameters of the state's run were changed by hand. */
  readonly isEdited?: boolean;
  /** The operation of the first pass to begin at. */
  readonly failed?: FailedOperation | null;
  /** The training sample to start from, one sample per pass; counts from 1. */
  readonly sample?: number | null;
  readonly signal?: AbortSignal;
}

/** Loads a config's data and opens a walk. @throws CannotStep where that is not possible */
export async function openWalk({
  spec,
  problem,
  files,
  state,
  isEdited,
  failed,
  sample,
  signal,
}: WalkRequest): Promise<Walk> {
  if (!spec) throw new CannotStep(l10n.t('This config cannot be stepped through yet: {0}', problem ?? ''));
  if (spec.kind === 'function') {
    throw new CannotStep(
      l10n.t('This config describes a plain function. Only a network can be stepped through.'),
    );
  }
  const { dataset, findings } = await loadDataset(spec, files, { signal });
  if (!dataset) {
    throw new CannotStep(l10n.t('The data to step through could not be loaded: {0}', firstError(findings)));
  }
  if (state) checkFit(state, dataset);
  return Walk.open(
    { config: spec, dataset, state, isEdited, sample: sampleRow(sample ?? null, dataset) },
    failed,
  );
}

/** Checks that the trained network fits the data, which may have changed. @throws CannotStep where it does not */
function checkFit({ network: { layers } }: TrainingState, { training }: Dataset): void {
  const { inputs } = layers[0];
  const { units } = layers[layers.length - 1];
  if (inputs === training.inputs.columns && units === training.targets.columns) return;
  throw new CannotStep(
    l10n.t(
      'The data has changed, and the trained network no longer fits it. Restore the data, or reset the run.',
    ),
  );
}

const firstError = (findings: readonly Finding[]): string =>
  findings.find(({ severity }) => severity === 'error')?.message ?? '';
