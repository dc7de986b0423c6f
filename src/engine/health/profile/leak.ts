import type { Samples, Task } from '../../model/dataset.js';
import { classOf } from '../../model/classOf.js';
import { spacedRows, type Columns } from './columns.js';

/** A column that alone decides the target. */
export interface Leak {
  /** The index of the column. */
  readonly column: number;
  /** The fraction of the samples whose class the column's value gives, or the squared correlation with the target. */
  readonly agreement: number;
}

/** The most samples that are compared, and the most columns that are looked at. */
const most = { rows: 2000, columns: 2000 };
/** The fewest samples: with few of them a column decides the target by chance. */
const fewest = 20;

/** Finds the column that alone decides the target. A data set of one column has none: there it is what is to be learned. */
export function* leakSteps(
  samples: Samples,
  task: Task,
  { spread }: Columns,
): Generator<undefined, Leak | null> {
  const { inputs } = samples;
  const rows = spacedRows(inputs.rows, most.rows);
  const varying = Array.from(spread, (_, column) => column).filter((column) => spread[column] > 0);
  if (rows.length < fewest || varying.length < 2) return null;
  const agreementOf = task === 'classification' ? classAgreement(samples, rows) : correlation(samples, rows);
  let best: Leak | null = null;
  for (const column of varying.slice(0, most.columns)) {
    const values = rows.map((row) => inputs.values[row * inputs.columns + column]);
    const agreement = agreementOf(values);
    if (agreement > (best?.agreement ?? 0)) best = { column, agreement };
    yield undefined;
  }
  return best && best.agreement >= least[task] ? best : null;
}

/**
 * The least agreement of a leak. A feature that only predicts well, such as the dominant one of a linear relation, explains
 * less of the target's variance; a copy with another unit and rounding explains more.
 */
const least: Readonly<Record<Task, number>> = { classification: 0.995, regression: 0.9999 };

/** Returns a function that computes how often a column's value gives the class, where the column is a code of the classes. */
function classAgreement(
  { targets }: Samples,
  rows: readonly number[],
): (values: readonly number[]) => number {
  const classes = rows.map((row) => classOf(targets.values, row * targets.columns, targets.columns));
  const classCount = new Set(classes).size;
  return (values) => {
    const codes = new Map<number, Map<number, number>>();
    values.forEach((value, i) => {
      const counts = codes.get(value) ?? new Map<number, number>();
      counts.set(classes[i], (counts.get(classes[i]) ?? 0) + 1);
      codes.set(value, counts);
    });
    if (codes.size !== classCount || classCount < 2) return 0;
    const winners = [...codes.values()].map((counts) => [...counts].reduce((a, b) => (b[1] > a[1] ? b : a)));
    if (new Set(winners.map(([winner]) => winner)).size !== classCount) return 0;
    return winners.reduce((sum, [, count]) => sum + count, 0) / rows.length;
  };
}

/** Returns a function that computes the largest squared correlation of a column with a target. */
function correlation({ targets }: Samples, rows: readonly number[]): (values: readonly number[]) => number {
  const columns = Array.from({ length: targets.columns }, (_, c) =>
    rows.map((row) => targets.values[row * targets.columns + c]),
  );
  return (values) => Math.max(...columns.map((target) => squaredCorrelation(values, target)));
}

export function squaredCorrelation(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  a.forEach((value, i) => {
    ab += (value - meanA) * (b[i] - meanB);
    aa += (value - meanA) ** 2;
    bb += (b[i] - meanB) ** 2;
  });
  return aa > 0 && bb > 0 ? (ab * ab) / (aa * bb) : 0;
}
