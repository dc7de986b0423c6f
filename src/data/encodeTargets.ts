import * as l10n from '@vscode/l10n';
import { shorten } from '../config/characters.js';
import type { Task } from '../engine/model/dataset.js';
import type { LayerSpec, NetworkSpec } from '../engine/model/spec.js';
import { refusal } from './finding.js';
import { forEachRow } from './table.js';
import type { RowSource, Targets } from './table.js';

/** The targets in the form that the network's outputs are compared with. */
export interface EncodedTargets {
  readonly task: Task;
  readonly names: readonly string[];
  readonly classes: readonly string[] | null;
  readonly classOf: Int32Array | null;
  readonly values: RowSource;
}

/**
 * Encodes the targets. Classes become one-hot rows or, for two classes and one output unit that is not softmax, a single
 * column of 0 and 1. Numbers are unchanged. They are classes where the task is classification or, without a task, where
 * they are one-hot or 0 and 1 and the last activation returns probabilities (softmax, sigmoid) or 0 and 1 (step).
 * @throws DataError where the last layer's units do not fit
 */
export function encodeTargets(targets: Targets, network: NetworkSpec, rows: number): EncodedTargets {
  const last = network.layers[network.layers.length - 1];
  return targets.kind === 'classes'
    ? encodeClasses(targets, last, network.layers.length - 1)
    : encodeNumbers(targets, last, network.layers.length - 1, rows);
}

function encodeClasses(
  targets: Extract<Targets, { kind: 'classes' }>,
  last: LayerSpec,
  index: number,
): EncodedTargets {
  const { classes, classOf, name, at } = targets;
  const common = { task: 'classification', classes, classOf } as const;
  if (classes.length < 2) {
    const message = l10n.t(
      'All samples belong to the class "{0}", but at least two classes are needed.',
      shorten(classes[0]),
    );
    throw refusal('one-class', at, message);
  }
  if (classes.length === 2 && last.units === 1 && last.activation !== 'softmax') {
    const copy: RowSource['copy'] = (row, into, offset) => (into[offset] = classOf[row]);
    return { ...common, names: [name], values: { columns: 1, copy } };
  }
  if (classes.length !== last.units) throw wrongUnits(classes, last, index);
  const copy: RowSource['copy'] = (row, into, offset) => {
    into.fill(0, offset, offset + classes.length);
    into[offset + classOf[row]] = 1;
  };
  return { ...common, names: classes, values: { columns: classes.length, copy } };
}

function wrongUnits(classes: readonly string[], last: LayerSpec, index: number) {
  const shown =
    classes
      .slice(0, 10)
      .map((name) => shorten(name))
      .join(', ') + (classes.length > 10 ? ', …' : '');
  const message =
    classes.length === 2
      ? l10n.t(
          'The data has 2 classes ({0}), so the last layer needs 2 units, or 1 with sigmoid, instead of {1}.',
          shown,
          last.units,
        )
      : l10n.t(
          'The data has {0} classes ({1}), so the last layer needs {0} units instead of {2}.',
          classes.length,
          shown,
          last.units,
        );
  return refusal('class-count', ['layers', index, 'units'], message);
}

function encodeNumbers(
  { names, values, task, at }: Extract<Targets, { kind: 'numbers' }>,
  last: LayerSpec,
  index: number,
  rows: number,
): EncodedTargets {
  if (values.columns !== last.units) {
    const message = l10n.t(
      'The data has {0} target columns, so the last layer needs {0} units instead of {1}.',
      values.columns,
      last.units,
    );
    throw refusal('target-count', ['layers', index, 'units'], message);
  }
  const decides = (values.columns === 1 ? ['sigmoid', 'step'] : ['sigmoid', 'softmax']).includes(
    last.activation,
  );
  const maybeClasses = task === 'classification' || (task === null && decides);
  const classOf = maybeClasses ? readClasses(values, rows) : null;
  if (classOf)
    return {
      task: 'classification',
      names,
      classes: names.length === 1 ? ['0', '1'] : names,
      classOf,
      values,
    };
  if (task === 'classification') {
    const message = l10n.t(
      'For classification, each row needs a 1 in the column of its class and 0 in the other target columns.',
    );
    throw refusal('not-one-hot', at, message);
  }
  return { task: 'regression', names, classes: null, classOf: null, values };
}

/** Returns the class of each row, as an index; null unless every row is one-hot or a single 0 or 1. */
function readClasses(values: RowSource, rows: number): Int32Array | null {
  const classOf: number[] = [];
  forEachRow(values, Array(rows).keys(), (row) => {
    const binary = row.every((value) => value === 0 || value === 1);
    const oneHot = binary && (row.length === 1 || row.reduce((sum, value) => sum + value, 0) === 1);
    classOf.push(oneHot ? (row.length === 1 ? row[0] : row.indexOf(1)) : NaN);
  });
  return classOf.some(Number.isNaN) ? null : Int32Array.from(classOf);
}
