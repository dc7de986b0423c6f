import type { Dataset, Samples } from '../engine/model/dataset.js';
import type { Floats, Matrix } from '../engine/model/network.js';
import { predictSteps } from '../engine/pass/predict.js';
import type { Backend } from '../engine/training/backend.js';
import type { TrainingState } from '../engine/training/state.js';

/** The number of samples whose outputs are held at once. */
const rowsAtOnce = 4096;

/** The part of the data on which predictions are shown: the validation samples where there are any. */
export interface ShownPart {
  readonly part: 'training' | 'validation';
  readonly samples: Samples;
  /** The number of samples before this part's, where all samples are counted. */
  readonly before: number;
  /** Returns the row of a sample in the data's source, from 0. */
  readonly rowOf: (index: number) => number;
  /** Returns the lines of some samples in the data's file, from 1; null for data without lines. */
  readonly linesOf: (indices: readonly number[]) => Uint32Array | null;
}

export const shownPart = (dataset: Dataset): ShownPart =>
  dataset.validation
    ? shown(dataset, 'validation', dataset.validation)
    : shown(dataset, 'training', dataset.training);

/** Returns the parts of the data that have samples. */
export const allParts = (dataset: Dataset): ShownPart[] => [
  shown(dataset, 'training', dataset.training),
  ...(dataset.validation ? [shown(dataset, 'validation', dataset.validation)] : []),
];

function shown(dataset: Dataset, part: ShownPart['part'], samples: Samples): ShownPart {
  const numbers = dataset.rows?.[part];
  const lines = (part === 'validation' ? dataset.validationLines : undefined) ?? dataset.lines;
  const rowOf = (index: number): number => numbers?.[index] ?? index;
  return {
    part,
    samples,
    before: part === 'validation' ? dataset.training.inputs.rows : 0,
    rowOf,
    linesOf: (indices) => (lines ? Uint32Array.from(indices, (index) => lines[rowOf(index)]) : null),
  };
}

/** Computes the outputs of all samples and calls `visit` with those of each, in turn. It yields in between. */
export function* visitOutputs(
  { network }: Pick<TrainingState, 'network'>,
  { inputs }: Samples,
  backend: Backend | null,
  visit: (index: number, outputs: Floats) => void,
): Generator<undefined, void> {
  for (let from = 0; from < inputs.rows; from += rowsAtOnce) {
    const chunk = rowsOf(inputs, from, Math.min(inputs.rows, from + rowsAtOnce));
    const outputs = yield* predictSteps(network, chunk, backend);
    for (let row = 0; row < chunk.rows; row++) visit(from + row, rowsOf(outputs, row, row + 1).values);
  }
}

export function rowsOf({ columns, values }: Matrix, from: number, to: number): Matrix {
  return { rows: to - from, columns, values: values.subarray(from * columns, to * columns) };
}
