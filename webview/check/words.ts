import * as l10n from '@vscode/l10n';
import type { CheckResult, TensorCheck } from '../../src/protocol.js';
import { formatCount, formatValue } from '../format.js';

export type Verdict = 'pass' | 'fail' | 'kink' | 'none';

export const verdictIcons: Readonly<Record<Verdict, string>> = {
  pass: 'pass',
  fail: 'error',
  kink: 'info',
  none: 'beaker',
};

/** Returns a check's result as a sentence, and its overall verdict. */
export function headline(result: CheckResult): { readonly verdict: Verdict; readonly text: string } {
  const { failed, checked, passed, kinks, functions, directions, compare } = result;
  if (!Number.isFinite(result.loss))
    return { verdict: 'fail', text: l10n.t('The loss is not finite, so there is nothing to check') };
  if (failed > 0)
    return {
      verdict: 'fail',
      text: l10n.t('{0} of {1} gradients are wrong', formatCount(failed), formatCount(checked)),
    };
  if (directions.some(({ verdict }) => verdict === 'fail'))
    return { verdict: 'fail', text: l10n.t('The gradient is wrong along a random direction') };
  if (functions.some(({ verdict }) => verdict === 'fail'))
    return { verdict: 'fail', text: l10n.t('One of your derivatives is wrong') };
  if (compare && (compare.wrong > 0 || compare.remarks.length > 0))
    return { verdict: 'fail', text: l10n.t('The network’s gradients are right; yours are not') };
  if (checked === 0) return { verdict: 'kink', text: l10n.t('There is no gradient to check') };
  const text =
    kinks > 0
      ? l10n.t('{0} gradients are right, {1} are at a kink', formatCount(passed), formatCount(kinks))
      : l10n.t('All {0} gradients are right', formatCount(passed));
  return { verdict: 'pass', text };
}

/** Describes how the check was done, in one line. */
export function howText({ samples, maxRelativeError, directions }: CheckResult): string {
  const right = directions.filter(({ verdict }) => verdict === 'pass').length;
  const checked = l10n.t(
    'Backpropagation against difference quotients; samples: {0}; largest relative error: {1}.',
    formatCount(samples),
    errorText(maxRelativeError),
  );
  return directions.length === 0
    ? checked
    : `${checked} ${l10n.t('Random directions through all parameters: {0} of {1} right.', right, directions.length)}`;
}

export function tensorTitle({ layer, tensor }: Pick<TensorCheck, 'layer' | 'tensor'>): string {
  return tensor === 'weights' ? l10n.t('Layer {0} weights', layer) : l10n.t('Layer {0} bias', layer);
}

export function verdictWord(verdict: Verdict): string {
  switch (verdict) {
    case 'pass':
      return l10n.t('Right');
    case 'fail':
      return l10n.t('Wrong');
    case 'kink':
      return l10n.t('Kink');
    case 'none':
      return '';
  }
}

export const errorText = (error: number): string => (error === 0 ? '0' : formatValue(error, 2));
