import * as vscode from 'vscode';
import { showInformation } from '../editor/prompts.js';

/** Trains on a table that was dropped on a page, as the command of the explorer does. */
export async function trainOnDropped(text: string): Promise<void> {
  const uri = vscode.Uri.parse(text);
  const isTable = /\.(csv|tsv|txt|parquet)(\.gz)?$/i.test(uri.path);
  if (uri.scheme === 'file' && isTable) await vscode.commands.executeCommand('backprop.trainOnTable', uri);
  else void showInformation(vscode.l10n.t('Drop a CSV, TSV or Parquet file to train on it.'));
}
