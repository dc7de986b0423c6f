import { forwardOf, type Backend, type Forward } from '../training/backend.js';
import type { Samples, Task } from '../model/dataset.js';
import { forwardPieces, rowPieces } from './forward.js';
import { classOf } from '../model/classOf.js';
import type { ClassificationReport, Evaluation, RegressionReport } from '../model/metrics.js';
import type { Matrix, Network } from '../model/network.js';
import { cut, drain, quantum, runPieces, type Budget } from '../pacing.js';
import { createPass, type Pass } from './pass.js';
import { createSweep, sweepRows } from './sweep.js';

/** Evaluates a network on a set of samples: confusion matrix, precision and recall, or errors and R². */
export function evaluate(
  network: Network,
  samples: Samples,
  task: Task,
  backend: Backend | null = null,
): Evaluation {
  return drain(evaluateSteps(network, samples, task, backend));
}

/** Does what `evaluate` does, and yields in between. */
export function* evaluateSteps(
  network: Network,
  samples: Samples,
  task: Task,
  backend: Backend | null = null,
): Generator<undefined, Evaluation> {
  const { rows } = samples.inputs;
  const pass = createPass(network, samples, { rows, reordered: false, training: false });
  const budget = { left: quantum };
  const forward = forwardOf(backend, network);
  const visitAll: Visit = (visitRows) => visit(pass, forward, budget, visitRows);
  return task === 'classification'
    ? yield* classification(pass, visitAll)
    : yield* regression(pass, visitAll, budget);
}

type Visit = (visitRows: (from: number, to: number) => void) => Generator<undefined, void>;

/** Computes all samples forward and calls `visitRows` with the rows of each chunk. */
function* visit(
  pass: Pass,
  forward: Forward | null,
  budget: Budget,
  visitRows: (from: number, to: number) => void,
): Generator<undefined, void> {
  const pieces = [...forwardPieces(pass, forward), ...rowPieces(pass, pass.output.columns, visitRows)];
  yield* sweepRows(createSweep(pass, pieces), 0, pass.samples.inputs.rows, budget);
}

function* classification(pass: Pass, visit: Visit): Generator<undefined, ClassificationReport> {
  const { outputs, targets, columns } = pass.output;
  const classes = Math.max(2, columns);
  const confusion = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  yield* visit((from, to) => {
    for (let row = from; row < to; row++) {
      const truth = classOf(targets.values, targets.offset + row * columns, columns);
      confusion[truth][classOf(outputs, row * columns, columns)]++;
    }
  });
  const right = confusion.map((row, k) => row[k]);
  const ratio = (part: number, whole: number) => (whole === 0 ? null : part / whole);
  return {
    task: 'classification',
    accuracy: sum(right) / pass.samples.inputs.rows,
    confusion,
    precision: right.map((count, k) => ratio(count, sum(confusion.map((row) => row[k])))),
    recall: right.map((count, k) => ratio(count, sum(confusion[k]))),
  };
}

function* regression(pass: Pass, visit: Visit, budget: Budget): Generator<undefined, RegressionReport> {
  const { outputs, targets, columns } = pass.output;
  const means = yield* columnMeans(pass.samples.targets, budget);
  let residual = 0;
  let total = 0;
  yield* visit((from, to) => {
    for (let i = from * columns; i < to * columns; i++) {
      const target = targets.values[targets.offset + i];
      residual += (outputs[i] - target) ** 2;
      total += (target - means[i % columns]) ** 2;
    }
  });
  const count = pass.samples.inputs.rows * columns;
  return {
    task: 'regression',
    r2: total === 0 ? null : 1 - residual / total,
    rmse: Math.sqrt(residual / count),
  };
}

/** Computes each column's mean as the first row plus the mean distance from it, which is exact for a constant column. */
function* columnMeans({ rows, columns, values }: Matrix, budget: Budget): Generator<undefined, Float64Array> {
  const means = Float64Array.from(values.subarray(0, columns));
  const pieces = cut(rows, columns, (from, to) => {
    for (let i = from * columns; i < to * columns; i++)
      means[i % columns] += (values[i] - values[i % columns]) / rows;
  });
  yield* runPieces(pieces, budget);
  return means;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
