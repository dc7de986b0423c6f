import * as l10n from '@vscode/l10n';
import type { Alarm, AlarmCode, AlarmRemedy } from '../engine/health/alarm.js';
import type { Dataset } from '../engine/model/dataset.js';
import { joinSentences } from './joinSentences.js';

/** The names that a person knows columns and classes by. */
export interface DataNames extends Pick<Dataset, 'inputNames' | 'targetNames' | 'classes'> {
  /** The column of each input that is not derived, for data from a table. */
  readonly inputColumns?: readonly string[];
}

/** Returns what was measured and what to do, in at most two sentences. */
export const describeAlarm = (alarm: Alarm, names: DataNames): string =>
  joinSentences([
    measured[alarm.code](new Evidence(alarm), names),
    advice[alarm.code](new Evidence(alarm), names),
  ]);

/** Reads the evidence of an alarm. */
class Evidence {
  constructor(readonly alarm: Alarm) {}

  get layer(): number {
    return this.alarm.layer ?? 0;
  }

  has(...names: string[]): boolean {
    return names.every((name) => name in this.alarm.evidence);
  }

  /** Returns a value as text with at most three digits. */
  text(name: string): string {
    const value = this.alarm.evidence[name] ?? '?';
    return typeof value === 'number' ? shortText(value) : value;
  }

  number(name: string): number {
    return Number(this.alarm.evidence[name] ?? 0);
  }

  percent(name: string): string {
    return `${Number((100 * this.number(name)).toPrecision(3))}%`;
  }

  remedy<Change extends AlarmRemedy['change']>(
    change: Change,
  ): Extract<AlarmRemedy, { change: Change }> | undefined {
    return this.alarm.remedies.find(
      (remedy): remedy is Extract<AlarmRemedy, { change: Change }> => remedy.change === change,
    );
  }
}

const shortText = (value: number): string => String(Number(value.toPrecision(3)));

const nameOf = (names: readonly string[] | null, index: number): string =>
  names?.[index] ?? String(index + 1);

type Words = Readonly<Record<AlarmCode, (evidence: Evidence, names: DataNames) => string>>;

/** What was measured. */
const measured: Words = {
  diverging: (of) => (of.has('lowestLoss') ? diverged(of) : notFinite(of)),
  'learning-rate-low': (of) =>
    of.has('timesEpochs')
      ? l10n.t(
          'The loss is still {0} and falls so slowly at the learning rate {1} that about {2} times the epochs would be needed.',
          of.text('loss'), of.text('learningRate'), of.text('timesEpochs'),
        )
      : l10n.t(
          'At the learning rate {0}, all updates of this run together change the weights by only {1}.',
          of.text('learningRate'), of.percent('movement'),
        ),
  plateau: (of) =>
    l10n.t(
      'The loss has not fallen since epoch {0}: it is {1}, and an output that ignores the inputs reaches {2}.',
      of.alarm.epoch ?? 0, of.text('loss'), of.text('constantLoss'),
    ),
  'unscaled-inputs': (of, { inputNames }) =>
    l10n.t(
      'Input "{0}" has the mean {1} and the standard deviation {2}, which is far from 0 and 1 and keeps training from working.',
      nameOf(inputNames, of.number('column')), of.text('mean'), of.text('spread'),
    ),
  'unscaled-targets': (of, { targetNames }) =>
    l10n.t(
      'Target "{0}" has the mean {1} and the standard deviation {2}, which the outputs do not reach with usual weights.',
      nameOf(targetNames, of.number('column')), of.text('mean'), of.text('spread'),
    ),
  'dead-units': (of) =>
    l10n.t(
      'Layer {0}: {1} of the {2} {3} units output 0 for every sample, so they pass no gradient and no longer learn.',
      of.layer, of.percent('share'), of.text('units'), of.text('activation'),
    ),
  'saturated-units': (of) =>
    l10n.t(
      'Layer {0}: {1} of the {2} {3} units are at an end of their range for nearly all samples, where their gradient is almost 0.',
      of.layer, of.percent('share'), of.text('units'), of.text('activation'),
    ),
  'vanishing-gradient': (of) =>
    l10n.t(
      'The gradient falls from {0} in the last layer to {1} in layer {2}, so that layer hardly learns.',
      of.text('lastGradientNorm'), of.text('gradientNorm'), of.layer,
    ),
  'exploding-gradient': (of) =>
    l10n.t(
      'At the start, the outputs grow to a standard deviation of {0} in layer {1}, and the gradient of layer 1 is {2}.',
      of.text('activationSpread'), of.layer, of.text('firstGradientNorm'),
    ),
  'initial-loss-high': (of) =>
    l10n.t(
      'The loss starts at {0}, but a network that knows nothing has a loss of about {1}.',
      of.text('loss'), of.text('usual'),
    ),
  'constant-output': (of) =>
    l10n.t(
      'The network outputs nearly the same for every sample: the outputs vary by {0} and the targets by {1}.',
      of.text('outputSpread'), of.text('targetSpread'),
    ),
  overfitting: (of) =>
    l10n.t(
      'The validation loss has risen from {0} in epoch {1} to {2}, while the training loss fell to {3}.',
      of.text('lowestValidationLoss'), of.alarm.epoch ?? 0, of.text('validationLoss'), of.text('loss'),
    ),
  'imbalanced-classes': (of, { classes }) =>
    l10n.t(
      'Class "{0}" has {1} of the samples and is predicted for {2} of them, so the other classes are hardly learned.',
      nameOf(classes, of.number('class')), of.percent('share'), of.percent('predictedShare'),
    ),
  'leaking-feature': (of, { inputNames }) =>
    l10n.t(
      'Input "{0}" alone decides the target (agreement {1}), as a copy or a code of it would.',
      nameOf(inputNames, of.number('column')), of.percent('agreement'),
    ),
  'duplicate-rows': (of) =>
    l10n.t(
      '{0} of {1} validation samples are also in the training part, so the validation loss is too good.',
      of.text('duplicates'), of.text('validationSamples'),
    ),
  'not-a-number': (of) =>
    of.number('updates') === 0
      ? l10n.t('A number became {0} before the first update.', of.text('value'))
      : l10n.t('A number became {0} after {1} updates.', of.text('value'), of.text('updates')),
}; // prettier-ignore

