import * as l10n from '@vscode/l10n';
import { legible, shorten } from '../../config/characters.js';
import { limits } from '../../engine/limits.js';
import type { Task } from '../../engine/model/dataset.js';
import type { NetworkSpec } from '../../engine/model/spec.js';
import { byCodePoint } from '../columns/byCodePoint.js';
import { wrongCells } from '../columns/columnFindings.js';
import { sideBySide } from '../columns/columnEncoder.js';
import type { SourceColumn } from '../columns/sourceColumn.js';
import type { DataFile } from '../dataFile.js';
import { capped, DataError, refusal } from '../finding.js';
import type { RowSource, Targets } from '../table.js';

/** The most distinct whole numbers that are taken for classes, unless the network has more outputs. */
const few = 20;

/**
 * Returns the targets: one column of classes, or columns of numbers.
 * @param rows the rows of the file that are used, or their number where all are
 * @throws DataError where a number is required and a cell contains text
 */
export function targetsOf(
  columns: readonly SourceColumn[],
  task: Task | null,
  network: NetworkSpec,
  file: DataFile,
  rows: Uint32Array | number,
): Targets {
  const [first, ...others] = columns;
  const rowAt = typeof rows === 'number' ? (row: number) => row : (row: number) => rows[row];
  const count = typeof rows === 'number' ? rows : rows.length;
  const { at, name } = first.column;
  if (others.length === 0 && (task ?? inferTask(first, network)) === 'classification')
    return { kind: 'classes', name, ...classesOf(first, rowAt, count), at };
  const texts = columns.filter((column) => !hasNumbersOnly(column));
  if (texts.length > 0) throw new DataError(capped(texts.map((column) => notNumbers(column, file))));
  return {
    kind: 'numbers',
    names: columns.map(({ column }) => column.name),
    values: sideBySide(columns.map(numbersOf), rowAt),
    task,
    at: ['data', 'target'],
  };
}

const numbersOf = ({ numberAt }: SourceColumn): RowSource => ({
  columns: 1,
  copy: (row, into, at) => (into[at] = numberAt(row)),
});

/** Returns whether all cells have numbers: as such, or as dates. Booleans have them where the config says so. */
const hasNumbersOnly = ({ content, wrong, isInferred }: SourceColumn): boolean =>
  wrong === 0 && (content === 'number' || content === 'date' || (content === 'boolean' && !isInferred));

function notNumbers(column: SourceColumn, file: DataFile) {
  if (!column.labels && column.content === 'text') throw tooManyTexts(column);
  return wrongCells(column, file);
}

/**
 * Infers the task. Texts are classes, and so are few distinct whole numbers where the last activation returns
 * probabilities or 0 and 1. With other activations, a text among numbers is a mistake, and the task is regression.
 */
function inferTask(column: SourceColumn, network: NetworkSpec): Task {
  const { activation, units } = network.layers[network.layers.length - 1];
  const decides = ['softmax', 'sigmoid', 'step'].includes(activation);
  const isClasses =
    hasNumbersOnly(column) && column.content !== 'boolean'
      ? decides && hasFewWholeNumbers(column, Math.max(few, units))
      : decides || column.content !== 'number';
  return isClasses ? 'classification' : 'regression';
}

/** Returns whether all cells are whole numbers with at most `most` distinct values. */
function hasFewWholeNumbers(column: SourceColumn, most: number): boolean {
  if (!column.labels || column.content !== 'number') return false;
  const values = column.labels.map(({ value }) => value);
  return values.every((value) => Number.isInteger(value)) && new Set(values).size <= most;
}

/** Returns the classes, and each row's class as an index. Numeric classes are sorted by number, others by code point. */
function classesOf(
  column: SourceColumn,
  rowAt: (row: number) => number,
  rows: number,
): { classes: string[]; classOf: Int32Array } {
  const { labels, content, wrong } = column;
  if (!labels) throw tooManyTexts(column);
  const areNumbers = content === 'number' && wrong === 0;
  const keys = labels.map(({ text, value }) => (areNumbers ? String(value) : text));
  const used = new Uint8Array(labels.length);
  for (let row = 0; row < rows; row++) used[column.labelAt(rowAt(row))] = 1;
  const compare = areNumbers ? (a: string, b: string) => Number(a) - Number(b) : byCodePoint;
  const classes = [...new Set(keys.filter((_, label) => used[label] === 1))].sort(compare);
  const rank = new Map(classes.map((name, i) => [name, i]));
  const classOfLabel = keys.map((key) => rank.get(key) ?? -1);
  const classOf = Int32Array.from({ length: rows }, (_, row) => classOfLabel[column.labelAt(rowAt(row))]);
  return { classes: classes.map(legible), classOf };
}

function tooManyTexts({ column }: SourceColumn) {
  const message = l10n.t(
    'Column "{0}" has more than {1} different values, which is too many for classes. Check that it is the right target.',
    shorten(column.name), limits.classes,
  ); // prettier-ignore
  return refusal('too-many-classes', column.at, message);
}
