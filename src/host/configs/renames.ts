import * as vscode from 'vscode';
import { showInformation } from '../editor/prompts.js';
import type { Trainings } from '../runs/trainings.js';

/** Lets runs outlive what happens to their files: a new name, a first save, a deletion. */
export function followFiles(trainings: Trainings, report: (error: unknown) => void): vscode.Disposable {
  const { workspace } = vscode;
  const rename = (from: vscode.Uri, to: vscode.Uri): void => void trainings.rename(from, to).catch(report);
  const watcher = workspace.createFileSystemWatcher('**/*.backprop.json', true, true, false);
  return vscode.Disposable.from(
    watcher,
    watcher.onDidDelete((uri) => reportDeletion(trainings, uri)),
    workspace.onDidRenameFiles(({ files }) => {
      for (const { oldUri, newUri } of files) rename(oldUri, newUri);
    }),
    workspace.onDidSaveTextDocument(({ uri }) => {
      const untitled = uri.with({ scheme: 'untitled' });
      if (trainings.get(untitled)) rename(untitled, uri);
    }),
  );
}

function reportDeletion(trainings: Trainings, uri: vscode.Uri): void {
  const training = trainings.get(uri);
  if (!training?.store.run?.isRunning) return;
  const { name } = training.store.facts;
  const message = vscode.l10n.t(
    'The file of {0} was deleted. Its run continues with the config that it started with.',
    name,
  );
  void showInformation(message);
}