const notFinite = (of: Evidence): string =>
  l10n.t('The loss became {0} at the learning rate {1}.', of.text('loss'), of.text('learningRate'));

const diverged = (of: Evidence): string =>
  of.number('rateTimesSharpness') > 2
    ? l10n.t(
        'The loss rose from {0} to {1}: the learning rate {2} times the sharpness {3} is above the limit of 2.',
        of.text('lowestLoss'), of.text('loss'), of.text('learningRate'), of.text('sharpness'),
      )
    : l10n.t(
        'The loss rose from {0} to {1} at the learning rate {2}.',
        of.text('lowestLoss'), of.text('loss'), of.text('learningRate'),
      ); // prettier-ignore

/** What to do. */
const advice: Words = {
  diverging: rateAdvice,
  'learning-rate-low': rateAdvice,
  plateau: (of) => {
    const rate = of.remedy('learningRate');
    return rate
      ? l10n.t(
          'Each update changes the weights by {0}, so use a smaller learning rate, such as {1}.',
          of.percent('updateRatio'),
          shortText(rate.value),
        )
      : l10n.t(
          'Check the weights that the network starts with, add hidden units, or choose another activation.',
        );
  },
  'unscaled-inputs': () => l10n.t('Set "normalize": "standardize" in "data".'),
  'unscaled-targets': () =>
    l10n.t('Set "normalizeTargets": "standardize" in "data", or use a unit in which they are about 1.'),
  'dead-units': (of) => {
    const rate = of.remedy('learningRate');
    return rate
      ? l10n.t('Use a learning rate of {0}, or leakyRelu, whose gradient is never 0.', shortText(rate.value))
      : l10n.t('Start with the default weights and biases, or use leakyRelu, whose gradient is never 0.');
  },
  'saturated-units': () => l10n.t('Start with smaller weights and biases, such as the defaults.'),
  'vanishing-gradient': () => l10n.t('Use relu with the default weights, or fewer layers.'),
  'exploding-gradient': () => l10n.t('Start with the default weights, or set "clipGradientNorm": 1.'),
  'initial-loss-high': () => l10n.t('Start the last layer with the default weights and biases.'),
  'constant-output': (of) =>
    of.number('l2') > 0
      ? l10n.t('Reduce the penalty "l2", which is {0}.', of.text('l2'))
      : l10n.t('Start with other weights, and check that the inputs tell something about the target.'),
  overfitting: () =>
    l10n.t('Stop early and restore the best epoch, or use dropout, a penalty, fewer units or more data.'),
  'imbalanced-classes': () => l10n.t('Set "classWeights": "balanced" in "data".'),
  'leaking-feature': () => l10n.t('Leave it out of the inputs if it is not known before the target.'),
  'duplicate-rows': () => l10n.t('Remove the repeated rows from the data.'),
  'not-a-number': () => l10n.t('The error of the run names the sample and the cause.'),
};

function rateAdvice(of: Evidence): string {
  const rate = shortText(of.remedy('learningRate')?.value ?? 0);
  return of.remedy('clipGradientNorm')
    ? l10n.t('Use a learning rate of {0}, or set "clipGradientNorm": 1.', rate)
    : l10n.t('Use a learning rate of {0}.', rate);
}

/** Returns the title of the quick fix that makes a change. */
export function remedyTitle(remedy: AlarmRemedy, { inputNames, inputColumns }: DataNames): string {
  switch (remedy.change) {
    case 'learningRate':
      return l10n.t('Set the learning rate to {0}', shortText(remedy.value));
    case 'clipGradientNorm':
      return l10n.t('Clip the gradient norm to {0}', shortText(remedy.value));
    case 'normalize':
      return l10n.t('Standardize the inputs');
    case 'normalizeTargets':
      return l10n.t('Standardize the targets');
    case 'activation':
      return l10n.t('Use {0} in layer {1}', remedy.value, remedy.layer);
    case 'defaultInit':
      return l10n.t('Start layer {0} with the default weights and biases', remedy.layer);
    case 'earlyStopping':
      return l10n.t('Stop early and restore the best epoch');
    case 'classWeights':
      return l10n.t('Balance the classes');
    case 'ignoreColumn':
      return l10n.t(
        'Leave "{0}" out of the inputs',
        nameOf(inputColumns?.[remedy.column] ? inputColumns : inputNames, remedy.column),
      );
    case 'dropDuplicates':
      return l10n.t('Remove the repeated rows');
  }
}
