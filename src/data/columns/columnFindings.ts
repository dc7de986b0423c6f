import * as l10n from '@vscode/l10n';
import { shorten } from '../../config/characters.js';
import type { ColumnSetting } from '../../config/edits/configChange.js';
import type { Finding } from '../../config/problem.js';
import type { ColumnEncoding } from '../../engine/model/inputEncoding.js';
import type { IgnoredReason } from '../../engine/model/dataColumn.js';
import { isInfinite } from './cellNumber.js';
import type { DataFile } from '../dataFile.js';
import { finding } from '../finding.js';
import { missingRuleOf } from './fitColumn.js';
import type { Unseen } from './columnEncoder.js';
import type { SourceColumn } from './sourceColumn.js';

/** The path of a column's options, which falls back to `data` where the config has none. */
const optionsOf = (name: string): Finding['path'] => ['data', 'columns', name];

/** Returns a change of the file that sets a column's options. */
const setting = (name: string, value: ColumnSetting) => ({
  title: l10n.t('Write {0} into "columns"', shorten(JSON.stringify({ [name]: value }), 100)),
  change: { type: 'columns' as const, value: { [name]: value } },
});

/** Returns the change that writes the inferred types of all columns into the file. */
export const typesChange = (types: Readonly<Record<string, ColumnSetting>>) => ({
  title: l10n.t('Write the types of all columns into the file'),
  change: { type: 'columns' as const, value: types },
});

/** Returns what was inferred about an input, and what is done about its missing cells; null where there is nothing to say. */
export function inputFinding(source: SourceColumn, encoding: ColumnEncoding, file: DataFile): Finding | null {
  const { column, missing, isInferred } = source;
  const first = isInferred ? inferred(source, file) : null;
  const second = missing > 0 ? filled(source, encoding) : null;
  if (!first && !second) return null;
  const message =
    first && second
      ? `${first} ${second}`
      : (first ?? l10n.t('Column "{0}" of {1}: {2}', shorten(column.name), file.name, second ?? ''));
  const { name } = column;
  const changes = [setting(name, 'ignore'), ...(missing > 0 ? [setting(name, { type: encoding.content, missing: 'dropRow' })] : [])]; // prettier-ignore
  return finding('column-read', optionsOf(name), message, { severity: 'info', changes });
}

function inferred({ column, content, labels }: SourceColumn, file: DataFile): string | null {
  const name = shorten(column.name);
  const shown = (labels ?? []).slice(0, 4).map(({ text }) => shorten(text, 20));
  const list = shown.join(', ') + ((labels?.length ?? 0) > 4 ? ', …' : '');
  switch (content) {
    case 'category':
      return l10n.t('Column "{0}" of {1} is read as a category with {2} values ({3}).', name, file.name, labels?.length ?? 0, list); // prettier-ignore
    case 'boolean':
      return l10n.t('Column "{0}" of {1} is read as a boolean ({2}).', name, file.name, list);
    case 'date':
      return l10n.t('Column "{0}" of {1} is read as dates, in days since 1970.', name, file.name);
    default:
      return null;
  }
}

/** Returns what is done about an input's missing cells. */
function filled(source: SourceColumn, encoding: ColumnEncoding): string {
  const { missing } = source;
  const rule = missingRuleOf(source);
  if (rule === null) return l10n.t('Its missing cells ({0}) are a category of their own.', missing);
  if (rule === 'dropRow') return l10n.t('The rows in which it is missing ({0}) are left out.', missing);
  const value =
    encoding.content === 'category' ? shorten(encoding.fill ?? '') : rounded(encoding.fill ?? NaN);
  switch (rule) {
    case 'mean':
      return l10n.t(
        'Its missing cells ({0}) are filled with {1}, the mean of the training part.',
        missing,
        value,
      );
    case 'median':
      return l10n.t('Its missing cells ({0}) are filled with {1}, the median of the training part.', missing, value); // prettier-ignore
    case 'mostFrequent':
      return l10n.t('Its missing cells ({0}) are filled with {1}, the most frequent value of the training part.', missing, value); // prettier-ignore
    default:
      return l10n.t('Its missing cells ({0}) are filled with {1}.', missing, value);
  }
}

const rounded = (value: number): string => String(Number(value.toPrecision(4)));

/** Returns the information that a column is not an input, and why. */
export function ignoredFinding(source: SourceColumn, reason: IgnoredReason, file: DataFile): Finding {
  const { name } = source.column;
  const type =
    reason === 'date' ? 'date' : reason === 'text' ? 'category' : reason === 'empty' ? null : 'number';
  const changes = [setting(name, 'ignore'), ...(type ? [setting(name, type)] : [])];
  return finding('column-ignored', optionsOf(name), ignored(source, reason, file), {
    severity: 'info',
    changes,
  });
}

function ignored({ column, labels }: SourceColumn, reason: IgnoredReason, file: DataFile): string {
  const name = shorten(column.name);
  switch (reason) {
    case 'identifier':
      return l10n.t('Column "{0}" of {1} is not an input, because it identifies the rows.', name, file.name);
    case 'date':
      return l10n.t(
        'Column "{0}" of {1} is not an input, because it has dates. Give it the type "date" in "columns" to use the days since 1970.',
        name,
        file.name,
      );
    case 'constant':
      return l10n.t(
        'Column "{0}" of {1} is not an input, because all its cells are the same.',
        name,
        file.name,
      );
    case 'empty':
      return l10n.t(
        'Column "{0}" of {1} is not an input, because all its cells are missing.',
        name,
        file.name,
      );
    default:
      return labels
        ? l10n.t(
            'Column "{0}" of {1} is not an input, because it has {2} different texts, such as "{3}".',
            name, file.name, labels.length, shorten(labels[0]?.text ?? ''),
          )
        : l10n.t('Column "{0}" of {1} is not an input, because it has too many different texts.', name, file.name); // prettier-ignore
  }
}

