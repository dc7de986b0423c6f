import * as vscode from 'vscode';
import type { CheckResult, CheckView, EntryCheck, TensorCheck } from '../../protocol.js';

/** Returns the result of the last check as an icon and words; null if no check has finished. */
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
  if (functions > 0) return { icon: 'error', words: vscode.l10n.t('one of your derivatives is wrong') };
  const answers = (result.compare?.wrong ?? 0) + (result.compare?.remarks.length ?? 0);
  if (answers > 0) return { icon: 'error', words: vscode.l10n.t('your gradients differ') };
  return { icon: 'pass', words: vscode.l10n.t('{0} gradients right', result.passed) };
}

/** Returns the number of wrong gradients; 1 if only a random direction shows that an unchecked gradient is wrong. */
function wrongOf({ failed, directions }: CheckResult): number {
  return failed || (directions.some(({ verdict }) => verdict === 'fail') ? 1 : 0);
}

/** Returns for example "Checking gradients 34%". */
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

/** Returns the number with up to seven significant digits, without trailing zeros. */
export function numberWord(value: number): string {
  return String(Number(value.toPrecision(7)));
}
