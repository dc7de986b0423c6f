import * as vscode from 'vscode';
import type { ToRun } from '../../protocol.js';
import { showInformation } from '../editor/prompts.js';
import type { Training } from '../runs/training.js';

/** Returns whether there is a network. If not, a message says so. */
export function hasNetwork({ store }: Training): boolean {
  if (store.run?.known.spec.kind === 'network') return true;
  void showInformation(vscode.l10n.t('There is no network yet. Train it first.'));
  return false;
}

/** Returns the network that is shown in a format, or the reason where there is none. */
export async function packedModel(
  training: Training,
  question: Omit<Extract<ToRun, { type: 'pack' }>, 'type' | 'run'>,
): Promise<{ readonly bytes: Uint8Array; readonly epoch: number } | string> {
  const packed = await training.shown.pack(question);
  if (!packed)
    return vscode.l10n.t('The network could not be saved, because its run is gone. Train it again.');
  const { bytes, reason, epoch } = packed;
  return bytes ? { bytes, epoch } : (reason ?? '');
}
