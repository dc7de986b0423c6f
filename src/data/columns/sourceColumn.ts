import type { ColumnContent, IgnoredReason } from '../../engine/model/dataColumn.js';
import type { Place } from '../csv/place.js';
import { readBoolean } from './cellBoolean.js';
import { readDate } from './cellDate.js';
import { readNumber, type DecimalSign } from './cellNumber.js';
import type { Column } from './column.js';
import {
  dateOrderOf,
  decimalOf,
  type Cells,
  type ColumnReader,
  type Example,
  type Label,
} from './columnReader.js';
import { isIdentifierColumn } from './identifier.js';
import { inferColumn, type ColumnCounts } from './inferColumn.js';

/** A distinct text of a column; `value` is its number, or NaN. */
export interface SourceLabel extends Label {
  readonly value: number;
}

/** A column that was read, with what it contains. */
export interface SourceColumn {
  readonly column: Column;
  readonly content: ColumnContent;
  readonly isInferred: boolean;
  /** Why it is not an input unless the config asks for it. */
  readonly reason: IgnoredReason | null;
  readonly missing: number;
  readonly firstMissing: Place | null;
  /** The number of cells that do not fit the content. */
  readonly wrong: number;
  /** A cell that does not fit the content, the first one found; null where all fit. */
  readonly firstWrong: Example | null;
  /** A cell that may be read in two ways, of which one was chosen; null where there is none. */
  readonly ambiguous: string | null;
  readonly decimal: DecimalSign;
  /** The distinct texts; null where there were too many. */
  readonly labels: readonly SourceLabel[] | null;
  /** Whether `numberAt` returns its numbers, which is so unless there were too many different texts. */
  readonly hasNumbers: boolean;
  /** Returns the number in a row, or NaN where it is missing. Booleans are 0 and 1, and dates are days since 1970. */
  readonly numberAt: (row: number) => number;
  /** Returns the index of the label in a row, or −1 where the cell is missing. */
  readonly labelAt: (row: number) => number;
  readonly isMissing: (row: number) => boolean;
}

/** Returns what a column contains, from its type in the config or from its cells. */
export function sourceColumn(
  reader: ColumnReader,
  decimalOfConfig: DecimalSign | null,
  likely: DecimalSign | null,
): SourceColumn {
  const cells = reader.end();
  const labels = cells.kind === 'labels' ? cells.labels : null;
  const sign = signOf(cells, decimalOfConfig, likely);
  const dates = labels ? dateOrderOf(labels) : null;
  const kinds: Kinds = {
    number: (text) => readNumber(text, sign.decimal),
    boolean: readBoolean,
    date: (text) => readDate(text, dates?.order ?? 'month first'),
  };
  const { rows, missing, column, firstMissing, examples } = reader;
  const given = column.options?.type ?? null;
  const counts = countsOf(cells, rows - missing, missing, kinds, column);
  const inferred = inferColumn(counts);
  const content = given && given !== 'ignore' ? (counts.present === 0 ? 'empty' : given) : inferred.content;
  const fitting = fittingCells(content, counts);
  const ambiguous = content === 'date' ? dates?.ambiguous : content === 'number' ? sign.ambiguous : null;
  return {
    column,
    content,
    isInferred: given === null,
    reason: given && given !== 'ignore' && content !== 'empty' ? null : inferred.reason,
    missing,
    firstMissing,
    wrong: counts.present - fitting,
    firstWrong: examples.find(({ text }) => Number.isNaN(valueOf(content, kinds)(text))) ?? null,
    ambiguous: ambiguous ?? null,
    decimal: sign.decimal,
    labels: labels && labels.map((label) => ({ ...label, value: valueOf(content, kinds)(label.text) })),
    hasNumbers: cells.kind !== 'texts',
    ...accessTo(cells, content, kinds),
  };
}

type Kinds = Readonly<Record<'number' | 'boolean' | 'date', (text: string) => number>>;

function signOf(cells: Cells, given: DecimalSign | null, likely: DecimalSign | null) {
  if (cells.kind === 'numbers') return { decimal: cells.decimal, ambiguous: null };
  if (given) return { decimal: given, ambiguous: null };
  return cells.kind === 'labels'
    ? decimalOf(cells.labels, likely)
    : { decimal: '.' as const, ambiguous: null };
}

function countsOf(
  cells: Cells,
  present: number,
  missing: number,
  kinds: Kinds,
  column: Column,
): ColumnCounts {
  if (cells.kind === 'texts')
    return { present, missing, numbers: 0, booleans: 0, dates: 0, distinct: Infinity, distinctTexts: Infinity, isIdentifier: false }; // prettier-ignore
  if (cells.kind === 'numbers') {
    const numbers = present - cells.texts;
    const common = { present, missing, booleans: 0, distinct: Infinity, distinctTexts: cells.texts };
    return cells.isDate
      ? { ...common, numbers: 0, dates: numbers, isIdentifier: false }
      : { ...common, numbers, dates: 0, isIdentifier: isIdentifierColumn(column, present, cells.values) };
  }
  const labels = cells.labels;
  const sum = (read: (text: string) => number) =>
    labels.reduce((total, { text, count }) => total + (Number.isNaN(read(text)) ? 0 : count), 0);
  const numbers = sum(kinds.number);
  const values = labels.map(({ text }) => kinds.number(text));
  return {
    present,
    missing,
    numbers,
    booleans: sum(kinds.boolean),
    dates: sum(kinds.date),
    distinct: labels.length,
    distinctTexts: values.filter((value) => Number.isNaN(value)).length,
    isIdentifier:
      numbers === present &&
      labels.length === present &&
      missing === 0 &&
      isIdentifierColumn(column, present, values),
  };
}

function fittingCells(content: ColumnContent, { present, numbers, booleans, dates }: ColumnCounts): number {
  if (content === 'number') return numbers;
  if (content === 'boolean') return booleans;
  return content === 'date' ? dates : present;
}

const valueOf = (content: ColumnContent, kinds: Kinds): ((text: string) => number) =>
  content === 'boolean' || content === 'date' ? kinds[content] : kinds.number;

function accessTo(
  cells: Cells,
  content: ColumnContent,
  kinds: Kinds,
): Pick<SourceColumn, 'numberAt' | 'labelAt' | 'isMissing'> {
  const none = () => -1;
  if (cells.kind === 'texts') return { numberAt: () => NaN, labelAt: none, isMissing: () => false };
  if (cells.kind === 'numbers') {
    const { values } = cells;
    return {
      numberAt: (row) => values.at(row),
      labelAt: none,
      isMissing: (row) => Number.isNaN(values.at(row)),
    };
  }
  const { codes, labels } = cells;
  const read = valueOf(content, kinds);
  const numbers = Float64Array.from([NaN, ...labels.map(({ text }) => read(text))]);
  return {
    numberAt: (row) => numbers[codes.at(row)],
    labelAt: (row) => codes.at(row) - 1,
    isMissing: (row) => codes.at(row) === 0,
  };
}
