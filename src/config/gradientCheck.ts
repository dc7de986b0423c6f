import { checkKeys } from './keys.js';
import { readWhole } from './numbers.js';
import type { Report } from './report.js';
import type { GradientCheckSpec } from './spec.js';
import { asNumber, asString, member, type Value } from './tree.js';

const keys = ['relativeTolerance', 'absoluteTolerance', 'samples', 'parametersPerTensor', 'compare'];

export function readGradientCheck(report: Report, value: Value): GradientCheckSpec {
  checkKeys(report, value, keys);
  return {
    relativeTolerance: asNumber(member(value, 'relativeTolerance')) ?? 1e-6,
    absoluteTolerance: asNumber(member(value, 'absoluteTolerance')) ?? 1e-9,
    samples: readWhole(report, value, 'samples') ?? 8,
    parametersPerTensor: readWhole(report, value, 'parametersPerTensor') ?? 100,
    compare: asString(member(value, 'compare')) ?? null,
  };
}
