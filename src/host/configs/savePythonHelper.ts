import * as vscode from 'vscode';

/** The name of the helper, which Python code imports. */
const name = 'backprop_lab.py';

/** Asks for a place, saves the Python helper there and opens it, since it begins with how it is used. */
export async function savePythonHelper(extension: vscode.Uri): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const file = await vscode.window.showSaveDialog({
    title: vscode.l10n.t('Save the Python helper'),
    filters: { Python: ['py'] },
    ...(folder && { defaultUri: vscode.Uri.joinPath(folder, name) }),
  });
  if (!file) return;
  const content = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(extension, 'media', name));
  await vscode.workspace.fs.writeFile(file, content);
  await vscode.window.showTextDocument(file);
}
