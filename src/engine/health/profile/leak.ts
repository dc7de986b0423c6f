import type { Samples, Task } from '../../model/dataset.js';
import { classOf } from '../../model/classOf.js';
import { spacedRows, type Columns } from './columns.js';
import { codeAgreement } from './codeAgreement.js';
import { leftByOthers, squaredCorrelation } from './linearFit.js';

/** A column that alone decides the target. */
export interface Leak {
  /** The index of the column. */
  readonly column: number;
  /** The fraction of the samples whose class the column's value gives, or the squared correlation with the target. */
  readonly agreement: number;
}

/** The most samples that are compared, and the most columns that are looked at. */
const most = { rows: 1000, columns: 1000 };
/** The fewest samples: with few of them a column decides the target by chance. */
const fewest = 20;

/** Finds the column that alone decides the target. A data set of one column has none: there it is what is to be learned. */
export function* leakSteps(
  samples: Samples,
  task: Task,
  { spread }: Columns,
): Generator<undefined, Leak | null> {
  const { inputs, targets } = samples;
  const rows = spacedRows(inputs.rows, most.rows);
  const varying = Array.from(spread, (_, column) => column).filter((column) => spread[column] > 0);
  if (rows.length < fewest || varying.length < 2) return null;
  const valuesOf = (column: number): number[] =>
    rows.map((row) => inputs.values[row * inputs.columns + column]);
  const agreementOf = task === 'classification' ? classAgreement(samples, rows) : correlation(samples, rows);
  let best: Leak | null = null;
  for (const column of varying.slice(0, most.columns)) {
    const agreement = agreementOf(valuesOf(column));
    if (agreement > (best?.agreement ?? 0)) best = { column, agreement };
    yield undefined;
  }
  if (!best || task === 'classification') return best && best.agreement >= code ? best : null;
  if (best.agreement >= copy.exact) return best;
  if (best.agreement < copy.noisy || targets.columns > 1) return null;
  const { column } = best;
  const others = varying.filter((other) => other !== column).slice(0, 30);
  const target = rows.map((row) => targets.values[row]);
  return isNoisyCopy(valuesOf(column), target, others.map(valuesOf)) ? best : null;
}

/** The least agreement of a code of the classes beyond that of the most frequent class. */
const code = 0.95;

/**
 * The least squared correlation of a copy of the target. The dominant feature of a linear relation reaches 0.99, too, but
 * then the others explain what it leaves; a copy with noise says all that the others say.
 */
const copy = { exact: 0.9999, noisy: 0.99 };
const explains = { target: 0.1, rest: 0.1 };

/** Returns whether the other columns tell something about the target, but nothing beyond what the copy says. */
function isNoisyCopy(
  values: readonly number[],
  target: readonly number[],
  others: readonly number[][],
): boolean {
  const chance = (2 * others.length) / target.length;
  const ofTarget = 1 - leftByOthers(others, target);
  const rest = residual(values, target);
  return ofTarget > explains.target + chance && 1 - leftByOthers(others, rest) < explains.rest + chance;
}

/** Returns what the best line through the values leaves of the target. */
function residual(values: readonly number[], target: readonly number[]): number[] {
  const mean = (of: readonly number[]): number => of.reduce((sum, value) => sum + value, 0) / of.length;
  const [meanX, meanY] = [mean(values), mean(target)];
  const xx = values.reduce((sum, x) => sum + (x - meanX) ** 2, 0);
  const slope = values.reduce((sum, x, i) => sum + (x - meanX) * (target[i] - meanY), 0) / xx;
  return target.map((y, i) => y - meanY - slope * (values[i] - meanX));
}

/** Returns a function that computes how well a column's value gives the class. */
function classAgreement(
  { targets }: Samples,
  rows: readonly number[],
): (values: readonly number[]) => number {
  const classes = rows.map((row) => classOf(targets.values, row * targets.columns, targets.columns));
  return (values) => codeAgreement(values, classes);
}

/** Returns a function that computes the largest squared correlation of a column with a target. */
function correlation({ targets }: Samples, rows: readonly number[]): (values: readonly number[]) => number {
  const columns = Array.from({ length: targets.columns }, (_, c) =>
    rows.map((row) => targets.values[row * targets.columns + c]),
  );
  return (values) => Math.max(...columns.map((target) => squaredCorrelation(values, target)));
}
