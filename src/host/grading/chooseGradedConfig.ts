import path from 'node:path';
import * as vscode from 'vscode';
import { chooseOf } from '../editor/prompts.js';

const suffix = '.backprop.json';

/** The most configs of a workspace that are offered. */
const mostOffered = 500;

/**
 * Returns the config whose gradients the answers in a folder are compared with: the one in the folder, or in the nearest
 * of its parents in the workspace that has any. Asks where there are several, or none.
 */
export async function chooseGradedConfig(folder: vscode.Uri): Promise<vscode.Uri | undefined> {
  const near = await nearestConfigs(folder);
  if (near.length === 1) return near[0];
  const offered = near.length > 0 ? near : await vscode.workspace.findFiles(`**/*${suffix}`, '**/node_modules/**', mostOffered); // prettier-ignore
  if (offered.length === 0) return chooseFile(folder);
  const items = offered.map((uri) => ({
    label: path.basename(uri.fsPath, suffix),
    description: vscode.workspace.asRelativePath(uri),
    uri,
  }));
  const chosen = await chooseOf(items.sort((a, b) => (a.description < b.description ? -1 : 1)), {
    title: vscode.l10n.t('Grade Answers'),
    placeHolder: vscode.l10n.t('The config that the answers belong to'),
    matchOnDescription: true,
  }); // prettier-ignore
  return chosen?.uri;
}

async function nearestConfigs(folder: vscode.Uri): Promise<vscode.Uri[]> {
  const root = vscode.workspace.getWorkspaceFolder(folder)?.uri.path ?? folder.path;
  for (let at = folder; at.path.startsWith(root); at = vscode.Uri.joinPath(at, '..')) {
    const found = await configsIn(at);
    if (found.length > 0 || at.path === root) return found;
  }
  return [];
}

async function configsIn(folder: vscode.Uri): Promise<vscode.Uri[]> {
  const entries = await vscode.workspace.fs.readDirectory(folder);
  return entries.flatMap(([name, type]) =>
    name.endsWith(suffix) && (type & vscode.FileType.File) !== 0 ? [vscode.Uri.joinPath(folder, name)] : [],
  );
}

async function chooseFile(folder: vscode.Uri): Promise<vscode.Uri | undefined> {
  const files = await vscode.window.showOpenDialog({
    defaultUri: folder,
    title: vscode.l10n.t('The config that the answers belong to'),
    filters: { [vscode.l10n.t('Configs')]: ['json'] },
    openLabel: vscode.l10n.t('Grade Answers'),
  });
  return files?.at(0);
}
