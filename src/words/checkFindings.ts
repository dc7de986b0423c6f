import * as l10n from '@vscode/l10n';
import type { PlaceOf } from '../engine/check/givenGradients.js';
import type { Finding, Related } from '../config/problem.js';
import type { JsonPath } from '../config/span.js';
import type { Comparison, OtherWeights } from '../engine/check/compareGradients.js';
import type { Diagnosis } from '../engine/check/diagnose.js';
import { isNoError } from '../engine/check/mistakes/mistake.js';
import { byTensor, type CheckReport, type ParameterCheck } from '../engine/check/checkResult.js';
import type { Names } from '../engine/trace/names.js';
import {
  describeExcluded,
  describeFailure,
  describeFunction,
  describeKink,
  describeNotDifferentiable,
} from './verdictWords.js';
import {
  describeDiagnosis,
  describeDifference,
  describeMisfit,
  describeOtherWeights,
  describeWrongEntry,
  type ParameterNamer,
} from './diagnoses.js';
import { diagnosisFormulas } from './diagnosisFormulas.js';
import { describeKinkSides } from './describeKinkSides.js';
import { relatedAt } from './relatedAt.js';
import { describeUndecided } from './rounding.js';

/** The names of a network's parameters and units. */
export interface Wording {
  readonly names: Names;
  readonly nameOf: ParameterNamer;
  /** The number of layers. */
  readonly layers: number;
}

/** Returns a function for the parameters' names, based on those of the trace. */
export function parameterNamer(names: Names, isShared: (layer: number) => boolean): ParameterNamer {
  return (layer, tensor, [unit, input]) =>
    tensor === 'weights'
      ? names.weight(layer, unit, input)
      : names.bias(layer, isShared(layer) ? null : unit);
}

/** Returns the findings of a gradient check. A tensor's failures, and its kinks, are one finding each, with one example. */
export function checkFindings(
  report: CheckReport,
  names: Names,
  nameOf: ParameterNamer,
  layers: number,
): Finding[] {
  if (!Number.isFinite(report.loss)) {
    const message = l10n.t('The loss is {0}, so there is no gradient to check.', String(report.loss));
    return [{ severity: 'error', code: 'loss-not-finite', message, path: ['loss'] }];
  }
  const functions = report.functions.flatMap((check): Finding[] => {
    const message = describeFunction(check);
    const path: JsonPath = check.name === null ? ['loss', 'df'] : ['functions', check.name, 'df'];
    return message === null ? [] : [{ severity: 'error', code: 'df-wrong', message, path }];
  });
  const flat = report.notDifferentiable.map((each): Finding => ({
    severity: 'info',
    code: 'not-differentiable',
    message: describeNotDifferentiable(each),
    path: ['layers', each.layer - 1, 'activation'],
  }));
  const excluded = report.excluded.map((unit, index): Finding => ({
    severity: 'info',
    code: 'unit-excluded',
    message: describeExcluded(unit, names),
    path: ['gradientCheck', 'exclude', index],
  }));
  const directions = report.directions.some(({ verdict }) => verdict === 'fail') && report.failed === 0;
  const hidden: Finding[] = directions
    ? [
        {
          severity: 'error',
          code: 'gradient-wrong',
          message: l10n.t(
            'The gradient is wrong along a random direction, so a parameter that was not checked individually has a wrong gradient. Raise "parametersPerTensor" to find it.',
          ),
          path: ['layers'],
        },
      ]
    : [];
  return [
    ...functions,
    ...flat,
    ...excluded,
    ...hidden,
    ...byTensor(report.parameters).flatMap((checks) => tensorFindings(checks, names, nameOf, layers)),
  ];
}

/** The most wrong parameters of a tensor that are listed individually. */
const mostWitnesses = 5;

