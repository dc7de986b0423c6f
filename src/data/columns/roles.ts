import * as l10n from '@vscode/l10n';
import { shorten } from '../../config/characters.js';
import type { Finding } from '../../config/problem.js';
import type { IgnoredReason } from '../../engine/model/dataColumn.js';
import { noFeatures } from '../csv/header.js';
import type { DataFile } from '../dataFile.js';
import { capped, DataError, finding, mostFindings } from '../finding.js';
import { ignoredFinding, wrongCells } from './columnFindings.js';
import { missingRuleOf } from './fitColumn.js';
import type { SourceColumn } from './sourceColumn.js';

/** The features that are inputs, and those that are not. */
export interface Roles {
  readonly inputs: readonly SourceColumn[];
  readonly ignored: readonly { readonly source: SourceColumn; readonly reason: IgnoredReason }[];
}

/**
 * Decides which features are inputs. Those that the config names are. A number that would be left out is an input where
 * there would be none otherwise.
 * @throws DataError where a feature cannot be an input
 */
export function rolesOf(features: readonly SourceColumn[], areListed: boolean, file: DataFile): Roles {
  const reasonOf = (source: SourceColumn): IgnoredReason | null =>
    areListed && source.content !== 'empty' && source.content !== 'text' ? null : source.reason;
  if (areListed) checkListed(features, file);
  const wanted = features.filter((source) => reasonOf(source) === null);
  const last = ['number', 'boolean', 'category', 'date'] as const;
  const content = last.find((each) => features.some((source) => source.content === each));
  const inputs = wanted.length > 0 ? wanted : features.filter((source) => source.content === content);
  if (inputs.length === 0) throw features.length > 0 ? unusable(features, file) : noFeatures(file);
  const wrong = inputs.filter((source) => source.wrong > 0);
  if (wrong.length > 0)
    throw new DataError(
      capped(
        wrong.slice(0, mostFindings).map((source) => wrongCells(source, file)),
        wrong.length,
      ),
    );
  const used = new Set(inputs);
  const ignored = features.flatMap((source) =>
    used.has(source) ? [] : [{ source, reason: source.reason ?? ('text' as const) }],
  );
  checkMissing(inputs, file);
  return { inputs, ignored };
}

/** @throws DataError where a column that is listed as a feature contains texts that cannot be inputs */
function checkListed(features: readonly SourceColumn[], file: DataFile): void {
  const bad = features.filter(({ content, labels }) => content === 'text' || content === 'empty' || (content === 'category' && !labels)); // prettier-ignore
  if (bad.length > 0) throw unusable(bad, file);
}

/** Returns the error that columns cannot be inputs. */
function unusable(columns: readonly SourceColumn[], file: DataFile): DataError {
  const findings = columns.slice(0, mostFindings).map((source) => {
    const { message, changes, path } = ignoredFinding(
      source,
      source.content === 'empty' ? 'empty' : 'text',
      file,
    );
    return finding('csv-text-column', source.column.at.length > 2 ? source.column.at : path, message, {
      changes,
    });
  });
  return new DataError(capped(findings, columns.length));
}

/** @throws DataError where a cell is missing in a column in which that is an error, or a category has too many values */
function checkMissing(inputs: readonly SourceColumn[], file: DataFile): void {
  const findings = inputs.flatMap((source) => {
    const { column, missing, firstMissing, content, labels } = source;
    if (content === 'category' && !labels) return [tooManyCategories(source, file)];
    if (missing === 0 || missingRuleOf(source) !== 'error') return [];
    const place = firstMissing ?? { line: 1, column: 1 };
    const message = l10n.t(
      '{0} cells in column "{1}" of {2} are missing, the first in line {3}. Fill them in, or choose another rule for "missing".',
      missing, shorten(column.name), file.name, place.line,
    ); // prettier-ignore
    return [finding('csv-empty-cell', ['data', 'columns', column.name], message, { related: [{ file: file.path, ...place, message }] })]; // prettier-ignore
  });
  if (findings.length > 0) throw new DataError(capped(findings));
}

function tooManyCategories({ column }: SourceColumn, file: DataFile): Finding {
  const message = l10n.t(
    'Column "{0}" of {1} has too many different texts for a category. Choose "ignore" for it.',
    shorten(column.name),
    file.name,
  );
  return finding('too-many-categories', ['data', 'columns', column.name], message);
}
