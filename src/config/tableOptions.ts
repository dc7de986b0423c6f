import * as l10n from '@vscode/l10n';
import type { PropertyASTNode } from 'vscode-json-languageservice';
import { shorten } from './characters.js';
import { checkKeys } from './keys.js';
import { readStrings } from './matrix.js';
import { readName } from './names.js';
import type { Report } from './report.js';
import { columnTypes, missingRules, type ColumnOptions, type TableOptions } from './spec.js';
import { asBoolean, asString, member, type Value } from './tree.js';

/** The keys of a table's own options. */
export const tableKeys = [
  'columns',
  'missingValues',
  'header',
  'delimiter',
  'decimal',
  'encoding',
  'dropDuplicates',
];

/** The cells that count as missing unless the config lists others. */
export const defaultMissingValues: readonly string[] = ['', 'NA', 'N/A', 'NaN', 'nan', 'null', '?'];

/**
 * The cells that count as missing in a column whose other cells are all numbers or dates, unless the config lists what is
 * missing. They are those that pandas takes for missing, and what databases and spreadsheets write. In other columns they
 * may be categories.
 */
export const defaultGapWords: readonly string[] = [
  'NULL', 'Null', 'None', 'none', '<NA>', 'n/a', 'na', '#N/A', '#NA', '#N/A N/A', '-NaN', '-nan', 'NAN', '1.#IND', '-1.#IND',
  '1.#QNAN', '-1.#QNAN', '#DIV/0!', '#VALUE!', '#REF!', '-', '--', '—', '.',
]; // prettier-ignore

const delimiters = [',', ';', '\t', '|', ' '] as const;
const decimals = ['.', ','] as const;

/** Reads how a table's text is split into cells, and what its columns contain. What is not given is null. */
export function readTableOptions(report: Report, value: Value): TableOptions {
  const unknownDelimiter = (word: string) => l10n.t('"{0}" is not a known delimiter.', word);
  const unknownDecimal = (word: string) => l10n.t('"{0}" is not a known decimal sign.', word);
  const missingValues = readStrings(report, member(value, 'missingValues'));
  return {
    columns: readColumnOptions(report, member(value, 'columns')),
    missingValues: missingValues ?? defaultMissingValues,
    gapWords: missingValues ? [] : defaultGapWords,
    header: asBoolean(member(value, 'header')) ?? null,
    delimiter:
      readName(report, member(value, 'delimiter'), delimiters, 'unknown-delimiter', unknownDelimiter) ?? null,
    decimal: readName(report, member(value, 'decimal'), decimals, 'unknown-decimal', unknownDecimal) ?? null,
    encoding: readEncoding(report, member(value, 'encoding')),
    dropDuplicates: asBoolean(member(value, 'dropDuplicates')) ?? false,
  };
}

function readEncoding(report: Report, value: Value): string | null {
  const label = asString(value);
  if (!value || label === undefined) return null;
  try {
    return new TextDecoder(label).encoding;
  } catch {
    const message = l10n.t(
      'Unknown encoding "{0}". Use a label such as "utf-8", "windows-1252" or "gbk".',
      shorten(label),
    );
    report.error('unknown-encoding', value, message);
    return null;
  }
}

function readColumnOptions(report: Report, value: Value): readonly ColumnOptions[] {
  if (value?.type !== 'object') return [];
  return value.properties.map((property) => readColumn(report, property));
}

function readColumn(report: Report, { keyNode, valueNode }: PropertyASTNode): ColumnOptions {
  const unknown = (word: string) => l10n.t('Unknown type of a column "{0}".', word);
  const typeNode = valueNode?.type === 'object' ? member(valueNode, 'type') : valueNode;
  const type = readName(report, typeNode, columnTypes, 'unknown-column-type', unknown) ?? null;
  checkKeys(report, valueNode, ['type', 'missing', 'categories']);
  const categories = readStrings(report, member(valueNode, 'categories')) ?? null;
  const column = {
    name: keyNode.value,
    type,
    missing: readMissing(member(valueNode, 'missing')),
    categories,
  };
  checkColumn(report, column, valueNode);
  return column;
}

function readMissing(value: Value): ColumnOptions['missing'] {
  if (value?.type === 'number' || value?.type === 'boolean') return { value: value.value };
  const text = asString(value);
  if (text === undefined) return null;
  return missingRules.find((rule) => rule === text) ?? { value: text };
}

/** Reports options of a column that contradict its type. */
function checkColumn(report: Report, { type, missing, categories }: ColumnOptions, value: Value): void {
  const missingNode = member(value, 'missing');
  if (missingNode && type === 'category' && (missing === 'mean' || missing === 'median')) {
    const message = l10n.t(
      'Categories do not have a {0}. Use "mostFrequent", a category, "dropRow" or "error".',
      missing,
    );
    report.error('missing-rule-type', missingNode, message);
  }
  const isNumeric = type === 'number' || type === 'date';
  if (missingNode && isNumeric && typeof missing === 'object' && typeof missing?.value !== 'number') {
    const message = l10n.t(
      '"missing" needs "mean", "median", "mostFrequent", "dropRow", "error" or a number here.',
    );
    report.error('missing-rule-type', missingNode, message);
  }
  const categoriesNode = member(value, 'categories');
  if (categoriesNode && type !== 'category')
    report.error(
      'categories-without-type',
      categoriesNode,
      l10n.t('Only a column of the type "category" has "categories".'),
    );
  else if (categoriesNode && categories && new Set(categories).size < categories.length)
    report.error('duplicate-category', categoriesNode, l10n.t('A category is listed twice here.'));
  else if (categoriesNode && categories?.length === 0)
    report.error('no-categories', categoriesNode, l10n.t('List at least one category here.'));
}
