import path from 'node:path';
import * as vscode from 'vscode';
import { plainName } from '../../config/plainText.js';
import { filesIn } from '../../node/filesIn.js';
import { baseName, type ConfigFiles } from '../configs/configFiles.js';
import { exists } from '../configs/newConfig.js';
import { chooseOf, showError, showInformation } from '../editor/prompts.js';
import type { Training } from '../runs/training.js';

/** Asks how long a worksheet of a config's first pass is to be, writes it and its key beside the config, and opens it. */
export async function newWorksheet({ store, folder }: Training, files: ConfigFiles): Promise<void> {
  const uri = vscode.Uri.parse(store.uri);
  const { parsed } = await files.read(await vscode.workspace.openTextDocument(uri));
  const { spec, problems } = parsed;
  if (spec?.kind !== 'network') {
    const problem = problems.find(({ severity }) => severity === 'error')?.message;
    void showError(
      problem === undefined
        ? vscode.l10n.t('This config describes a plain function. Only a network has a pass.')
        : vscode.l10n.t('This config cannot be stepped through yet: {0}', problem),
    );
    return;
  }
  const rounds = await chooseLength();
  if (rounds === undefined) return;
  const [{ loadDataset }, { createExercise }, { keyFileOf }] = await Promise.all([
    import('../../data/loadDataset.js'),
    import('../../jobs/notes/createExercise.js'),
    import('../../jobs/notes/keyFileOf.js'),
  ]);
  const { dataset, findings } = await loadDataset(spec, filesIn(folder));
  if (!dataset) {
    const reason = findings.find(({ severity }) => severity === 'error')?.message ?? '';
    void showError(vscode.l10n.t('The data to step through could not be loaded: {0}', reason));
    return;
  }
  const { file, number } = await freeFile(uri.with({ scheme: 'file' }));
  const { value } = parsed.sourceWith({});
  const request = { spec, value, dataset, row: 0, blanks: { rounds }, seed: number };
  const { sheet, key } = await createExercise(request, filesIn(folder));
  const keyFile = vscode.Uri.joinPath(file, '..', keyFileOf(path.basename(file.fsPath)));
  const encoder = new TextEncoder();
  await vscode.workspace.fs.writeFile(file, encoder.encode(sheet));
  await vscode.workspace.fs.writeFile(keyFile, encoder.encode(key));
  await vscode.window.showTextDocument(file);
  void showInformation(
    vscode.l10n.t('The key is in {0}. Fill in the blanks; each number is checked as you type.', plainName(path.basename(keyFile.fsPath))), // prettier-ignore
  );
}

/** Asks how many steps of each stage of each layer the worksheet asks for. */
async function chooseLength(): Promise<number | undefined> {
  const items = [
    { label: vscode.l10n.t('Each stage once'), detail: vscode.l10n.t('One unit of each layer'), rounds: 1 },
    { label: vscode.l10n.t('Each stage twice'), detail: vscode.l10n.t('Two units of each layer, where it has them'), rounds: 2 },
    { label: vscode.l10n.t('The whole pass'), detail: vscode.l10n.t('All units and weights'), rounds: Infinity },
  ]; // prettier-ignore
  const chosen = await chooseOf(items, { title: vscode.l10n.t('New worksheet: choose its length') });
  return chosen?.rounds;
}

/** Returns a new file beside a config for a worksheet, and its number from 1, by which its blanks are chosen. */
async function freeFile(config: vscode.Uri): Promise<{ readonly file: vscode.Uri; readonly number: number }> {
  for (let number = 1; ; number++) {
    const name = `${baseName(config)}.sheet${number === 1 ? '' : number}`;
    const [file, key] = ['md', 'key.md'].map((end) => vscode.Uri.joinPath(config, '..', `${name}.${end}`));
    if (!(await exists(file)) && !(await exists(key))) return { file, number };
  }
}
