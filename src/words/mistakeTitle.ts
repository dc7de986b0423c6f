import * as l10n from '@vscode/l10n';
import type { Mistake, MistakeCode } from '../engine/check/mistakes/mistake.js';

/** The codes of what is wrong with an answer beyond a mistake in its computation. */
export type AnswerFault = 'other-weights' | 'compare-shape' | 'sheet-wrong' | 'unknown-quantity';

/** Returns what the diagnosis of numbers that are right is called in a list of many. */
export function conventionTitle({ code }: Mistake): string {
  if (code === 'numeric-gradient') return mistakeTitle(code);
  return code === 'wrong-sign' ? l10n.t('Sign convention') : l10n.t('Layout convention');
}

/** Returns what a mistake is called in a list of many. */
export function mistakeTitle(code: MistakeCode | AnswerFault): string {
  switch (code) {
    case 'missing-activation-derivative':
      return l10n.t('Activation derivative left out');
    case 'activation-derivative-at-net':
      return l10n.t('Activation derivative at the wrong value');
    case 'wrong-layer-activation':
      return l10n.t('Derivative of another activation');
    case 'wrong-loss-derivative':
      return l10n.t('Derivative of another loss');
    case 'elementwise-softmax':
      return l10n.t('Softmax differentiated per output');
    case 'wrong-sign':
      return l10n.t('Wrong sign');
    case 'factor':
      return l10n.t('Wrong constant factor');
    case 'missing-batch-mean':
      return l10n.t('Mean over the batch left out');
    case 'double-batch-mean':
      return l10n.t('One mean over the batch too many');
    case 'single-sample':
      return l10n.t('Only some of the samples');
    case 'transposed-gradient':
      return l10n.t('Gradient transposed');
    case 'transposed-weights':
      return l10n.t('Weights transposed the wrong way');
    case 'updated-weights':
      return l10n.t('Weights already updated');
    case 'single-path':
      return l10n.t('Only some paths to the output');
    case 'missing-input':
      return l10n.t('Input left out: δ instead of δ·x');
    case 'bias-not-summed':
      return l10n.t('Bias not summed over the samples');
    case 'missing-regularization':
      return l10n.t('Penalty left out');
    case 'regularized-bias':
      return l10n.t('Penalty added to a bias');
    case 'learning-rate-included':
      return l10n.t('Update instead of gradient');
    case 'edit':
      return l10n.t('Another formula');
    case 'numeric-gradient':
      return l10n.t('Numeric gradients');
    case 'other-data':
      return l10n.t('Another forward pass or other data');
    case 'unknown':
      return l10n.t('Not explained');
    case 'other-weights':
      return l10n.t('Gradients at other weights');
    case 'compare-shape':
      return l10n.t('Wrong shape');
    case 'sheet-wrong':
      return l10n.t('Wrong quantity of the pass');
    case 'unknown-quantity':
      return l10n.t('Unknown quantity');
  }
}
