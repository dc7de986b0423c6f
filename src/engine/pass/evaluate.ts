import { forwardOf, type Backend, type Forward } from '../training/backend.js';
import type { Normalization, Samples, Task } from '../model/dataset.js';
import { forwardPieces, rowPieces } from './forward.js';
import { classOf } from '../model/classOf.js';
import type { ClassificationReport, Evaluation, RegressionReport } from '../model/evaluation.js';
import type { Matrix, Network } from '../model/network.js';
import { cut, drain, quantum, runPieces, type Budget } from '../pacing.js';
import { classFigures, confusedPairs } from './classFigures.js';
import { ClassificationTally } from './classificationTally.js';
import { curveSteps } from './curves.js';
import { createPass, type Pass } from './pass.js';
import { createSweep, sweepRows } from './sweep.js';

/** What is known about the samples of an evaluation. */
export interface SampleOrigin {
  /** The row of each sample in the source of the data. */
  readonly sources?: Uint32Array | null;
  /** The normalization of the targets, so that the errors of numbers are in the targets' own units. */
  readonly targetNormalization?: Normalization | null;
}

/** Evaluates a network on a set of samples: confusions, curves and calibration of classes, or errors of numbers. */
export function evaluate(
  network: Network,
  samples: Samples,
  task: Task,
  backend: Backend | null = null,
  origin: SampleOrigin = {},
): Evaluation {
  return drain(evaluateSteps(network, samples, task, backend, origin));
}

/** Does what `evaluate` does, and yields in between. */
export function* evaluateSteps(
  network: Network,
  samples: Samples,
  task: Task,
  backend: Backend | null = null,
  { sources = null, targetNormalization = null }: SampleOrigin = {},
): Generator<undefined, Evaluation> {
  const { rows } = samples.inputs;
  const pass = createPass(network, samples, { rows, reordered: false, training: false });
  const budget = { left: quantum };
  const forward = forwardOf(backend, network);
  const visitAll: Visit = (visitRows) => visit(pass, forward, budget, visitRows);
  return task === 'classification'
    ? yield* classification(network, pass, visitAll, budget, sources)
    : yield* regression(pass, visitAll, budget, targetNormalization?.scale ?? null);
}

type Visit = (visitRows: (from: number, to: number) => void) => Generator<undefined, void>;

/** The work of counting a sample, besides that of each of its outputs. */
const countWork = 120;

/** Computes all samples forward and calls `visitRows` with the rows of each chunk. */
function* visit(
  pass: Pass,
  forward: Forward | null,
  budget: Budget,
  visitRows: (from: number, to: number) => void,
): Generator<undefined, void> {
  const pieces = [
    ...forwardPieces(pass, forward),
    ...rowPieces(pass, countWork + pass.output.columns, visitRows),
  ];
  yield* sweepRows(createSweep(pass, pieces), 0, pass.samples.inputs.rows, budget);
}

function* classification(
  { layers }: Network,
  pass: Pass,
  visit: Visit,
  budget: Budget,
  sources: Uint32Array | null,
): Generator<undefined, ClassificationReport> {
  const { outputs, targets, columns } = pass.output;
  const tally = new ClassificationTally(Math.max(2, columns), pass.samples.inputs.rows);
  yield* visit((from, to) => {
    for (let row = from; row < to; row++) {
      const start = row * columns;
      const truth = classOf(targets.values, targets.offset + start, columns);
      const predicted = classOf(outputs, start, columns);
      const own =
        columns === 1 && predicted === 0
          ? 1 - outputs[start]
          : outputs[start + (columns === 1 ? 0 : predicted)];
      tally.add(
        { sampleIndex: pass.start + row, truth, predicted, confidence: own },
        outputs[start + columns - 1],
      );
    }
  });
  const { confusion, calibration, mistakes, scores } = tally;
  const { activation } = layers[layers.length - 1];
  return {
    task: 'classification',
    confusion,
    ...classFigures(confusion),
    curves: scores && (yield* curveSteps(scores, budget)),
    calibration: activation === 'softmax' || activation === 'sigmoid' ? calibration.result() : null,
    confusedPairs: confusedPairs(confusion),
    confidentMistakes: mistakes.found.map((mistake) => ({
      ...mistake,
      rowIndex: sources?.[mistake.sampleIndex] ?? null,
    })),
  };
}

function* regression(
  pass: Pass,
  visit: Visit,
  budget: Budget,
  scale: Float64Array | null,
): Generator<undefined, RegressionReport> {
  const { outputs, targets, columns } = pass.output;
  const { rows } = pass.samples.inputs;
  const means = yield* columnMeans(pass.samples.targets, budget);
  const [squared, absolute, total] = [0, 1, 2].map(() => new Float64Array(columns));
  yield* visit((from, to) => {
    for (let i = from * columns; i < to * columns; i++) {
      const target = targets.values[targets.offset + i];
      const column = i % columns;
      squared[column] += (outputs[i] - target) ** 2;
      absolute[column] += Math.abs(outputs[i] - target);
      total[column] += (target - means[column]) ** 2;
    }
  });
  // Errors and distances from a mean do not depend on the shift of a normalization, so the scale alone undoes it.
  scale?.forEach((unit, column) => {
    squared[column] *= unit ** 2;
    absolute[column] *= unit;
    total[column] *= unit ** 2;
  });
  const figures = (squares: number, distances: number, variation: number, count: number) => ({
    r2: variation === 0 ? null : 1 - squares / variation,
    rmse: Math.sqrt(squares / count),
    mae: distances / count,
  });
  return {
    task: 'regression',
    ...figures(sum(squared), sum(absolute), sum(total), rows * columns),
    outputs: Array.from(squared, (squares, k) => figures(squares, absolute[k], total[k], rows)),
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

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
