import * as vscode from 'vscode';
import { exists } from './newConfig.js';
import { chooseOf } from '../editor/prompts.js';

interface Example extends vscode.QuickPickItem {
  readonly uri: vscode.Uri;
}

const suffix = '.backprop.json';

/**
 * Opens a copy of an example in the user's folder.
 *
 * @param name its name; any other value lets the user choose from all examples
 */
export async function openExamples(extension: vscode.Uri, name?: unknown): Promise<void> {
  const source = vscode.Uri.joinPath(extension, 'examples');
  const examples = await examplesIn(source);
  const picked =
    examples.find(({ label }) => label === name) ??
    (await chooseOf(examples, {
      title: vscode.l10n.t('Open an example'),
      placeHolder: vscode.l10n.t('The config and its data are copied to a folder of your choice'),
      matchOnDetail: true,
    }));
  if (!picked) return;
  const folder = await folderFor(picked, source);
  if (!folder) return;
  await copyWithData(source, folder, picked.label);
  await vscode.window.showTextDocument(vscode.Uri.joinPath(folder, picked.label + suffix));
}

async function examplesIn(source: vscode.Uri): Promise<Example[]> {
  const entries = await vscode.workspace.fs.readDirectory(source);
  const names = entries.map(([name]) => name).filter((name) => name.endsWith(suffix));
  return Promise.all(
    names.sort().map(async (name) => {
      const uri = vscode.Uri.joinPath(source, name);
      const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
      return { label: name.slice(0, -suffix.length), detail: firstComment(text), uri };
    }),
  );
}

/** Returns the first comment of an example, which describes it. */
function firstComment(text: string): string | undefined {
  return /^\s*\/\/\s*(.+)$/m.exec(text)?.[1];
}

/** Returns the folder that already has the example, else the one that the user chooses. */
async function folderFor({ label }: Example, source: vscode.Uri): Promise<vscode.Uri | undefined> {
  const present = (await vscode.workspace.findFiles(`**/${label}${suffix}`, '**/node_modules/**', 1)).at(0);
  if (present) return vscode.Uri.joinPath(present, '..');
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.some(({ uri }) => uri.toString() === source.toString())) return source;
  const chosen = await vscode.window.showOpenDialog({
    canSelectFiles: false,
    canSelectFolders: true,
    defaultUri: folders[0]?.uri,
    title: vscode.l10n.t('Folder for the example'),
    openLabel: vscode.l10n.t('Copy here'),
  });
  return chosen?.[0];
}

/** Copies the config and the data it names; existing files are not overwritten. */
async function copyWithData(source: vscode.Uri, folder: vscode.Uri, name: string): Promise<void> {
  const config = vscode.Uri.joinPath(source, name + suffix);
  const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(config));
  const entries = await vscode.workspace.fs.readDirectory(source);
  const data = entries.map(([file]) => file).filter((file) => text.includes(`"${file}"`));
  for (const file of [name + suffix, ...data]) {
    const target = vscode.Uri.joinPath(folder, file);
    if (!(await exists(target))) await vscode.workspace.fs.copy(vscode.Uri.joinPath(source, file), target);
  }
}