function tensorFindings(
  checks: readonly ParameterCheck[],
  names: Names,
  nameOf: ParameterNamer,
  layers: number,
): Finding[] {
  const path: JsonPath = ['layers', checks[0].layer - 1];
  const name = ({ layer, tensor, index }: ParameterCheck) => nameOf(layer, tensor, index);
  const failed = checks
    .filter(({ verdict }) => verdict === 'fail')
    .sort((a, b) => b.relativeError - a.relativeError);
  const kinked = checks.filter(({ verdict, kink }) => verdict === 'kink' && kink);
  const more = (count: number) => (count > 1 ? ` ${l10n.t('({0} in all)', count)}` : '');
  const findings: Finding[] = [];
  if (failed.length > 0) {
    const message = describeFailure(failed[0], name(failed[0])) + more(failed.length);
    const witnesses = failed.slice(0, mostWitnesses).map((check) => ({
      path: [...path, check.tensor, ...check.index],
      message: describeFailure(check, name(check)),
    }));
    findings.push({ severity: 'error', code: 'gradient-wrong', message, path, witnesses });
  }
  if (kinked.length > 0 && kinked[0].kink) {
    const message = describeKink(kinked[0].kink, name(kinked[0]), names, layers) + more(kinked.length);
    findings.push({ severity: 'info', code: 'gradient-kink', message, path });
  }
  return findings;
}

/** Returns the findings of a comparison with given gradients. A mistake's code is the finding's code. */
export function compareFindings(
  comparison: Comparison,
  { names, nameOf, layers }: Wording,
  placeOf: PlaceOf,
): Finding[] {
  const { diagnoses, misfits, otherWeights, tensors } = comparison;
  const at: JsonPath = ['gradientCheck', 'compare'];
  const misfitting = misfits.map((misfit): Finding => {
    const message = describeMisfit(misfit);
    const { layer, tensor } = misfit;
    const related = relatedAt(placeOf, message, { kind: 'tensor', layer, tensor, entry: null });
    return { severity: 'error', code: 'compare-shape', message, path: at, related };
  });
  const other = otherWeights ? [otherFinding(otherWeights, at, placeOf)] : [];
  const mistakes = diagnoses.map((diagnosis): Finding => {
    const formulas = diagnosisFormulas(diagnosis, { names, nameOf });
    return {
      severity: isNoError(diagnosis.mistake) ? 'info' : 'error',
      code: diagnosis.mistake.code,
      message: describeDiagnosis(diagnosis, nameOf),
      path: at,
      related: wrongEntries(diagnosis, nameOf, placeOf),
      ...(formulas && { formulas }),
    };
  });
  const coarse = describeUndecided(comparison, nameOf);
  const undecided: Finding[] = coarse
    ? [
        {
          severity: 'warning',
          code: 'compare-coarse',
          message: coarse,
          path: at,
          related: tensors.flatMap((tensor) =>
            tensor.coarse ? relatedAt(placeOf, coarse, tensor.coarse.place) : [],
          ),
        },
      ]
    : [];
  const sides = describeKinkSides(comparison.kinks, names, layers);
  const kinks: Finding[] = sides
    ? [{ severity: 'info', code: 'compare-kink', message: sides, path: at }]
    : [];
  return [...misfitting, ...other, ...mistakes, ...undecided, ...kinks];
}

function otherFinding(other: OtherWeights, path: JsonPath, placeOf: PlaceOf): Finding {
  const message = describeOtherWeights(other);
  const related =
    other.quantity === 'gradients' ? [] : relatedAt(placeOf, describeDifference(other), other.place);
  return { severity: 'error', code: 'other-weights', message, path, related };
}

function wrongEntries({ evidence }: Diagnosis, nameOf: ParameterNamer, placeOf: PlaceOf): Related[] {
  return evidence.flatMap((entry) =>
    relatedAt(
      placeOf,
      describeWrongEntry(nameOf(entry.layer, entry.tensor, entry.index), entry),
      entry.place,
    ),
  );
}
