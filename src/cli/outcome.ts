import * as l10n from '@vscode/l10n';
import type { Finding } from '../config/problem.js';
import type { Spec } from '../config/spec.js';
import type { Failure, NotSeparable, Outcome } from '../engine/metrics.js';
import { formatCount, formatNumber } from './table.js';

/** How a run ended; undefined: the user interrupted it. */
export type Ending = Outcome | undefined;

/** As `--json` has it. */
export const outcomeRecord = (outcome: Ending) => outcome ?? { kind: 'interrupted' };

/** The sentence about a run's end. */
export function describeOutcome(outcome: Ending, epochs: number, seconds: number): string {
  const done = formatCount(epochs);
  switch (outcome?.kind) {
    case undefined:
      return l10n.t('Interrupted after {0} epochs.', done);
    case 'completed':
      return l10n.t('{0} epochs in {1} s.', done, seconds.toFixed(1));
    case 'converged':
      return l10n.t('Converged: in epoch {0} no sample was wrong any more.', done);
    case 'stoppedEarly':
      return outcome.restored
        ? l10n.t('Stopped early after {0} epochs, back at the best one, {1}.', done, outcome.bestEpoch)
        : l10n.t('Stopped early after {0} epochs; the best one was {1}.', done, outcome.bestEpoch);
    case 'failed':
      return l10n.t('Failed in epoch {0}; these are the last good parameters.', outcome.failure.epoch);
  }
}

/** Why no perceptron can do it: one point that is a mean of either class. Samples count from 1. */
export function describeNotSeparable({ unit, positive, negative, point }: NotSeparable): string {
  const mean = (part: NotSeparable['positive']) =>
    part
      .map(({ sample, weight }) => l10n.t('{0} of sample {1}', formatNumber(weight), sample + 1))
      .join(' + ');
  return l10n.t(
    'Unit {0} cannot get every sample right: no straight line has its 1s and 0s on either side. The point ({1}) lies among the samples of 1 ({2}) and among those of 0 ({3}).',
    unit + 1, point.map(formatNumber).join(', '), mean(positive), mean(negative),
  ); // prettier-ignore
}

/** Where the numbers broke down, at the value of the config that is most likely to blame. */
export function failureFinding(failure: Failure, spec: Spec): Finding {
  const { epoch, batch, layer, quantity, value } = failure;
  const subject = layer ? l10n.t('{0} in layer {1}', quantities[quantity](), layer) : quantities[quantity]();
  const what = l10n.t('Epoch {0}, batch {1}: {2} became {3}.', epoch, batch, subject, String(value));
  return { severity: 'error', code: 'not-finite', ...wayOut(failure, spec, what) };
}

function wayOut(failure: Failure, spec: Spec, what: string): Pick<Finding, 'message' | 'path'> {
  const formula = formulaOf(failure, spec);
  if (formula && Number.isNaN(failure.value)) {
    const message = l10n.t(
      '{0} The formula is not defined there, as with the logarithm of a negative number.',
      what,
    );
    return { message, path: formula };
  }
  const { learningRate } = spec.training.optimizer;
  const message = l10n.t(
    '{0} A smaller learning rate than {1} usually helps, and so does normalizing the data.',
    what,
    learningRate,
  );
  return { message, path: ['training', 'optimizer', 'learningRate'] };
}

/** The user's formula that gave the value, if one did. */
function formulaOf({ quantity, layer }: Failure, spec: Spec): Finding['path'] | null {
  if (spec.kind === 'function') return ['function'];
  if (quantity === 'loss' && typeof spec.loss === 'object') return ['loss'];
  if (quantity !== 'output' || !layer) return null;
  const { activation } = spec.layers[layer - 1];
  return Object.hasOwn(spec.functions, activation) ? ['functions', activation] : null;
}

const quantities: Readonly<Record<Failure['quantity'], () => string>> = {
  input: () => l10n.t('an input'),
  net: () => l10n.t('a net input'),
  output: () => l10n.t('an output'),
  loss: () => l10n.t('the loss'),
  gradient: () => l10n.t('a gradient'),
  weights: () => l10n.t('a weight'),
  bias: () => l10n.t('a bias'),
  function: () => l10n.t('the function'),
};
