import * as vscode from 'vscode';
import type { Failure } from '../engine/metrics.js';

const quantities: Readonly<Record<Failure['quantity'], () => string>> = {
  input: () => vscode.l10n.t('an input'),
  net: () => vscode.l10n.t('a net input'),
  output: () => vscode.l10n.t('an output'),
  loss: () => vscode.l10n.t('the loss'),
  gradient: () => vscode.l10n.t('a gradient'),
  weights: () => vscode.l10n.t('a weight'),
  bias: () => vscode.l10n.t('a bias'),
  function: () => vscode.l10n.t('the function'),
};

/** Where the numbers broke down, and what usually helps. */
export function explainFailure({ epoch, batch, layer, quantity, value }: Failure): string {
  const what = quantities[quantity]();
  const where = layer
    ? vscode.l10n.t(
        'In epoch {0}, batch {1}, {2} of layer {3} became {4}.',
        epoch,
        batch,
        what,
        layer,
        String(value),
      )
    : vscode.l10n.t('In epoch {0}, batch {1}, {2} became {3}.', epoch, batch, what, String(value));
  return `${where} ${vscode.l10n.t('A smaller learning rate often helps. The last good parameters are kept.')}`;
}
