import { classOf } from '../engine/model/classOf.js';
import type { Dataset } from '../engine/model/dataset.js';
import type { Floats } from '../engine/model/network.js';
import type { Backend } from '../engine/training/backend.js';
import type { TrainingState } from '../engine/training/state.js';
import type { ClassPredictions } from '../protocol.js';
import { allParts, visitOutputs, type ShownPart } from './partOutputs.js';
import { WorstFirst } from './worstFirst.js';

/** The number of samples that are listed, those of each cell of the confusion matrix, and of classes with such cells. */
const most = { worst: 500, inCell: 50, classes: 20 };

interface Listed {
  readonly index: number;
  /** The distance of the output for the sample's class from 1; infinite where it is not a number. */
  readonly error: number;
  readonly truth: number;
  readonly predicted: number;
  readonly output: number;
}

/** Lists the predictions of each part of a classification; none where the targets are not classes. */
export function classPredictionSteps(
  state: TrainingState,
  dataset: Dataset,
  backend: Backend | null,
): Generator<undefined, ClassPredictions>[] {
  return dataset.task === 'classification' ? allParts(dataset).map((part) => list(state, part, backend)) : [];
}

function* list(
  state: TrainingState,
  { part, samples, rowOf, linesOf }: ShownPart,
  backend: Backend | null,
): Generator<undefined, ClassPredictions> {
  const { rows, columns, values } = samples.targets;
  const worst = new WorstFirst<Listed>(most.worst);
  const cells = new Map<number, WorstFirst<Listed>>();
  yield* visitOutputs(state, samples, backend, (index, outputs) => {
    const truth = classOf(values, index * columns, columns);
    const predicted = classOf(outputs, 0, columns);
    const output = outputFor(outputs, truth);
    const error = Number.isNaN(output) ? Infinity : 1 - output;
    const item = { index, error, truth, predicted, output };
    worst.add(item);
    if (columns > most.classes) return;
    const key = truth * Math.max(2, columns) + predicted;
    const cell = cells.get(key) ?? new WorstFirst<Listed>(most.inCell);
    cells.set(key, cell);
    cell.add(item);
  });
  const all = [worst, ...cells.values()].flatMap((each) => each.found());
  const listed = new WorstFirst<Listed>(all.length);
  for (const item of new Map(all.map((each) => [each.index, each])).values()) listed.add(item);
  const found = listed.found();
  return {
    epoch: state.epoch,
    part,
    samples: rows,
    rows: Uint32Array.from(found, ({ index }) => rowOf(index)),
    lines: linesOf(found.map(({ index }) => index)),
    truth: Uint16Array.from(found, ({ truth }) => truth),
    predicted: Uint16Array.from(found, ({ predicted }) => predicted),
    outputs: Float32Array.from(found, ({ output }) => output),
  };
}

/** Returns the output for a class; of a single output for two classes, its complement for the first. */
function outputFor(outputs: Floats, label: number): number {
  if (outputs.length > 1) return outputs[label];
  return label === 1 ? outputs[0] : 1 - outputs[0];
}
