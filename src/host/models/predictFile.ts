import path from 'node:path';
import * as vscode from 'vscode';
import { showError, showInformation, showWarning } from '../editor/prompts.js';
import type { Training } from '../runs/training.js';
import type { WorkerPool } from '../runs/workerPool.js';
import { tableFilters } from '../tables/tableFilters.js';
import { predictRows, type PredictedRows } from '../tables/tableWorker.js';
import { hasNetwork, packedModel } from './packedModel.js';
import { writeWhole } from './writeWhole.js';
import { joinSentences } from '../../words/joinSentences.js';

/** Asks for a table or a file of images, and writes what the network that is shown predicts to a CSV file. */
export async function predictFile(training: Training, workers: WorkerPool): Promise<void> {
  if (!hasNetwork(training)) return;
  const table = await chooseTable(training);
  const out = table && (await chooseOutput(table));
  if (!table || !out) return;
  const model = await packedModel(training, { format: 'safetensors', hasTraining: false, page: '' });
  if (typeof model === 'string') {
    void showError(model);
    return;
  }
  const [directory, file] = [path.dirname(table.fsPath), path.basename(table.fsPath)];
  const title = vscode.l10n.t('Predicting the rows of {0}', file);
  const predicted = await predictRows(workers, { directory, file }, model.bytes, title);
  if (!predicted) return;
  const refusal = await writeWhole(predicted.csv, out);
  if (refusal === null) await showWritten(predicted, out);
  else void showError(refusal);
}

/** Asks for a table, or for a file of images where the network predicts them. */
async function chooseTable({ store }: Training): Promise<vscode.Uri | undefined> {
  const isOfImages = Boolean(store.run?.known.facts?.image);
  const chosen = await vscode.window.showOpenDialog({
    defaultUri: vscode.Uri.joinPath(vscode.Uri.parse(store.uri), '..'),
    ...(!isOfImages && { filters: tableFilters() }),
    title: isOfImages ? vscode.l10n.t('IDX file of images to predict') : vscode.l10n.t('Table to predict'),
    openLabel: vscode.l10n.t('Predict'),
  });
  return chosen?.at(0);
}

function chooseOutput(table: vscode.Uri): Thenable<vscode.Uri | undefined> {
  const name = path.posix.basename(table.path).replace(/(\.[a-z]+){1,2}$/i, '');
  return vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.joinPath(table, '..', `${name}-predictions.csv`),
    filters: { CSV: ['csv'] },
    title: vscode.l10n.t('File for the predictions'),
  });
}

async function showWritten({ rows, findings }: PredictedRows, out: vscode.Uri): Promise<void> {
  const open = vscode.l10n.t('Open');
  const name = path.posix.basename(out.path);
  const message = vscode.l10n.t('The predictions for {0} rows are in "{1}".', rows, name);
  const sentences = joinSentences([message, ...findings.map((finding) => finding.message)]);
  const show = findings.length > 0 ? showWarning : showInformation;
  if ((await show(sentences, open)) === open) await vscode.commands.executeCommand('vscode.open', out);
}
