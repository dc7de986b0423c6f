import * as vscode from 'vscode';
import type { RunState } from '../../protocol.js';
import type { Run } from '../runs/run.js';

/** @param isBlocked whether a problem keeps a run from starting */
export function stateWord(state: RunState, isBlocked = false): string {
  switch (state) {
    case 'ready':
      return isBlocked ? vscode.l10n.t('Not ready') : vscode.l10n.t('Ready');
    case 'loading':
      return vscode.l10n.t('Loading');
    case 'training':
      return vscode.l10n.t('Training');
    case 'paused':
      return vscode.l10n.t('Paused');
    case 'stopped':
      return vscode.l10n.t('Stopped');
    case 'done':
      return vscode.l10n.t('Done');
    case 'failed':
      return vscode.l10n.t('Failed');
  }
}

/** The names of the states' codicons. */
export const stateIcons: Readonly<Record<RunState, string>> = {
  ready: 'circle-outline',
  loading: 'loading~spin',
  training: 'loading~spin',
  paused: 'debug-pause',
  stopped: 'debug-stop',
  done: 'check',
  failed: 'error',
};

/** Returns for example "128 / 200 · loss 0.0312", or how much of the data has been read. */
export function progressOf(run: Run): string {
  const { state, epoch, epochs, loaded } = run.status;
  if (state === 'loading') return loaded === null ? '' : `${Math.floor(loaded * 100)}%`;
  const loss = run.last('loss');
  const counted = `${formatCount(epoch)} / ${formatCount(epochs)}`;
  return Number.isNaN(loss) ? counted : `${counted} · ${vscode.l10n.t('loss {0}', formatLoss(loss))}`;
}

const formatCount = (count: number): string => count.toLocaleString(vscode.env.language);

/** Returns the loss with four digits, enough to show that it changes. */
function formatLoss(loss: number): string {
  const magnitude = Math.abs(loss);
  return magnitude !== 0 && (magnitude < 1e-3 || magnitude >= 1e6)
    ? loss.toExponential(3)
    : loss.toPrecision(4);
}
