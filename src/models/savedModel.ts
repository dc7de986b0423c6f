import type { Expression } from '../engine/maths/expression.js';
import { inputRanges } from './inputRanges.js';
import type { Dataset, ImageSize, Normalization, Task } from '../engine/model/dataset.js';
import type { InputEncoding } from '../engine/model/inputEncoding.js';
import type { Network } from '../engine/model/network.js';
import type { OptimizerName, TrainingSpec } from '../engine/model/spec.js';
import type { TrainingState } from '../engine/training/state.js';
import type { TrainingProgress } from '../engine/training/trainingProgress.js';

/** A trained network with all that a prediction needs, as a file keeps it. Plain data. */
export interface SavedModel {
  /** The name of the config. */
  readonly name: string;
  /** The number of epochs trained. */
  readonly epoch: number;
  readonly network: Network;
  readonly task: Task;
  readonly inputNames: readonly string[];
  readonly targetNames: readonly string[];
  /** The classes in the order of the outputs, or of 0 and 1 for a single output; null for regression. */
  readonly classes: readonly string[] | null;
  readonly normalization: Normalization | null;
  readonly targetNormalization: Normalization | null;
  /** How the cells of a table become inputs; null for inputs that are numbers already. */
  readonly encoding: InputEncoding | null;
  /** The formulas of the last inputs in the names of those before them. */
  readonly derived: readonly Expression[];
  readonly image: ImageSize | null;
  /** The ranges of the inputs that are not derived, in the units of the data; absent where they are not known. */
  readonly ranges?: readonly InputRange[];
  /** What training needs to go on bit for bit; absent where it was not asked for. */
  readonly training?: SavedTraining;
}

/** The range of an input among the training samples. */
export interface InputRange {
  readonly min: number;
  readonly max: number;
  readonly mean: number;
}

/** The state of a training besides its network, and the optimizer that it belongs to. */
export interface SavedTraining {
  readonly optimizer: OptimizerName;
  readonly progress: TrainingProgress;
}

/** Returns the model of a network that was trained on a data set. */
export function modelOf(network: Network, dataset: Dataset, name: string, epoch: number): SavedModel {
  const { task, inputNames, targetNames, classes, normalization, targetNormalization, image } = dataset;
  return {
    name,
    epoch,
    network,
    task,
    inputNames,
    targetNames,
    classes,
    normalization,
    targetNormalization,
    encoding: dataset.encoding ?? null,
    derived: dataset.derived ?? [],
    image,
    ...(!image && { ranges: inputRanges(dataset) }),
  };
}

/** Returns a model with the state of its training, so that it can go on bit for bit. */
export function withTraining(
  model: SavedModel,
  { slots, step, epoch, batch, mistakes, converged, plateau, stopping }: TrainingState,
  { optimizer }: TrainingSpec,
): SavedModel {
  const progress = { slots, step, epoch, batch, mistakes, converged, plateau, stopping };
  return { ...model, training: { optimizer: optimizer.type, progress } };
}
