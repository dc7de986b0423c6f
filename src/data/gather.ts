import * as l10n from '@vscode/l10n';
import { shorten } from '../config/characters.js';
import type { Floats, Matrix } from '../engine/model/network.js';
import type { Precision } from '../engine/model/spec.js';
import type { LoadOptions } from './dataFile.js';
import { refusal } from './finding.js';
import type { RowSource } from './table.js';

/** A source with column names for messages and the key of its numbers in the config. */
export interface NamedSource extends RowSource {
  readonly names: readonly string[];
  readonly key: 'inputs' | 'targets';
}

export const withNames = (
  source: RowSource,
  names: readonly string[],
  key: NamedSource['key'],
): NamedSource => ({
  columns: source.columns,
  copy: (row, into, at) => source.copy(row, into, at),
  names,
  key,
});

const rowsPerYield = 1 << 14;

/**
 * Copies rows into a matrix and regularly yields to the event loop.
 * @throws DataError where a number does not fit into float32
 */
export async function gather(
  rows: Uint32Array,
  source: NamedSource,
  precision: Precision,
  options: LoadOptions,
): Promise<Matrix> {
  const { columns } = source;
  const values = new (precision === 'float32' ? Float32Array : Float64Array)(rows.length * columns);
  for (let i = 0; i < rows.length; i++) {
    source.copy(rows[i], values, i * columns);
    if (precision === 'float32') checkRow(source, rows[i], values.subarray(i * columns, (i + 1) * columns));
    if (i % rowsPerYield === rowsPerYield - 1) {
      await new Promise(setImmediate);
      options.signal?.throwIfAborted();
    }
  }
  return { rows: rows.length, columns, values };
}

function checkRow(source: NamedSource, row: number, values: Floats): void {
  let column = 0;
  while (column < values.length && Number.isFinite(values[column])) column++;
  if (column === values.length) return;
  const written = new Float64Array(source.columns);
  source.copy(row, written, 0);
  const message = l10n.t(
    '{0} in "{1}" of sample {2} is too large for float32, whose largest number is about 3.4e38. Use "precision": "float64", or another unit.',
    written[column], shorten(source.names[column]), row + 1,
  ); // prettier-ignore
  throw refusal('float32-overflow', ['data', source.key, row, column], message);
}
