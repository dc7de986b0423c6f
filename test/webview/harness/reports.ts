/** Evaluations for the scenarios of the page tests. */
import { ClassificationTally } from '../../../src/engine/pass/classificationTally.js';
import { curveSteps } from '../../../src/engine/pass/curves.js';
import { drain } from '../../../src/engine/pacing.js';
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

/** Returns the report on probabilities of the second of two classes, with everything that a report can have. */
export function binaryReport(
  probabilities: readonly number[],
  truth: readonly number[],
): ClassificationReport {
  const tally = new ClassificationTally(2, probabilities.length);
  probabilities.forEach((y, sampleIndex) => {
    const predicted = y > 0.5 ? 1 : 0;
    tally.add({ sampleIndex, truth: truth[sampleIndex], predicted, confidence: predicted ? y : 1 - y }, y);
  });
  return classificationReport(tally.confusion, {
    curves: tally.scores && drain(curveSteps(tally.scores, { left: Infinity })),
    calibration: tally.calibration.result(),
    confidentMistakes: tally.mistakes.found.map((mistake) => ({
      ...mistake,
      rowIndex: 3 * mistake.sampleIndex + 1,
    })),
  });
}

/** Returns the report of a single output. */
export function regressionReport(r2: number, rmse: number, mae: number): RegressionReport {
  return { task: 'regression', r2, rmse, mae, outputs: [{ r2, rmse, mae }] };
}
