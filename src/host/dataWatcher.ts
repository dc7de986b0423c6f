import path from 'node:path';
import * as vscode from 'vscode';
import type { Spec } from '../config/spec.js';
import { dataFilesOf } from '../worker/dataFiles.js';

/** Says when one of the data files that a config names has been written, created or deleted. */
export class DataWatcher implements vscode.Disposable {
  private watchers: vscode.Disposable[] = [];
  private watched = '';

  constructor(private readonly changed: () => void) {}

  watch(spec: Spec | null, directory: string): void {
    const names = spec?.kind === 'network' ? dataFilesOf(spec.data) : [];
    const files = names.map((name) => path.resolve(directory, name));
    if (files.join('\n') === this.watched) return;
    this.dispose();
    this.watched = files.join('\n');
    this.watchers = files.map((file) => this.watcherOf(file));
  }

  dispose(): void {
    for (const watcher of this.watchers) watcher.dispose();
    this.watchers = [];
  }

  private watcherOf(file: string): vscode.Disposable {
    const pattern = new vscode.RelativePattern(vscode.Uri.file(path.dirname(file)), path.basename(file));
    const watcher = vscode.workspace.createFileSystemWatcher(pattern);
    watcher.onDidChange(this.changed);
    watcher.onDidCreate(this.changed);
    watcher.onDidDelete(this.changed);
    return watcher;
  }
}