/** Returns the error about the cells of a column that are not numbers. */
export function wrongCells(source: SourceColumn, file: DataFile): Finding {
  const { column, wrong, firstWrong, content } = source;
  const name = shorten(column.name);
  const place = firstWrong?.place ?? { line: 1, column: 1 };
  const where = l10n.t('Line {0}, column {1} of {2}', place.line, place.column, file.name);
  const text = shorten(firstWrong?.text ?? '');
  const more = wrong > 1 ? l10n.t(' {0} more cells of this column are like it.', wrong - 1) : '';
  const related = (message: string) => ({ related: [{ file: file.path, ...place, message }], changes: [setting(column.name, 'ignore')] }); // prettier-ignore
  if (content === 'boolean' || content === 'date') {
    const message =
      content === 'date'
        ? l10n.t('{0}: "{1}" in "{2}" is not a date.', where, text, name)
        : l10n.t('{0}: "{1}" in "{2}" is not a boolean.', where, text, name);
    return finding(`csv-not-a-${content}`, column.at, message + more, related(message + more));
  }
  if (isInfinite(firstWrong?.text ?? '')) {
    const message = l10n.t('{0}: "{1}" in "{2}" is not a finite number.', where, text, name) + more;
    return finding('csv-not-finite', column.at, message, related(message));
  }
  const message = l10n.t(
    '{0}: "{1}" in "{2}" is not a number. Correct it, or list it in "missingValues".',
    where, text, name,
  ) + more; // prettier-ignore
  return finding('csv-not-a-number', column.at, message, related(message));
}

/** Returns the warning about cells that may be read in two ways; null where there are none. */
export function ambiguousFinding(
  { column, content, ambiguous, decimal }: SourceColumn,
  file: DataFile,
): Finding | null {
  if (ambiguous === null) return null;
  const [name, cell] = [shorten(column.name), shorten(ambiguous)];
  if (content === 'date') {
    const message = l10n.t(
      'Column "{0}" of {1} has dates such as {2}, which are read with the month first. Write dates as 2020-12-31 if the day is first.',
      name,
      file.name,
      cell,
    );
    return finding('column-ambiguous', optionsOf(column.name), message, { severity: 'warning' });
  }
  const message =
    decimal === ','
      ? l10n.t('Column "{0}" of {1} has numbers such as {2}, which are read with a decimal comma. Write "decimal": "." if this is wrong.', name, file.name, cell)
      : l10n.t('Column "{0}" of {1} has numbers such as {2}, which are read with commas between thousands. Write "decimal": "," if this is wrong.', name, file.name, cell); // prettier-ignore
  return finding('column-ambiguous', ['data', 'decimal'], message, { severity: 'warning' });
}

/** Returns the information about cells whose category has no input, if there are any. */
export function unseenFindings(
  { column }: SourceColumn,
  { count, example }: Unseen,
  file: DataFile,
): readonly Finding[] {
  if (count === 0) return [];
  const message = column.options?.categories
    ? l10n.t(
        '{0} cells in column "{1}" of {2} are not in its "categories", such as "{3}". All inputs of the column are 0 for them.',
        count, shorten(column.name), file.name, shorten(example),
      )
    : l10n.t(
        '{0} cells in column "{1}" of {2} have categories that do not occur in the training part, such as "{3}". All inputs of the column are 0 for them.',
        count, shorten(column.name), file.name, shorten(example),
      ); // prettier-ignore
  return [finding('column-unseen-category', optionsOf(column.name), message, { severity: 'info' })];
}

/** Returns the information that missing cells are replaced as in the training part, if there are any. */
export function replacedFindings(
  { column, missing }: SourceColumn,
  { fill }: ColumnEncoding,
  file: DataFile,
): readonly Finding[] {
  if (missing === 0 || fill === null) return [];
  const value = typeof fill === 'number' ? rounded(fill) : shorten(fill);
  const what = l10n.t('Its missing cells ({0}) are filled with {1}.', missing, value);
  const message = l10n.t('Column "{0}" of {1}: {2}', shorten(column.name), file.name, what);
  return [finding('column-filled', optionsOf(column.name), message, { severity: 'info' })];
}

/** Returns the error that a column has gaps and nothing in the training part that could replace them. */
export function nothingToFitFinding({ column, missing }: SourceColumn, file: DataFile): Finding {
  const message = l10n.t(
    'Column "{0}" of {1} has no value in the training part that could replace its missing cells ({2}). Choose "ignore" for it, or give a value in "missing".',
    shorten(column.name), file.name, missing,
  ); // prettier-ignore
  return finding('column-nothing-to-fit', optionsOf(column.name), message, { changes: [setting(column.name, 'ignore')] }); // prettier-ignore
}

/** Returns the information about rows that are left out, because a target is missing in them. */
export function droppedFinding({ column, missing, firstMissing }: SourceColumn, file: DataFile): Finding {
  const message = l10n.t(
    '{0} rows of {1} are left out, because the target "{2}" is missing in them. The first is in line {3}.',
    missing, file.name, shorten(column.name), firstMissing?.line ?? 1,
  ); // prettier-ignore
  return finding('rows-without-target', column.at, message, { severity: 'info' });
}

/** Returns the information about rows that are left out, because they repeat earlier ones. */
export function repeatedFinding(count: number, line: number, file: DataFile): Finding {
  const message = l10n.t(
    '{0} rows of {1} are left out, because they repeat earlier ones. The first is in line {2}.',
    count, file.name, line,
  ); // prettier-ignore
  return finding('rows-repeated', ['data', 'dropDuplicates'], message, { severity: 'info' });
}
