import * as l10n from '@vscode/l10n';
import { reductionNames, type Precision, type TrainingSpec } from '../engine/model/spec.js';
import { checkKeys } from './keys.js';
import { readName } from './names.js';
import { readWhole } from './numbers.js';
import { readOptimizer } from './optimizer.js';
import type { Report } from './report.js';
import { readSchedule } from './schedule.js';
import { asBoolean, asNumber, member, type Value } from './tree.js';

const keys = [
  'optimizer', 'epochs', 'batchSize', 'shuffle', 'seed', 'precision', 'reduction', 'regularization', 'schedule', 'warmupEpochs',
  'earlyStopping', 'clipGradientNorm',
]; // prettier-ignore

export const precisions = ['float64', 'float32'] as const satisfies readonly Precision[];

export function readTraining(report: Report, value: Value): TrainingSpec {
  checkKeys(report, value, keys);
  const epochs = readWhole(report, value, 'epochs') ?? 100;
  const schedule = member(value, 'schedule');
  const unknown = (word: string) => l10n.t('Unknown precision "{0}".', word);
  const unknownReduction = (word: string) => l10n.t('Unknown reduction "{0}".', word);
  return {
    optimizer: readOptimizer(report, member(value, 'optimizer')),
    epochs,
    batchSize: readWhole(report, value, 'batchSize') ?? null,
    shuffle: asBoolean(member(value, 'shuffle')) ?? true,
    seed: readWhole(report, value, 'seed') ?? 0,
    precision:
      readName(report, member(value, 'precision'), precisions, 'unknown-precision', unknown) ?? 'float64',
    reduction:
      readName(report, member(value, 'reduction'), reductionNames, 'unknown-reduction', unknownReduction) ??
      'mean',
    regularization: readRegularization(report, member(value, 'regularization')),
    schedule: readSchedule(report, schedule, epochs),
    warmupEpochs: readWarmup(report, value, schedule),
    earlyStopping: readEarlyStopping(report, member(value, 'earlyStopping')),
    clipGradientNorm: asNumber(member(value, 'clipGradientNorm')) ?? null,
  };
}

/** Reads `warmupEpochs`, which may be given beside the schedule or in it. */
function readWarmup(report: Report, training: Value, schedule: Value): number {
  const inside = member(schedule, 'warmupEpochs');
  if (inside && member(training, 'warmupEpochs')) {
    report.error(
      'given-twice',
      inside,
      l10n.t('"warmupEpochs" is given both in the schedule and next to it. Remove one of them.'),
    );
  }
  return readWhole(report, inside ? schedule : training, 'warmupEpochs') ?? 0;
}

function readRegularization(report: Report, value: Value): TrainingSpec['regularization'] {
  checkKeys(report, value, ['l1', 'l2']);
  return { l1: asNumber(member(value, 'l1')) ?? 0, l2: asNumber(member(value, 'l2')) ?? 0 };
}

function readEarlyStopping(report: Report, value: Value): TrainingSpec['earlyStopping'] {
  if (value?.type !== 'object') return null;
  checkKeys(report, value, ['patience', 'minDelta', 'restoreBest']);
  return {
    patience: readWhole(report, value, 'patience') ?? 10,
    minDelta: asNumber(member(value, 'minDelta')) ?? 0,
    restoreBest: asBoolean(member(value, 'restoreBest')) ?? true,
  };
}
