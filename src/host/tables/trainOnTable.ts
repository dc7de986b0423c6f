import path from 'node:path';
import * as vscode from 'vscode';
import { configFor, proposeConfig } from '../../config/propose/proposeConfig.js';
import { showError } from '../editor/prompts.js';
import type { WorkerPool } from '../runs/workerPool.js';
import { chooseConfigFile } from './chooseConfigFile.js';
import { chooseTarget } from './chooseTarget.js';
import { tableFilters } from './tableFilters.js';
import { surveyTable } from './tableWorker.js';

/** Writes a config for a table and its target. Returns its URI; undefined where the user gave up. */
export async function trainOnTable(workers: WorkerPool, given?: unknown): Promise<vscode.Uri | undefined> {
  const table = given instanceof vscode.Uri ? given : await chooseTable();
  if (!table) return undefined;
  const file = path.basename(table.fsPath);
  const place = { directory: path.dirname(table.fsPath), file };
  const survey = await surveyTable(workers, place, vscode.l10n.t('Reading {0}', file));
  const target = survey && (await chooseTarget(survey, file));
  if (!survey || !target) return undefined;
  const config = await chooseConfigFile(vscode.Uri.file(configFor(table.fsPath)));
  if (!config) return undefined;
  const name = path.basename(config.uri.fsPath).replace(/\.backprop\.json$/, '');
  const proposal = config.isFree ? proposeConfig(survey, target, { file, name }) : null;
  if (config.isFree && !proposal) {
    void showError(
      vscode.l10n.t(
        '{0} has no column except the target that can be an input. Add one with numbers or categories.',
        file,
      ),
    );
    return undefined;
  }
  if (proposal) await write(config.uri, proposal.text);
  await vscode.window.showTextDocument(config.uri, { preview: false });
  return config.uri;
}

/** Asks for a table. */
async function chooseTable(): Promise<vscode.Uri | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    defaultUri: vscode.workspace.workspaceFolders?.at(0)?.uri,
    filters: tableFilters(),
    title: vscode.l10n.t('Table to train on'),
    openLabel: vscode.l10n.t('Train on this table'),
  });
  return chosen?.at(0);
}

/** Replaces or creates a file, so that "Undo" in an open editor brings back what was there. */
async function write(uri: vscode.Uri, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.createFile(uri, { overwrite: true, contents: new TextEncoder().encode(text) });
  if (!(await vscode.workspace.applyEdit(edit)))
    throw new Error(
      vscode.l10n.t('"{0}" could not be written. Check that its folder is writable.', uri.fsPath),
    );
}
