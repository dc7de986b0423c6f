import * as l10n from '@vscode/l10n';
import type { Dataset } from '../engine/model/dataset.js';

/** An error that tells the user why there is nothing to step through, or why a request is not possible. */
export class CannotStep extends Error {}

/**
 * Returns the row of a sample. Samples count from 1, rows from 0.
 *
 * @throws CannotStep where the training data have no such sample
 */
export function sampleRow(sample: number | null, { training }: Dataset): number | null {
  const { rows } = training.inputs;
  if (sample === null) return null;
  if (Number.isInteger(sample) && sample >= 1 && sample <= rows) return sample - 1;
  throw new CannotStep(
    l10n.t('There is no sample {0}. The training samples are numbered from 1 to {1}.', sample, rows),
  );
}
