import type { Task } from '../../engine/model/dataset.js';
import type { Floats } from '../../engine/model/network.js';
import type { NetworkSpec } from '../../engine/model/spec.js';
import { capped, DataError } from '../finding.js';
import type { RowSource, Targets } from '../table.js';
import type { BadCells } from './badCells.js';
import type { TargetColumn } from './targetColumn.js';

/** The most distinct whole numbers that are taken for classes, unless the network has more outputs. */
const few = 20;

/**
 * Returns the targets: one column of classes, or columns of numbers.
 * @throws DataError where a number is required and a cell contains text
 */
export function targetsOf(
  columns: readonly TargetColumn[],
  task: Task | null,
  network: NetworkSpec,
  bad: BadCells,
): Targets {
  const [first, ...others] = columns;
  const inferred = task ?? inferTask(first, network);
  if (others.length === 0 && inferred === 'classification') {
    return { kind: 'classes', name: first.column.name, ...first.classes(), at: first.column.at };
  }
  const texts = columns.flatMap(({ column, firstText }) =>
    firstText ? [bad.targetText(column, firstText.text, firstText.place)] : [],
  );
  if (texts.length > 0) throw new DataError(capped(texts));
  return {
    kind: 'numbers',
    names: columns.map(({ column }) => column.name),
    values: sideBySide(columns.map((column) => column.numbers())),
    task,
    at: ['data', 'target'],
  };
}

/**
 * Infers the task. Texts are classes, and so are few distinct whole numbers where the last activation returns
 * probabilities or 0 and 1. With other activations, a text among numbers is a mistake, and the task is regression.
 */
function inferTask(column: TargetColumn, network: NetworkSpec): Task {
  const { activation, units } = network.layers[network.layers.length - 1];
  const decides = ['softmax', 'sigmoid', 'step'].includes(activation);
  const isClasses = column.firstText
    ? decides || !column.hasNumbers
    : decides && column.hasFewWholeNumbers(Math.max(few, units));
  return isClasses ? 'classification' : 'regression';
}

function sideBySide(sources: readonly RowSource[]): RowSource {
  return {
    columns: sources.length,
    copy(row: number, into: Floats, at: number) {
      sources.forEach((source, i) => source.copy(row, into, at + i));
    },
  };
}
