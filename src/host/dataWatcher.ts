import path from 'node:path';
import * as vscode from 'vscode';

/** Says when one of the files that a config names has been written, created or deleted. */
export class DataWatcher implements vscode.Disposable {
  private watchers: vscode.Disposable[] = [];
  private watched = '';

  constructor(private readonly changed: () => void) {}

  /** @param files absolute paths */
  watch(files: readonly string[]): void {
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
