import type { Dataset, Normalization, Samples } from '../engine/model/dataset.js';
import type { Matrix } from '../engine/model/network.js';

/** The sizes that a network must match (`inputs`, `outputs`) and the number of samples in each part. */
export interface DatasetShape {
  readonly inputs: number;
  readonly outputs: number;
  readonly training: number;
  /** The number of validation samples; 0 where none are held out. */
  readonly validation: number;
}

export function shapeOf({ training, validation }: Dataset): DatasetShape {
  return {
    inputs: training.inputs.columns,
    outputs: training.targets.columns,
    training: training.inputs.rows,
    validation: validation?.inputs.rows ?? 0,
  };
}

/**
 * Returns everything of a dataset that training reads, for a digest: the values of both parts bit by bit, their order, the
 * column names and the classes. Different data sets never have equal contents.
 */
export function contentsOf(dataset: Dataset): readonly (string | Uint8Array)[] {
  const { training, validation, task, inputNames, targetNames, classes, classWeights, derived } = dataset;
  const { normalization, targetNormalization, test, initial, progress } = dataset;
  const slots = progress?.slots.flat() ?? [];
  // Values of variable length are in one JSON text with the shapes, so that different data sets never have equal bytes.
  const { values } = training.inputs;
  const texts = JSON.stringify([
    values.BYTES_PER_ELEMENT, shapeOf(dataset), task, inputNames, targetNames, classes, classWeights, normalization !== null,
    targetNormalization !== null, ...(derived ? [{ derived: derived.length }] : []), ...(test ? [{ test: test.inputs.rows }] : []),
    ...(initial ? [{ initial: initial.map(({ weights, bias }) => [weights.length, bias?.length]) }] : []),
    ...(progress ? [{ slots: slots.length, step: progress.step, epoch: progress.epoch, batch: progress.batch }] : []),
  ]); // prettier-ignore
  return [
    texts,
    ...samplesOf(training),
    ...(validation ? samplesOf(validation) : []),
    ...(test ? samplesOf(test) : []),
    ...scalesOf(normalization),
    ...scalesOf(targetNormalization),
    ...(initial ?? []).flatMap(({ weights, bias }) => [weights, ...(bias ? [bias] : [])].map(bytesOf)),
    ...slots.map(bytesOf),
  ];
}

const samplesOf = ({ inputs, targets }: Samples): Uint8Array[] => [
  bytesOf(inputs.values),
  bytesOf(targets.values),
];

const scalesOf = (normalization: Normalization | null): Uint8Array[] =>
  normalization ? [bytesOf(normalization.shift), bytesOf(normalization.scale)] : [];

function bytesOf({ buffer, byteOffset, byteLength }: Matrix['values']): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
