import * as l10n from '@vscode/l10n';
import { checkKeys } from './keys.js';
import { readRows, readStrings, type Rows } from './matrix.js';
import type { Report } from './report.js';
import { asBoolean, asItems, member, type Value } from './tree.js';

/** The values that a layer receives: the inputs, or the previous layer's outputs. */
export interface Before {
  /** The number of values; null where the file does not specify it. */
  readonly count: number | null;
  readonly names: readonly string[] | null;
  /** The number of the previous layer, from 1; 0 for the inputs. */
  readonly layer: number;
}

export interface Weights {
  readonly value: readonly (readonly number[])[] | null;
  readonly trainable: boolean;
  readonly names: readonly (readonly string[])[] | null;
}

/** Reads weights of shape [units][inputs], given directly or as `value` of an object. */
export function readWeights(report: Report, value: Value, units: number | null, before: Before): Weights {
  const table = value?.type === 'object' ? member(value, 'value') : value;
  checkKeys(report, value, ['value', 'trainable', 'names']);
  const rows = readRows(report, table);
  if (rows) {
    checkUnits(report, rows, units);
    checkColumns(report, rows, before);
  }
  return {
    value: rows ? rows.rows.map((row) => row.numbers) : null,
    trainable: asBoolean(member(value, 'trainable')) ?? true,
    names: readWeightNames(
      report,
      member(value, 'names'),
      rows?.rows.length ?? units,
      rows?.rows[0]?.numbers.length ?? before.count,
    ),
  };
}

function checkUnits(report: Report, { value, rows }: Rows, units: number | null): void {
  if (rows.length === 0)
    report.error('weights-rows', value, l10n.t('There are no weights here. Give one row for each unit.'));
  else if (units !== null && rows.length !== units) {
    const message = l10n.t(
      'There are {0} rows of weights, but the layer has {1} units. Give one row for each unit.',
      rows.length,
      units,
    );
    report.error('weights-rows', value, message);
  }
}

function checkColumns(report: Report, { rows }: Rows, before: Before): void {
  const expected = before.count ?? rows[0]?.numbers.length;
  for (const row of rows) {
    if (row.numbers.length !== expected && !report.isFull) {
      report.error('weights-columns', row.value, columnsMessage(row.numbers.length, expected, before));
    }
  }
}

function columnsMessage(found: number, expected: number, before: Before): string {
  if (before.count === null) {
    return l10n.t('This row has {0} weights, but the first row has {1}.', found, expected);
  }
  const names = before.names && before.names.length <= 8 ? ` (${before.names.join(', ')})` : '';
  return before.layer === 0
    ? l10n.t('This row has {0} weights, but there are {1} inputs{2}.', found, expected, names)
    : l10n.t('This row has {0} weights, but the previous layer has {1} outputs{2}.', found, expected, names);
}

function readWeightNames(report: Report, value: Value, units: number | null, inputs: number | null) {
  const items = asItems(value);
  if (!value || !items) return null;
  if (units !== null && items.length !== units) {
    const message = l10n.t('There are {0} rows of names for {1} rows of weights.', items.length, units);
    report.error('names-length', value, message);
  }
  return items.map((row) => {
    const names = readStrings(report, row);
    if (!names)
      report.error(
        'not-a-row',
        row,
        l10n.t('A row of names in brackets is needed here, such as ["w1", "w2"].'),
      );
    else if (inputs !== null && names.length !== inputs) {
      report.error(
        'names-length',
        row,
        l10n.t('This row has {0} names for {1} weights.', names.length, inputs),
      );
    }
    return names ?? [];
  });
}
