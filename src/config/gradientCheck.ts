import * as l10n from '@vscode/l10n';
import { readCompare } from './compare.js';
import { checkKeys } from './keys.js';
import { readWhole } from './numbers.js';
import type { Report } from './report.js';
import type { GradientCheckSpec } from './spec.js';
import { asItems, asNumber, member, type Value } from './tree.js';

const keys = [
  'relativeTolerance',
  'absoluteTolerance',
  'samples',
  'parametersPerTensor',
  'compare',
  'exclude',
];

/** Reads `gradientCheck`. `layers` are the network's, as far as they could be read. */
export function readGradientCheck(
  report: Report,
  value: Value,
  layers: readonly { readonly units: number }[],
): GradientCheckSpec {
  checkKeys(report, value, keys);
  return {
    relativeTolerance: asNumber(member(value, 'relativeTolerance')) ?? 1e-6,
    absoluteTolerance: asNumber(member(value, 'absoluteTolerance')) ?? 1e-9,
    samples: readWhole(report, value, 'samples') ?? 8,
    parametersPerTensor: readWhole(report, value, 'parametersPerTensor') ?? 100,
    compare: readCompare(report, member(value, 'compare')),
    exclude: readExclude(report, member(value, 'exclude'), layers),
  };
}

function readExclude(
  report: Report,
  value: Value,
  layers: readonly { readonly units: number }[],
): GradientCheckSpec['exclude'] {
  return (asItems(value) ?? []).flatMap((item) => {
    if (report.isFull) return [];
    checkKeys(report, item, ['layer', 'unit']);
    const [layer, unit] = [readWhole(report, item, 'layer'), readWhole(report, item, 'unit')];
    if (layer === undefined || layer < 1 || unit === undefined) return [];
    const units = layers.at(layer - 1)?.units;
    if (units === undefined)
      report.error(
        'no-such-unit',
        member(item, 'layer') ?? item,
        l10n.t('There are {0} layers.', layers.length),
      );
    else if (unit >= units)
      report.error(
        'no-such-unit',
        member(item, 'unit') ?? item,
        l10n.t('Layer {0} has {1} units, and "unit" is an index that counts from 0.', layer, units),
      );
    return [{ layer, unit }];
  });
}
