import * as l10n from '@vscode/l10n';
import { absentOr, isBoolean, isCount, isNumber, nullOr, object, oneOf } from '../config/shape.js';
import type { Floats, Network } from '../engine/model/network.js';
import { optimizerNames, type OptimizerName } from '../engine/model/spec.js';
import { copyTrained, trainedTensors } from '../engine/training/state.js';
import type { TrainingProgress } from '../engine/training/trainingProgress.js';
import { ModelError, type NamedTensor } from './namedTensor.js';
import type { SavedTraining } from './savedModel.js';

/** The state of a training as JSON, without its tensors. A number that is infinite is null, as JSON has it. */
export interface TrainingDescription extends Pick<
  TrainingProgress,
  'step' | 'epoch' | 'batch' | 'mistakes' | 'converged'
> {
  readonly optimizer: OptimizerName;
  /** The number of the optimizer's values for each parameter. */
  readonly slots: number;
  readonly plateau: {
    readonly learningRate: number;
    readonly best: number | null;
    readonly badEpochs: number;
  };
  readonly stopping: {
    readonly bestLoss: number | null;
    readonly bestEpoch: number;
    readonly hasBest: boolean;
  };
}

/** Whether a value is such a description, or absent. */
export const isTrainingDescription = absentOr(
  object({
    optimizer: oneOf(...optimizerNames),
    slots: oneOf(0, 1, 2),
    step: isCount,
    epoch: isCount,
    batch: isCount,
    mistakes: isCount,
    converged: isBoolean,
    plateau: object({ learningRate: isNumber, best: nullOr(isNumber), badEpochs: isCount }),
    stopping: object({ bestLoss: nullOr(isNumber), bestEpoch: isCount, hasBest: isBoolean }),
  }),
);

/** Describes a training without its tensors. */
export function describeTraining({ optimizer, progress }: SavedTraining): TrainingDescription {
  const { slots, step, epoch, batch, mistakes, converged, plateau, stopping } = progress;
  const { bestLoss, bestEpoch, best } = stopping;
  return {
    optimizer,
    slots: slots.at(0)?.length ?? 0,
    step,
    epoch,
    batch,
    mistakes,
    converged,
    plateau: { ...plateau, best: finite(plateau.best) },
    stopping: { bestLoss: finite(bestLoss), bestEpoch, hasBest: best !== null },
  };
}

const finite = (value: number): number | null => (value === Infinity ? null : value);

/** Returns the prefix of the names of one of the optimizer's values. */
const slotPrefix = (slot: number): string => `optimizer.${slot}.`;
const bestPrefix = 'best.';

/**
 * Returns the tensors of a training.
 * @param names the name of each trained tensor of the network, in the order of `trainedTensors`
 */
export function trainingTensors({ progress }: SavedTraining, names: readonly string[]): NamedTensor[] {
  const { slots, stopping } = progress;
  const tensor = (name: string, values: Floats): NamedTensor => ({ name, shape: [values.length], values });
  const best = stopping.best ? trainedTensors(stopping.best) : [];
  return [
    ...slots.flatMap((own, i) => own.map((values, slot) => tensor(slotPrefix(slot) + names[i], values))),
    ...best.map(({ values }, i) => tensor(bestPrefix + names[i], values)),
  ];
}

/**
 * Reads a training from its description and its tensors.
 * @param take returns the tensor with a name, of a length
 * @throws ModelError where the best loss does not belong to a best network
 */
export function readTraining(
  described: TrainingDescription,
  network: Network,
  names: readonly string[],
  take: (name: string, length: number) => Floats,
): SavedTraining {
  const { optimizer, slots, plateau, stopping, step, epoch, batch, mistakes, converged } = described;
  if (stopping.bestEpoch > epoch) throw new ModelError(l10n.t('its description is damaged'));
  const tensors = trainedTensors(network);
  const counters = { step, epoch, batch, mistakes, converged };
  let next = 0;
  return {
    optimizer,
    progress: {
      ...counters,
      slots: tensors.map(({ values }, i) =>
        Array.from({ length: slots }, (_, slot) => take(slotPrefix(slot) + names[i], values.length)),
      ),
      plateau: { ...plateau, best: plateau.best ?? Infinity },
      stopping: {
        bestLoss: stopping.bestLoss ?? Infinity,
        bestEpoch: stopping.bestEpoch,
        best: stopping.hasBest
          ? copyTrained(network, ({ length }) => take(bestPrefix + names[next++], length))
          : null,
      },
    },
  };
}
