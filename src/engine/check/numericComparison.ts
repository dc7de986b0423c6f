import type { Comparison, Side, TensorComparison } from './compareGradients.js';
import { conventionDiagnosis } from './diagnose.js';
import type { DifferenceQuotient } from './numericGradient.js';

/** Returns the comparison with numbers that are right up to the error of a finite difference. */
export function numericComparison(
  { targets, conventions, precision, kinks }: Side,
  tensors: readonly TensorComparison[],
  quotient: DifferenceQuotient,
): Comparison {
  const off = tensors.filter(({ wrong }) => wrong > 0);
  const { layer, tensor } = off[0];
  return {
    compared: tensors.reduce((sum, { compared }) => sum + compared, 0),
    wrong: 0,
    undecided: 0,
    tensors: tensors.map((each) => ({ ...each, wrong: 0, undecided: 0, entries: [], coarse: null })),
    misfits: targets.misfits,
    diagnoses: [
      ...conventions.map((convention) => conventionDiagnosis(convention, targets.layers)),
      {
        layer,
        tensor,
        mistake: { code: 'numeric-gradient', ...quotient },
        places: [],
        tensors: off.map(({ layer, tensor }) => ({ layer, tensor })),
        alternatives: [],
        evidence: [],
        reproduced: off.reduce((sum, { wrong }) => sum + wrong, 0),
      },
    ],
    otherWeights: null,
    precision,
    kinks,
    exhausted: false,
  };
}
