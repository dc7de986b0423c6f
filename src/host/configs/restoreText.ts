import * as vscode from 'vscode';
import { messageOf } from '../editor/prompts.js';
import type { Training } from '../runs/training.js';
import { applyEdits } from './applyEdits.js';
import type { ConfigFiles } from './configFiles.js';

/**
 * Writes the text of a run into its config as one edit that can be undone. Settings for the next run are those of the
 * text. Returns the reason where that is not possible, else null.
 */
export async function restoreText(
  files: ConfigFiles,
  training: Training,
  text: string,
  number: number,
): Promise<string | null> {
  let document: vscode.TextDocument;
  try {
    document = await vscode.workspace.openTextDocument(vscode.Uri.parse(training.store.uri));
  } catch (error) {
    return vscode.l10n.t(
      'The config file cannot be opened, so the settings of run {0} cannot be restored: {1}',
      number,
      messageOf(error),
    );
  }
  const isEqual = document.getText() === text;
  if (isEqual && Object.keys(training.store.overrides).length === 0)
    return vscode.l10n.t('The file already has the text of run {0}.', number);
  const { difference } = await import('../../config/edits/textEdits.js');
  if (!isEqual && !(await applyEdits(document, difference(document.getText(), text))))
    return vscode.l10n.t('The editor did not accept the text of run {0}. Try again.', number);
  await files.read(document);
  const { fileSettings } = training.store;
  if (fileSettings) training.changeSettings(fileSettings);
  return null;
}
