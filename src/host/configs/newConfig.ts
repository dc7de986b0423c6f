import * as vscode from 'vscode';
import { languageId } from './configFiles.js';

/** Opens a new config that can be trained as it is. It is untitled until it is saved, with a proposed name and folder. */
export async function newConfig(): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0];
  const document = folder
    ? await vscode.workspace.openTextDocument(await freeName(folder.uri))
    : await vscode.workspace.openTextDocument({ language: languageId });
  const editor = await vscode.window.showTextDocument(document);
  await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), starter()));
}

async function freeName(folder: vscode.Uri): Promise<vscode.Uri> {
  for (let number = 1; ; number++) {
    const file = vscode.Uri.joinPath(folder, `network${number === 1 ? '' : number}.backprop.json`);
    const untitled = file.with({ scheme: 'untitled' });
    const isOpen = vscode.workspace.textDocuments.some(({ uri }) => uri.toString() === untitled.toString());
    if (!isOpen && !(await exists(file))) return untitled;
  }
}

export async function exists(file: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(file);
    return true;
  } catch {
    return false;
  }
}

function starter(): string {
  return `{
  // ${vscode.l10n.t('Two classes of points in the shape of half moons.')}
  // ${vscode.l10n.t('Press Train above.')}
  "layers": [
    { "units": 8, "activation": "tanh" },
    { "units": 1, "activation": "sigmoid" }
  ],
  "loss": "binaryCrossEntropy",
  "data": {
    "generator": "moons",
    "samples": 200,
    "noise": 0.1,
    "validationSplit": 0.2
  },
  "training": {
    "optimizer": { "type": "adam", "learningRate": 0.03 },
    "epochs": 200,
    "batchSize": 16,
    "seed": 1
  }
}
`;
}
