import type { Kink } from '../engine/check/judge.js';
import type { ParameterCheck } from '../engine/check/checkResult.js';
import type { Checked } from './checkCommand.js';
import type { Mistake } from '../engine/check/mistakes/mistake.js';
import { diagnosisFormulas } from '../words/diagnosisFormulas.js';
import { describeDiagnosis, type ParameterNamer } from '../words/diagnoses.js';

/** Returns the record of one parameter for `--json`. */
export function parameterRecord(check: ParameterCheck, nameOf: ParameterNamer) {
  const { layer, tensor, index, analytic, numeric, numericError, relativeError, verdict, kink, penalty } =
    check;
  const name = nameOf(layer, tensor, index);
  const more = { ...(kink && { kink: kinkRecord(kink) }), ...(penalty && { penalty }) };
  return {
    event: 'parameter',
    layer,
    tensor,
    index,
    name,
    analytic,
    numeric,
    numericError,
    relativeError,
    verdict,
    ...more,
  };
}

function kinkRecord({ at, ...kink }: Kink) {
  if (!at) return { at, ...kink };
  const { sample: sampleIndex, ...unit } = at;
  return { at: { ...unit, sampleIndex }, ...kink };
}

/** Returns the last record of a check for `--json`. */
export function doneRecord({ report, compared, findings, nameOf, names }: Checked) {
  const comparison = compared?.comparison;
  const {
    passed,
    checked,
    failed,
    kinks,
    maxRelativeError,
    loss,
    directions,
    functions,
    notDifferentiable,
    excluded,
    samples,
    evidence,
  } = report;
  return {
    event: 'done',
    passed, checked, failed, kinks, maxRelativeError,
    diagnoses: (comparison?.diagnoses ?? []).map((diagnosis) => ({
      layer: diagnosis.layer,
      tensor: diagnosis.tensor,
      mistake: diagnosis.mistake.code,
      message: describeDiagnosis(diagnosis, nameOf),
      alternatives: diagnosis.alternatives.map(({ mistake }) => mistake.code),
      details: detailsOf(diagnosis.mistake),
      ...diagnosisFormulas(diagnosis, { names, nameOf }),
      tensors: diagnosis.tensors,
      reproduced: diagnosis.reproduced,
      evidence: diagnosis.evidence.map(({ layer, tensor, index, given, truth }) => ({
        layer,
        tensor,
        index,
        given,
        truth,
      })),
    })),
    loss, samples, directions, functions, notDifferentiable, excluded,
    taylorOrder: evidence?.taylor.order ?? null,
    taylorOverKink: evidence?.taylor.isOverKink ?? false,
    ...(compared?.sheet && { sheet: compared.sheet }),
    ...(comparison && {
      compare: {
        compared: comparison.compared,
        wrong: comparison.wrong,
        undecided: comparison.undecided,
        rounding: comparison.tensors.map(({ layer, tensor, assumed }) => ({ layer, tensor, ...assumed })),
        precision: comparison.precision,
        otherWeights: comparison.otherWeights,
        misfits: comparison.misfits,
        kinks: comparison.kinks,
        exhausted: comparison.exhausted,
      },
    }),
    findings: findings.map(({ severity, code, message, path }) => ({ severity, code, message, path })),
  }; // prettier-ignore
}

/** Returns what is known about a mistake beyond its code, without the formulas of an edit as trees. */
function detailsOf(mistake: Mistake) {
  return mistake.code === 'edit' ? { code: mistake.code, of: mistake.of, edit: mistake.key } : mistake;
}
