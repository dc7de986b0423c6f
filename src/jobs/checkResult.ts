import type { Comparison, TensorComparison } from '../engine/check/compareGradients.js';
import type { PlaceOf } from '../engine/check/givenGradients.js';
import type { Diagnosis } from '../engine/check/diagnose.js';
import { byTensor, type CheckReport, type ParameterCheck } from '../engine/check/checkResult.js';
import type { SheetReport } from '../engine/check/checkSheet.js';
import { describeExcluded, describeKink } from '../words/verdictWords.js';
import type { Compared } from '../words/compareSteps.js';
import { describeMisfit, describeOtherWeights, type ParameterNamer } from '../words/diagnoses.js';
import type { Wording } from '../words/checkFindings.js';
import { describeKinkSides } from '../words/describeKinkSides.js';
import { describePrecision, describeRounding, describeUndecided } from '../words/rounding.js';
import { diagnosisFormulas } from '../words/diagnosisFormulas.js';
import { describeMistake } from '../words/describeMistake.js';
import { sheetFindings } from '../words/sheetFindings.js';
import type {
  CheckResult,
  CompareCheck,
  DiagnosisView,
  EntryCheck,
  StepTarget,
  TensorCheck,
} from '../protocol.js';

/** The maximum number of a tensor's entries that are listed. */
const mostEntries = 20;

/** Returns the part of a check's report and comparison that is shown. */
export function resultOf(
  report: CheckReport,
  file: string,
  compared: Compared | null,
  wording: Wording,
): CheckResult {
  const { parameters, samples, excluded, ...rest } = report;
  return {
    ...rest,
    samples: samples.length,
    tensors: byTensor(parameters).map((checks) => tensorOf(checks, wording)),
    excluded: excluded.map((unit) => describeExcluded(unit, wording.names)),
    compare: compared && compareOf(compared, file, wording),
  };
}

const order = ['fail', 'kink', 'pass'];

function tensorOf(checks: readonly ParameterCheck[], wording: Wording): TensorCheck {
  const count = (wanted: string): number => checks.filter(({ verdict }) => verdict === wanted).length;
  const sorted = [...checks].sort(
    (a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict) || b.relativeError - a.relativeError,
  );
  const errors = checks.map(({ verdict, relativeError }) => (verdict === 'kink' ? 0 : relativeError));
  return {
    layer: checks[0].layer,
    tensor: checks[0].tensor,
    checked: checks.length,
    failed: count('fail'),
    kinks: count('kink'),
    maxRelativeError: errors.reduce((most, error) => Math.max(most, error), 0),
    entries: sorted.slice(0, mostEntries).map((check) => entryOf(check, wording)),
  };
}

function entryOf(check: ParameterCheck, { names, nameOf, layers }: Wording): EntryCheck {
  const name = nameOf(check.layer, check.tensor, check.index);
  const { kink } = check;
  return {
    ...check,
    name,
    kinkWords: kink && describeKink(kink, name, names, layers),
    kinkUnit: kink?.at && kink.at.layer !== null ? names.unit(kink.at.layer, kink.at.unit) : null,
  };
}

function compareOf(
  { comparison, sheet, placeInProgram }: Compared,
  file: string,
  wording: Wording,
): CompareCheck | null {
  if (sheet) return sheetOf(sheet, file);
  return comparison && gradientsOf(comparison, file, wording, placeInProgram);
}

function sheetOf(report: SheetReport, file: string): CompareCheck {
  const entries = report.entries.map(({ name, given, truth, expected, verdict }) => ({
    name,
    given,
    truth,
    expected,
    verdict,
  }));
  const wrong = entries.filter(({ verdict }) => verdict === 'wrong').length;
  const remarks = sheetFindings(report).map(({ message }) => message);
  const compared = entries.length;
  return {
    file,
    compared,
    wrong,
    undecided: 0,
    tensors: [],
    sheet: entries,
    diagnoses: [],
    remarks,
    notes: [],
  };
}

function gradientsOf(
  comparison: Comparison,
  file: string,
  { names, nameOf, layers }: Wording,
  placeOf: PlaceOf,
): CompareCheck {
  const { compared, wrong, undecided, tensors, diagnoses, misfits, otherWeights } = comparison;
  const notes = [
    describeUndecided(comparison, nameOf),
    describeKinkSides(comparison.kinks, names, layers),
    describeRounding(comparison),
    describePrecision(comparison),
  ];
  return {
    file,
    compared,
    wrong,
    undecided,
    tensors: tensors.map((tensor) => comparedTensor(tensor, nameOf, placeOf)),
    sheet: [],
    diagnoses: diagnoses.map((diagnosis) => diagnosisOf(diagnosis, { names, nameOf })),
    remarks: [...misfits.map(describeMisfit), ...(otherWeights ? [describeOtherWeights(otherWeights)] : [])],
    notes: notes.filter((note) => note !== null),
  };
}

function comparedTensor(
  { layer, tensor, compared, wrong, entries }: TensorComparison,
  nameOf: ParameterNamer,
  placeOf: PlaceOf,
): CompareCheck['tensors'][number] {
  const place = placeOf({ kind: 'tensor', layer, tensor, entry: null });
  const named = entries.slice(0, mostEntries).map(({ index, given, truth }) => ({
    name: nameOf(layer, tensor, index),
    given,
    truth,
  }));
  return { layer, tensor, compared, wrong, entries: named, ...(place && { place }) };
}

function diagnosisOf(diagnosis: Diagnosis, wording: Pick<Wording, 'names' | 'nameOf'>): DiagnosisView {
  const { mistake, layer, alternatives, evidence, reproduced } = diagnosis;
  const { nameOf } = wording;
  return {
    code: mistake.code,
    layer,
    words: describeMistake(mistake, layer),
    formulas: diagnosisFormulas(diagnosis, wording),
    step: stepOf(diagnosis),
    alternatives: alternatives.map((other) => describeMistake(other.mistake, other.layer)),
    evidence: evidence.map(({ layer: at, tensor, index, given, truth }) => ({
      name: nameOf(at, tensor, index),
      given,
      truth,
    })),
    reproduced,
  };
}

/** Returns the step of a pass that a diagnosis is about: that of the number that is worked through, if there is one. */
function stepOf({ worked, layer, tensor, places, evidence }: Diagnosis): StepTarget {
  const isDelta = places.some((place) => place.layer === layer && place.tensor === null);
  if (worked?.of === 'delta') {
    const [sample, unit] = worked.index;
    return { place: { quantity: 'delta', layer, unit, part: null }, sample };
  }
  const own = evidence.find((entry) => entry.layer === layer && entry.tensor === tensor);
  const [unit, part] = worked?.index ?? own?.index ?? [0, 0];
  if (isDelta) return { place: { quantity: 'delta', layer, unit, part: null }, sample: 0 };
  return tensor === 'weights'
    ? { place: { quantity: 'dE_dw', layer, unit, part }, sample: 0 }
    : { place: { quantity: 'dE_db', layer, unit, part: null }, sample: 0 };
}
