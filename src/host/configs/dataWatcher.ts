import path from 'node:path';
import * as vscode from 'vscode';

/** Reports when one of the files that a config names has been written, created or deleted. */
export class DataWatcher implements vscode.Disposable {
  private watchers: vscode.Disposable[] = [];
  private watched = '';

  constructor(private readonly onChanged: () => void) {}

  /** @param files the absolute paths */
  watch(files: readonly string[]): void {
    if (files.join('\n') === this.watched) return;
    this.dispose();
    this.watched = files.join('\n');
    const folders = new Map<string, Set<string>>();
    for (const file of files) {
      const folder = path.dirname(file);
      folders.set(folder, (folders.get(folder) ?? new Set()).add(comparable(path.basename(file))));
    }
    this.watchers = [...folders].map(([folder, names]) => this.watcherOf(folder, names));
  }

  dispose(): void {
    for (const watcher of this.watchers) watcher.dispose();
    this.watchers = [];
    this.watched = '';
  }

  /** The pattern matches the whole folder, since a name such as `d[1].csv` as a pattern would match other files. */
  private watcherOf(folder: string, names: ReadonlySet<string>): vscode.Disposable {
    const pattern = new vscode.RelativePattern(vscode.Uri.file(folder), '*');
    const watcher = vscode.workspace.createFileSystemWatcher(pattern);
    const reportIfNamed = (uri: vscode.Uri): void => {
      if (names.has(comparable(path.basename(uri.fsPath)))) this.onChanged();
    };
    watcher.onDidChange(reportIfNamed);
    watcher.onDidCreate(reportIfNamed);
    watcher.onDidDelete(reportIfNamed);
    return watcher;
  }
}

/** Normalizes a name, since a file system may compose accents differently than the config does, and may ignore case. */
const comparable = (name: string): string => name.normalize('NFC').toLowerCase();
