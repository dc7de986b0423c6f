import * as l10n from '@vscode/l10n';
import type { Finding } from '../config/problem.js';
import type { Spec } from '../config/spec.js';
import { loadDataset } from '../data/load.js';
import type { Dataset } from '../engine/dataset.js';
import type { TrainingState } from '../engine/state.js';
import { Walk } from './walk.js';

/** Why there is nothing to step through, or what was asked for cannot be: to be read by whoever asked. */
export class CannotStep extends Error {}

export interface WalkRequest {
  /** null where the config's errors stand in the way; `problem` is the first of them. */
  readonly spec: Spec | null;
  readonly problem: string | null;
  /** Of the config: its data files are relative to it. */
  readonly directory: string;
  readonly state?: TrainingState | null;
  readonly sample?: number | null;
  readonly signal?: AbortSignal;
}

/** @throws CannotStep */
export async function openWalk({
  spec,
  problem,
  directory,
  state,
  sample,
  signal,
}: WalkRequest): Promise<Walk> {
  if (!spec) throw new CannotStep(l10n.t('This config cannot be stepped through yet: {0}', problem ?? ''));
  if (spec.kind === 'function') {
    throw new CannotStep(
      l10n.t('This config describes a plain function; only a network has layers to step through.'),
    );
  }
  const { dataset, findings } = await loadDataset(spec, directory, { signal });
  if (!dataset) {
    throw new CannotStep(l10n.t('There is no data to step through with: {0}', firstError(findings)));
  }
  checkSample(sample ?? null, dataset);
  return Walk.open({ config: spec, dataset, state, sample });
}

function checkSample(sample: number | null, { training }: Dataset): void {
  const { rows } = training.inputs;
  if (sample === null || (Number.isInteger(sample) && sample >= 0 && sample < rows)) return;
  throw new CannotStep(
    l10n.t('There is no sample {0}: the training part has {1}, counted from 0.', sample, rows),
  );
}

const firstError = (findings: readonly Finding[]): string =>
  findings.find(({ severity }) => severity === 'error')?.message ?? '';
