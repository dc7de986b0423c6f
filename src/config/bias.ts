import * as l10n from '@vscode/l10n';
import type { BiasSpec } from '../engine/model/spec.js';
import { checkKeys } from './keys.js';
import { readNames, readNumbers } from './matrix.js';
import type { Report } from './report.js';
import { asBoolean, asNumber, member, type Value } from './tree.js';

/** Reads a layer's bias. Returns null where the layer has none, and zeros where the file does not specify it. */
export function readBias(report: Report, value: Value, units: number | null): BiasSpec | null {
  if (asBoolean(value) === false) return null;
  checkKeys(report, value, ['value', 'shared', 'trainable', 'names']);
  const start = value?.type === 'object' ? member(value, 'value') : value;
  const shared = asBoolean(member(value, 'shared')) ?? false;
  const numbers = readNumbers(report, start);
  if (start && numbers) checkLength(report, start, numbers.length, shared, units);
  const count = shared ? 1 : units;
  return {
    value: numbers ?? asNumber(start) ?? 0,
    shared,
    trainable: asBoolean(member(value, 'trainable')) ?? true,
    names: readNames(report, member(value, 'names'), count, (names) =>
      shared
        ? l10n.t('There are {0} names, but a shared bias is one parameter with one name.', names)
        : l10n.t(
            'There are {0} names for the biases of {1} units. Give one name for each unit.',
            names,
            count ?? 0,
          ),
    ),
  };
}

function checkLength(
  report: Report,
  at: NonNullable<Value>,
  length: number,
  shared: boolean,
  units: number | null,
): void {
  if (shared)
    report.error(
      'bias-length',
      at,
      l10n.t('A shared bias is a single number that every unit uses, not a list.'),
    );
  else if (units !== null && length !== units) {
    report.error(
      'bias-length',
      at,
      l10n.t('There are {0} biases for {1} units. Give one bias for each unit.', length, units),
    );
  }
}
