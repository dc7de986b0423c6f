import * as vscode from 'vscode';
import { chooseOf } from '../editor/prompts.js';
import { languageId } from './configFiles.js';

/** Asks what a new config is for, and opens it. @param trainOnTable creates one for a table */
export async function newConfig(trainOnTable: () => unknown): Promise<void> {
  const items = [
    {
      label: vscode.l10n.t('Two half moons'),
      detail: vscode.l10n.t('A small network on generated points, to change as you like'),
      create: newStarter,
    },
    {
      label: vscode.l10n.t('A table of yours'),
      detail: vscode.l10n.t('A network that predicts a column of a CSV, TSV or Parquet file from the others'),
      create: trainOnTable,
    },
  ];
  const chosen = await chooseOf(items, { title: vscode.l10n.t('New config') });
  await chosen?.create();
}

/** Opens a new config that can be trained as it is. It is untitled until it is saved, with a proposed name and folder. */
async function newStarter(): Promise<void> {
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
