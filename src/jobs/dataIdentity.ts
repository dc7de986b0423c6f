import * as l10n from '@vscode/l10n';
import type { Finding } from '../config/problem.js';
import type { DatasetShape } from '../data/datasetContents.js';

/** The identity of the data that a run is trained on. */
export interface DataIdentity {
  readonly shape: DatasetShape;
  readonly digest: string;
}

/** A difference between the data of a run and the present data. */
export interface DataChange {
  readonly finding: Finding;
  /** Whether the network of the run still fits the data. */
  readonly fits: boolean;
}

/** Compares the present data with those that a run was trained on. Returns null where they are the same. */
export function dataChange({ shape, digest }: DataIdentity, now: DataIdentity): DataChange | null {
  if (now.digest === digest) return null;
  const fits = now.shape.inputs === shape.inputs && now.shape.outputs === shape.outputs;
  const code = fits ? 'data-changed' : 'data-misfit';
  const message = fits
    ? l10n.t(
        'The data has changed since this run was paused. Continue with the changed data, or start again.',
      )
    : l10n.t(
        'The network of this run has the size {0} → {1} (inputs → outputs), but the data now needs {2} → {3}. Restore the data to continue, or reset the run.',
        shape.inputs,
        shape.outputs,
        now.shape.inputs,
        now.shape.outputs,
      );
  return { finding: { severity: 'error', code, message, path: ['data'] }, fits };
}
