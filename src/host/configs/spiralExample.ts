import * as vscode from 'vscode';
import { languageId } from './configFiles.js';

const name = 'spiral.backprop.json';

/**
 * Opens the spiral example, which is the first that a person sees: the file in the workspace, else an untitled copy.
 * Returns its URI.
 */
export async function openSpiralExample(extension: vscode.Uri): Promise<vscode.Uri> {
  const present = (await vscode.workspace.findFiles(`**/${name}`, '**/node_modules/**', 1)).at(0);
  const document = present ? await vscode.workspace.openTextDocument(present) : await untitledCopy(extension);
  await vscode.window.showTextDocument(document, { preview: false });
  return document.uri;
}

async function untitledCopy(extension: vscode.Uri): Promise<vscode.TextDocument> {
  const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(extension, 'examples', name));
  return vscode.workspace.openTextDocument({
    language: languageId,
    content: new TextDecoder().decode(bytes),
  });
}
