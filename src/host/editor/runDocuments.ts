import * as vscode from 'vscode';
import { runScheme } from '../configs/configFiles.js';
import type { PastRun } from '../runs/pastRun.js';
import type { Training } from '../runs/training.js';

/** Shows the texts of runs as documents that cannot be edited. */
export class RunDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly registration = vscode.workspace.registerTextDocumentContentProvider(runScheme, this);
  /** The texts that have been shown, so that a document can be read again after its run was deleted. */
  private readonly texts = new Map<string, string>();

  /** Returns the document of a run, with the config's file name. */
  of({ store }: Training, { record, source }: PastRun): vscode.Uri {
    const name = vscode.Uri.parse(store.uri).path.split('/').at(-1) ?? '';
    const uri = vscode.Uri.from({ scheme: runScheme, path: `/${record.number}/${name}`, query: record.run });
    this.texts.set(uri.toString(), source.text);
    return uri;
  }

  provideTextDocumentContent(uri: vscode.Uri): string | undefined {
    return this.texts.get(uri.toString());
  }

  dispose(): void {
    this.registration.dispose();
  }
}
