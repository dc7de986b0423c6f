import * as l10n from '@vscode/l10n';
import type { ScheduleSpec } from '../engine/model/spec.js';
import { readWhole } from './numbers.js';
import type { Report } from './report.js';
import { asNumber, member, type Value } from './tree.js';
import { readVariant } from './variant.js';

const keys: Readonly<Record<ScheduleSpec['type'], readonly string[]>> = {
  constant: ['warmupEpochs'],
  step: ['stepSize', 'gamma', 'warmupEpochs'],
  exponential: ['gamma', 'warmupEpochs'],
  cosine: ['epochs', 'minLearningRate', 'warmupEpochs'],
  reduceOnPlateau: ['factor', 'patience', 'threshold', 'minLearningRate', 'warmupEpochs'],
};

export const scheduleNames = Object.keys(keys);

/** Reads the schedule. Defaults are those of `torch.optim.lr_scheduler`; `cosine` ends with the training by default. */
export function readSchedule(report: Report, value: Value, epochs: number): ScheduleSpec {
  const unknown = (word: string) => l10n.t('Unknown schedule "{0}".', word);
  const type = readVariant(report, value, keys, 'constant', 'unknown-schedule', unknown);
  const number = (key: string, fallback: number) => asNumber(member(value, key)) ?? fallback;
  switch (type) {
    case 'constant':
      return { type };
    case 'step':
      need(
        report,
        value,
        'stepSize',
        l10n.t('"stepSize" is missing. It is the number of epochs after which the learning rate is lowered.'),
      );
      return { type, stepSize: readWhole(report, value, 'stepSize') ?? 1, gamma: number('gamma', 0.1) };
    case 'exponential':
      need(
        report,
        value,
        'gamma',
        l10n.t(
          '"gamma" is missing. It is the factor that the learning rate is multiplied by each epoch, such as 0.95.',
        ),
      );
      return { type, gamma: number('gamma', 1) };
    case 'cosine':
      return {
        type,
        epochs: readWhole(report, value, 'epochs') ?? epochs,
        minLearningRate: number('minLearningRate', 0),
      };
    case 'reduceOnPlateau':
      return {
        type,
        factor: number('factor', 0.1),
        patience: readWhole(report, value, 'patience') ?? 10,
        threshold: number('threshold', 1e-4),
        minLearningRate: number('minLearningRate', 0),
      };
  }
}

function need(report: Report, value: Value, key: string, message: string): void {
  if (!value || member(value, key)) return;
  const at = (value.type === 'object' ? member(value, 'type') : undefined) ?? value;
  report.error('missing-key', at, message);
}
