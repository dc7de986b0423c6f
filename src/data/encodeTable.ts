import * as l10n from '@vscode/l10n';
import { shorten } from '../config/characters.js';
import type { Finding } from '../config/problem.js';
import type { ColumnOptions } from '../config/spec.js';
import type { ColumnEncoding, InputEncoding } from '../engine/model/inputEncoding.js';
import { columnEncoder, sideBySide } from './columns/columnEncoder.js';
import { replacedFindings, unseenFindings, wrongCells } from './columns/columnFindings.js';
import { sourcesOf } from './columns/columnTable.js';
import type { SourceColumn } from './columns/sourceColumn.js';
import { dataFile, type DataFile, type LoadOptions } from './dataFile.js';
import type { Files } from './files.js';
import { capped, DataError, refusal } from './finding.js';
import { readColumns } from './readColumns.js';
import { forEachRow, type RowSource } from './table.js';

/** The rows of a table as inputs of a network that was trained on another one. */
export interface EncodedTable {
  readonly rows: number;
  /** The inputs of each row, without derived ones and not normalized. */
  readonly inputs: RowSource;
  /** Warnings about cells for which the network was not trained: gaps that are filled, and unknown categories. */
  readonly findings: readonly Finding[];
}

/**
 * Reads a table whose rows become inputs as those of the training samples did. It needs the columns of the inputs only.
 * @throws DataError with the problems found in it, such as a missing column, a text in a column of numbers, or a gap without a
 * value that replaces it
 */
export async function encodeTable(
  name: string,
  encoding: InputEncoding,
  files: Files,
  options: LoadOptions,
): Promise<EncodedTable> {
  const file = dataFile(name, files, ['data', 'file']);
  const { columns, source } = await readColumns(name, file, encoding.map(optionsOf), options);
  const byName = new Map([...sourcesOf(columns, source).values()].map((each) => [each.column.name, each]));
  const sources = encoding.map(({ column: wanted }) => sourceNamed(wanted, byName, file));
  const misread = sources.filter(({ wrong }) => wrong > 0);
  if (misread.length > 0) throw new DataError(capped(misread.map((each) => wrongCells(each, file))));
  const encoders = sources.map((each, i) => columnEncoder(each, encoding[i]));
  const inputs = sideBySide(encoders, (row) => row);
  const inputNames = encoders.flatMap(({ names }) => names);
  checkGaps(inputs, inputNames, columns.lines.toUint32Array(), file);
  const all = Uint32Array.from({ length: columns.rows }, (_, row) => row);
  const findings = sources.flatMap((each, i) => [
    ...replacedFindings(each, encoding[i], file),
    ...unseenFindings(each, encoders[i].countUnseen(all), file),
  ]);
  return { rows: columns.rows, inputs, findings: capped(findings) };
}

const optionsOf = (encoding: ColumnEncoding): ColumnOptions => ({
  name: encoding.column,
  type: encoding.content,
  missing: null,
  categories: null,
});

function sourceNamed(name: string, sources: ReadonlyMap<string, SourceColumn>, file: DataFile): SourceColumn {
  const source = sources.get(name);
  if (source) return source;
  throw refusal('csv-no-column', file.at, l10n.t('{0} has no column "{1}".', file.name, shorten(name)));
}

/** Checks that each row has a number for each input. */
function checkGaps(inputs: RowSource, names: readonly string[], lines: Uint32Array, file: DataFile): void {
  let row = 0;
  forEachRow(inputs, lines.keys(), (values) => {
    const gap = values.findIndex((value) => !Number.isFinite(value));
    if (gap !== -1) {
      const message = l10n.t(
        'Line {0} of {1} has no number in "{2}", and the training samples had no gap there whose value could replace it. Fill it in.',
        lines[row], file.name, shorten(names[gap]),
      ); // prettier-ignore
      throw refusal('csv-gap', file.at, message);
    }
    row++;
  });
}
