import type { Dataset } from '../engine/model/dataset.js';
import type { Floats } from '../engine/model/network.js';
import { inTargetUnits } from '../engine/model/targetUnits.js';
import { Random } from '../engine/maths/random.js';
import type { Backend } from '../engine/training/backend.js';
import type { TrainingState } from '../engine/training/state.js';
import type { Predictions } from '../protocol.js';
import { shownPart, visitOutputs } from './partOutputs.js';
import { WorstFirst } from './worstFirst.js';

/** The number of samples that are listed, and how many of them are those with the largest errors. */
const most = { samples: 2000, worst: 500, columns: 20 };

interface Listed {
  readonly index: number;
  readonly error: number;
  readonly outputs: Float32Array;
}

/** Computes outputs beside their targets; null where there is no regression with several inputs. */
export function predictionSteps(
  state: TrainingState,
  dataset: Dataset,
  backend: Backend | null,
): Generator<undefined, Predictions> | null {
  const { columns } = dataset.training.inputs;
  return dataset.task === 'regression' && columns > 1 ? predict(state, dataset, backend) : null;
}

function* predict(
  state: TrainingState,
  dataset: Dataset,
  backend: Backend | null,
): Generator<undefined, Predictions> {
  const { part, samples, rowOf, linesOf } = shownPart(dataset);
  const { rows, columns: all, values } = samples.targets;
  const columns = Math.min(all, most.columns);
  const inUnits = (row: Floats): Floats => inTargetUnits(row, dataset.targetNormalization);
  const targetsOf = (index: number): Floats => inUnits(values.subarray(index * all, (index + 1) * all));
  const picked = pick(rows);
  const listed: Listed[] = [];
  const worst = new WorstFirst<Listed>(most.worst);
  yield* visitOutputs(state, samples, backend, (index, normalized) => {
    const outputs = inUnits(normalized);
    const error = largestError(targetsOf(index), outputs);
    const isPicked = picked.has(index);
    if (!isPicked && !worst.takes(error)) return;
    const one = { index, error, outputs: Float32Array.from(outputs.subarray(0, columns)) };
    if (isPicked) listed.push(one);
    worst.add(one);
  });
  const first = worst.found();
  const shown = new Set(first.map(({ index }) => index));
  const chosen = [...first, ...listed.filter(({ index }) => !shown.has(index))];
  const targets = chosen.flatMap(({ index }) => [...targetsOf(index).subarray(0, columns)]);
  return {
    epoch: state.epoch,
    part,
    columns,
    samples: rows,
    rows: Uint32Array.from(chosen, ({ index }) => rowOf(index)),
    lines: linesOf(chosen.map(({ index }) => index)),
    targets: Float32Array.from(targets),
    outputs: Float32Array.from(chosen.flatMap(({ outputs }) => [...outputs])),
  };
}

/** Picks a random sample of each group of samples, the same ones each time. */
function pick(rows: number): ReadonlySet<number> {
  const count = Math.min(rows, most.samples - most.worst);
  const random = new Random(0, 'order');
  return new Set(
    Array.from({ length: count }, (_, group) => Math.floor(((group + random.uniform()) * rows) / count)),
  );
}

/** Returns the largest distance of an output from its target, where one that is not a number is infinitely far. */
function largestError(targets: Floats, outputs: Floats): number {
  let largest = 0;
  for (let column = 0; column < outputs.length; column++) {
    const error = Math.abs(outputs[column] - targets[column]);
    largest = Math.max(largest, Number.isNaN(error) ? Infinity : error);
  }
  return largest;
}
