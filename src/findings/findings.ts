import * as l10n from '@vscode/l10n';
import type { Finding } from '../config/problem.js';
import type { JsonPath } from '../config/span.js';
import type { Comparison } from '../engine/check/compare.js';
import type { CheckReport, ParameterCheck } from '../engine/check/result.js';
import type { Names } from '../engine/trace/names.js';
import { describeFailure, describeFunction, describeKink, describeNotDifferentiable } from './checks.js';
import { describeDiagnosis, describeMisfit, describeOtherWeights, type ParameterNamer } from './diagnoses.js';

/** The parameters' names from those of the trace. */
export function parameterNamer(names: Names, isShared: (layer: number) => boolean): ParameterNamer {
  return (layer, tensor, [unit, input]) =>
    tensor === 'weights'
      ? names.weight(layer, unit, input)
      : names.bias(layer, isShared(layer) ? null : unit);
}

/** What a gradient check has to say, one finding a tensor, a function or a layer: the worst entry speaks for the rest. */
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
  const directions = report.directions.some(({ verdict }) => verdict === 'fail') && report.failed === 0;
  const hidden: Finding[] = directions
    ? [
        {
          severity: 'error',
          code: 'gradient-wrong',
          message: l10n.t(
            'The gradient is wrong along a random direction: one of the parameters that were not checked singly has a wrong one. Raise "parametersPerTensor".',
          ),
          path: ['layers'],
        },
      ]
    : [];
  return [
    ...functions,
    ...flat,
    ...hidden,
    ...byTensor(report).flatMap((checks) => tensorFindings(checks, names, nameOf, layers)),
  ];
}

function byTensor({ parameters }: CheckReport): ParameterCheck[][] {
  const tensors = new Map<string, ParameterCheck[]>();
  for (const check of parameters) {
    const key = `${check.layer} ${check.tensor}`;
    tensors.set(key, [...(tensors.get(key) ?? []), check]);
  }
  return [...tensors.values()];
}

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
    findings.push({ severity: 'error', code: 'gradient-wrong', message, path });
  }
  if (kinked.length > 0 && kinked[0].kink) {
    const message = describeKink(kinked[0].kink, name(kinked[0]), names, layers) + more(kinked.length);
    findings.push({ severity: 'info', code: 'gradient-kink', message, path });
  }
  return findings;
}

/** What a comparison with someone's gradients has to say; the code of a mistake is the finding's. */
export function compareFindings(
  { diagnoses, misfits, otherWeights }: Comparison,
  nameOf: ParameterNamer,
): Finding[] {
  const at: JsonPath = ['gradientCheck', 'compare'];
  const misfitting = misfits.map((misfit): Finding => ({
    severity: 'error',
    code: 'compare-shape',
    message: describeMisfit(misfit),
    path: at,
  }));
  const other: Finding[] = otherWeights
    ? [{ severity: 'error', code: 'other-weights', message: describeOtherWeights(otherWeights), path: at }]
    : [];
  const mistakes = diagnoses.map((diagnosis): Finding => ({
    severity: 'error',
    code: diagnosis.mistake.code,
    message: describeDiagnosis(diagnosis, nameOf),
    path: ['layers', diagnosis.layer - 1],
  }));
  return [...misfitting, ...other, ...mistakes];
}
