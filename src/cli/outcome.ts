import * as l10n from '@vscode/l10n';
import type { NotSeparable, Outcome } from '../engine/model/metrics.js';
import { formatCount, formatShort } from './table.js';

/** The outcome of a run; undefined: the user interrupted it. */
export type Ending = Outcome | undefined;

/** Returns the outcome as `--json` prints it, where samples are given by their indices. */
export function outcomeRecord(outcome: Ending) {
  if (!outcome) return { kind: 'interrupted' };
  if (outcome.kind !== 'completed' || !outcome.notSeparable) return outcome;
  const { positive, negative, ...rest } = outcome.notSeparable;
  const indices = (part: NotSeparable['positive']) =>
    part.map(({ sample: sampleIndex, weight }) => ({ sampleIndex, weight }));
  return { ...outcome, notSeparable: { ...rest, positive: indices(positive), negative: indices(negative) } };
}

/** The loss before the first update and at the end. */
export interface LossChange {
  readonly start: number;
  readonly end: number;
}

/** The growth of the loss from which a run that stopped early has failed. */
const worse = 2;

/** Returns whether a run stopped early with a loss far above that at its start, which counts as a failure. */
export const hasStoppedWorse = (outcome: Ending, change: LossChange | null): boolean =>
  outcome?.kind === 'stoppedEarly' && change !== null && !(change.end < worse * change.start);

/** Returns the sentence that says how a run ended. */
export function describeOutcome(
  outcome: Ending,
  epochs: number,
  seconds: number,
  change: LossChange | null = null,
): string {
  const done = formatCount(epochs);
  if (change && hasStoppedWorse(outcome, change))
    return l10n.t(
      'Failed: stopped early after epoch {0} with the loss {1}, which was {2} at the start.',
      done,
      formatShort(change.end),
      formatShort(change.start),
    );
  switch (outcome?.kind) {
    case undefined:
      return l10n.t('Interrupted after epoch {0}.', done);
    case 'completed':
      return l10n.t('Epochs trained: {0}, in {1} s.', done, seconds.toFixed(1));
    case 'converged':
      return l10n.t('Converged: in epoch {0} every sample was classified correctly.', done);
    case 'stoppedEarly':
      return outcome.restored
        ? l10n.t(
            'Stopped early after epoch {0} and restored the parameters of the best epoch, {1}.',
            done,
            outcome.bestEpoch,
          )
        : l10n.t('Stopped early after epoch {0}. The best epoch was {1}.', done, outcome.bestEpoch);
    case 'failed':
      return l10n.t(
        'Failed in epoch {0}. The parameters shown are the last finite ones.',
        outcome.failure.epoch,
      );
  }
}

/** Returns why no perceptron can separate the classes: one point is a mean of both. Samples count from 1. */
export function describeNotSeparable({ unit, positive, negative, point }: NotSeparable): string {
  const mean = (part: NotSeparable['positive']) =>
    part
      .map(({ sample, weight }) => l10n.t('{0} of sample {1}', formatShort(weight), sample + 1))
      .join(' + ');
  return l10n.t(
    'Unit {0} cannot classify every sample correctly, because no straight line separates its samples with target 1 from those with target 0. The point ({1}) lies between samples with target 1 ({2}) and also between samples with target 0 ({3}).',
    unit + 1, point.map(formatShort).join(', '), mean(positive), mean(negative),
  ); // prettier-ignore
}
