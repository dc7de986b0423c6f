import * as l10n from '@vscode/l10n';
import { shorten } from '../../config/characters.js';
import type { DataFile } from '../dataFile.js';
import { refusal } from '../finding.js';
import type { SourceColumn } from './sourceColumn.js';

/**
 * Returns the rows of the file in which no cell of some columns is missing; null where these are all.
 * @throws DataError where no row is left
 */
export function keptRows(
  columns: readonly SourceColumn[],
  rows: number,
  targets: readonly SourceColumn[],
  file: DataFile,
): Uint32Array | null {
  const gapped = columns.filter(({ missing }) => missing > 0);
  if (gapped.length === 0) return null;
  const kept = new Uint32Array(rows);
  let count = 0;
  for (let row = 0; row < rows; row++) {
    if (gapped.some((column) => column.isMissing(row))) continue;
    kept[count++] = row;
  }
  if (count > 0) return kept.slice(0, count);
  const empty = targets.find(({ missing }) => missing === rows);
  if (empty) {
    const message = l10n.t(
      'The target "{0}" is missing in all rows of {1}. Choose another target, or fill it in.',
      shorten(empty.column.name),
      file.name,
    );
    throw refusal('csv-empty-target', empty.column.at, message);
  }
  const message = l10n.t('All rows of {0} are left out, because cells are missing in them. Choose another rule for "missing".', file.name); // prettier-ignore
  throw refusal('csv-no-row-kept', ['data', 'columns'], message);
}
