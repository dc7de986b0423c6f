/** Evaluations for the scenarios of the page tests. */
import { classFigures, confusedPairs } from '../../../src/engine/pass/classFigures.js';
import type { ClassificationReport, RegressionReport } from '../../../src/protocol.js';

/** Returns the report that follows from counts, without what the outputs themselves decide. */
export function classificationReport(
  confusion: readonly (readonly number[])[],
  rest: Partial<ClassificationReport> = {},
): ClassificationReport {
  return {
    task: 'classification',
    confusion,
    ...classFigures(confusion),
    curves: null,
    calibration: null,
    confusedPairs: confusedPairs(confusion),
    confidentMistakes: [],
    ...rest,
  };
}

/** Returns the report of a single output. */
export function regressionReport(r2: number, rmse: number, mae: number): RegressionReport {
  return { task: 'regression', r2, rmse, mae, outputs: [{ r2, rmse, mae }] };
}
