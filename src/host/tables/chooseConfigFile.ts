import path from 'node:path';
import * as vscode from 'vscode';
import { exists } from '../configs/newConfig.js';
import { chooseOf } from '../editor/prompts.js';

/** A file for a config, and whether it is to be written rather than opened as it is. */
export interface ConfigPlace {
  readonly uri: vscode.Uri;
  readonly isFree: boolean;
}

/** Returns the proposed file. Where it exists, asks whether to use another name, to open it or to replace it. */
export async function chooseConfigFile(proposed: vscode.Uri): Promise<ConfigPlace | undefined> {
  if (!(await exists(proposed))) return { uri: proposed, isFree: true };
  const other = await freeName(proposed);
  const [name, otherName] = [proposed, other].map(({ fsPath }) => path.basename(fsPath));
  const items = [
    { label: vscode.l10n.t('Write {0}', otherName), place: { uri: other, isFree: true } },
    { label: vscode.l10n.t('Open {0} as it is', name), place: { uri: proposed, isFree: false } },
    { label: vscode.l10n.t('Replace {0}', name), place: { uri: proposed, isFree: true } },
  ];
  const chosen = await chooseOf(items, { title: vscode.l10n.t('{0} exists already', name) });
  return chosen?.place;
}

async function freeName(proposed: vscode.Uri): Promise<vscode.Uri> {
  for (let number = 2; ; number++) {
    const uri = proposed.with({
      path: proposed.path.replace(/\.backprop\.json$/, `-${number}.backprop.json`),
    });
    if (!(await exists(uri))) return uri;
  }
}
