import * as vscode from 'vscode';
import type { CheckResult, CheckView, EntryCheck, TensorCheck } from '../protocol.js';

/** What a check came to, as icon and words; null where none has come to an end. */
export function verdictOf({
  result,
  error,
}: CheckView): { readonly icon: string; readonly words: string } | null {
  if (error !== null) return { icon: 'error', words: vscode.l10n.t('gradients not checked') };
  if (!result) return null;
  const wrong = wrongOf(result);
  if (wrong > 0)
    return { icon: 'error', words: vscode.l10n.t('{0} of {1} gradients wrong', wrong, result.checked) };
  const functions = result.functions.filter(({ verdict }) => verdict === 'fail').length;
  if (functions > 0) return { icon: 'error', words: vscode.l10n.t('a derivative of yours is wrong') };
  const answers = (result.compare?.wrong ?? 0) + (result.compare?.remarks.length ?? 0);
  if (answers > 0) return { icon: 'error', words: vscode.l10n.t('your gradients differ') };
  return { icon: 'pass', words: vscode.l10n.t('{0} gradients right', result.passed) };
}

/** Along random directions a wrong one shows too where not all parameters are checked singly. */
function wrongOf({ failed, directions }: CheckResult): number {
  return failed || (directions.some(({ verdict }) => verdict === 'fail') ? 1 : 0);
}

/** "Checking gradients 34%" */
export function runningWords({ fraction }: NonNullable<CheckView['running']>): string {
  return fraction === null
    ? vscode.l10n.t('Checking gradients')
    : vscode.l10n.t('Checking gradients {0}%', Math.floor(fraction * 100));
}

export function tensorTitle({ layer, tensor }: Pick<TensorCheck, 'layer' | 'tensor'>): string {
  return tensor === 'weights'
    ? vscode.l10n.t('Layer {0} weights', layer)
    : vscode.l10n.t('Layer {0} bias', layer);
}

export function verdictWord({ verdict }: Pick<EntryCheck, 'verdict'>): string {
  if (verdict === 'kink') return vscode.l10n.t('kink');
  return verdict === 'pass' ? vscode.l10n.t('right') : vscode.l10n.t('wrong');
}

/** Seven digits, the ones that tell nothing left out. */
export function numberWord(value: number): string {
  return String(Number(value.toPrecision(7)));
}
