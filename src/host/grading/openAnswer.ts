import * as vscode from 'vscode';
import type { GradedAnswer } from '../../protocol.js';

/** Opens an answer at its first wrong number. A file that is not text is shown in the explorer. */
export async function openAnswer(
  folder: vscode.Uri,
  { file, place }: Pick<GradedAnswer, 'file' | 'place'>,
  viewColumn: vscode.ViewColumn,
): Promise<void> {
  const uri = vscode.Uri.joinPath(folder, file.replaceAll('\\', '/'));
  if (/\.(npz|npy|mat)$/i.test(file)) {
    await vscode.commands.executeCommand('revealInExplorer', uri);
    return;
  }
  const document = await vscode.workspace.openTextDocument(uri);
  const at = document.validatePosition(new vscode.Position((place?.line ?? 1) - 1, (place?.column ?? 1) - 1));
  const selection = document.getWordRangeAtPosition(at, /[-+\w.]+/) ?? new vscode.Range(at, at);
  await vscode.window.showTextDocument(document, { viewColumn, selection });
}
