import * as vscode from 'vscode';
import { emptyHistory } from '../../worker/history.js';
import type { PastRun } from '../runs/pastRun.js';
import type { Training } from '../runs/training.js';

/** Asks for a file and writes the epochs of runs to it as CSV. */
export async function exportRuns(training: Training, runs: readonly PastRun[]): Promise<void> {
  const config = vscode.Uri.parse(training.store.uri);
  const name = config.path.replace(/^.*\//, '').replace(/(\.backprop)?\.json$/, '');
  const file = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.joinPath(config, '..', `${name}-runs.csv`),
    filters: { CSV: ['csv'] },
  });
  if (!file) return;
  const { runsCsv } = await import('../../jobs/runsCsv.js');
  const exported = runs.map((run) => ({
    record: run.record,
    curve: training.kept.curveOf(run) ?? emptyHistory(),
  }));
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(runsCsv(exported)));
}
