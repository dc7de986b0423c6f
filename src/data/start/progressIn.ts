import * as l10n from '@vscode/l10n';
import type { Finding } from '../../config/problem.js';
import type { NetworkConfig } from '../../config/spec.js';
import { floats } from '../../engine/model/initialize.js';
import type { Floats } from '../../engine/model/network.js';
import { slotsOf } from '../../engine/training/optimizers.js';
import { copyTrained } from '../../engine/training/state.js';
import type { TrainingProgress } from '../../engine/training/trainingProgress.js';
import type { SavedModel, SavedTraining } from '../../models/savedModel.js';
import { finding } from '../finding.js';
import { startPath, type Start } from './loadStart.js';

/** The progress with which training goes on; null where it begins with the first epoch. */
export interface FoundProgress {
  readonly progress: TrainingProgress | null;
  readonly findings: readonly Finding[];
}

/** Takes the state of a training from a model that has one, and says what becomes of it. */
export function progressIn({ file, model }: Start, config: NetworkConfig): FoundProgress {
  const { training } = model;
  if (!training) return { progress: null, findings: [] };
  const { optimizer, epochs } = config.training;
  const { epoch } = training.progress;
  if (!fits(training, model, config)) {
    const message = l10n.t(
      'The optimizer’s state in "{0}" is that of "{1}" and does not fit "{2}" and these layers, so training begins with the first epoch. Use the same optimizer to go on.',
      file, training.optimizer, optimizer.type,
    ); // prettier-ignore
    return {
      progress: null,
      findings: [finding('weights-optimizer', startPath, message, { severity: 'warning' })],
    };
  }
  const message =
    epoch < epochs
      ? l10n.t('Training goes on after epoch {0} of "{1}", with the state of its optimizer.', epoch, file)
      : l10n.t('"{0}" has {1} epochs behind it already, and "epochs" is {2}. Raise "epochs" to train on.', file, epoch, epochs); // prettier-ignore
  const severity = epoch < epochs ? 'info' : 'warning';
  return {
    progress: inPrecision(training.progress, config),
    findings: [finding('weights-progress', startPath, message, { severity })],
  };
}

/** Returns whether a state belongs to the config's optimizer and to tensors that it trains. */
function fits({ optimizer, progress }: SavedTraining, model: SavedModel, config: NetworkConfig): boolean {
  const { optimizer: own } = config.training;
  const slots = progress.slots.every((each) => each.length === slotsOf(own));
  const layers = config.layers.every(({ weightsTrainable, bias }, i) => {
    const saved = model.network.layers[i];
    const biasFits =
      saved.biasTrainable === (bias?.trainable ?? false) && saved.biasShared === (bias?.shared ?? false);
    return saved.weightsTrainable === weightsTrainable && biasFits;
  });
  return optimizer === own.type && slots && layers;
}

function inPrecision(
  progress: TrainingProgress,
  { training: { precision } }: NetworkConfig,
): TrainingProgress {
  const convert = (values: Floats): Floats => {
    const own = floats(precision, values.length);
    own.set(values);
    return own;
  };
  const { best } = progress.stopping;
  return {
    ...progress,
    slots: progress.slots.map((own) => own.map(convert)),
    stopping: { ...progress.stopping, best: best && { ...copyTrained(best, convert), precision } },
  };
}
