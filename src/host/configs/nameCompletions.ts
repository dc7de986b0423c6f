import path from 'node:path';
import * as vscode from 'vscode';
import { quotedName } from '../../config/formulaNames.js';
import type { FileKind, NamePlace } from '../../config/namePlace.js';
import { plainText } from '../../config/plainText.js';
import type { ConfigFiles } from './configFiles.js';
import { rangeOf } from './diagnostics.js';

type ColumnPlace = Extract<NamePlace, { kind: 'column' }>;
type FilePlace = Extract<NamePlace, { kind: 'file' }>;

/** The files that fit each kind, by the end of their name. */
const fitting: Readonly<Record<FileKind, RegExp>> = {
  table: /\.(csv|tsv|txt|tab|parquet|pq)(\.gz)?$/i,
  images: /(ubyte|\.idx)(\.gz)?$/i,
  weights: /\.(safetensors|npz|pth?|onnx)$/i,
  gradients: /(?<!\.backprop)\.(json|npz)$/i,
};
/** The most entries of a folder that are listed. */
const mostEntries = 1000;

/** Completes the names of columns, classes and files in a config. */
export class NameCompletions implements vscode.CompletionItemProvider {
  static readonly triggers = ['"', '/', '`'];

  /** @param classesOf returns the classes of a config's data, as far as they are known */
  constructor(
    private readonly files: ConfigFiles,
    private readonly classesOf: (uri: vscode.Uri) => readonly string[],
  ) {}

  async provideCompletionItems(
    document: vscode.TextDocument,
    position: vscode.Position,
    token: vscode.CancellationToken,
  ): Promise<vscode.CompletionItem[]> {
    const { namePlaceAt } = await import('../../config/namePlace.js');
    const offset = document.offsetAt(position);
    const place = namePlaceAt(document.getText(), offset);
    if (!place) return [];
    switch (place.kind) {
      case 'column':
        return this.columns(document, place, token);
      case 'class':
        return namedItems(this.classesOf(document.uri), place, rangeOf(document, place), (name) => name);
      case 'file':
        return filesAt(document, place, offset);
    }
  }

  private async columns(
    document: vscode.TextDocument,
    place: ColumnPlace,
    token: vscode.CancellationToken,
  ): Promise<vscode.CompletionItem[]> {
    if (place.table === null) return [];
    const names = await this.namesIn(document, place.table, token);
    return namedItems(names, place, rangeOf(document, place), (name) =>
      place.isInFormula ? quotedName(name) : name,
    );
  }

  /** Returns the names of a table's columns; none where it cannot be read, which is a problem of its own. */
  private async namesIn(
    document: vscode.TextDocument,
    table: string,
    token: vscode.CancellationToken,
  ): Promise<readonly string[]> {
    const abortion = new AbortController();
    const listening = token.onCancellationRequested(() => abortion.abort());
    try {
      const [{ columnNames }, { sourceOf }, { filesIn }] = await Promise.all([
        import('../../data/columnNames.js'),
        import('../../data/readColumns.js'),
        import('../../node/filesIn.js'),
      ]);
      const data = this.files.get(document.uri)?.parsed.spec;
      const given = data?.kind === 'network' && data.data.kind === 'table' ? data.data : null;
      const source = given?.file === table ? given : sourceOf(table, null);
      return await columnNames(source, filesIn(path.dirname(document.fileName)), { signal: abortion.signal });
    } catch {
      return [];
    } finally {
      listening.dispose();
    }
  }
}

/** Returns the names that are not taken yet, in their order. */
function namedItems(
  names: readonly string[],
  place: { readonly taken: readonly string[] },
  range: vscode.Range,
  writtenAs: (name: string) => string,
): vscode.CompletionItem[] {
  const taken = new Set(place.taken);
  return names.flatMap((name, index) => {
    if (taken.has(name)) return [];
    const written = JSON.stringify(writtenAs(name)).slice(1, -1);
    const item = itemOf(name, written, range, vscode.CompletionItemKind.Field);
    item.sortText = String(index).padStart(6, '0');
    return [item];
  });
}

/** Returns the folders and the fitting files in the folder that is written so far. */
async function filesAt(
  document: vscode.TextDocument,
  { files, name, span }: FilePlace,
  offset: number,
): Promise<vscode.CompletionItem[]> {
  const typed = name.slice(0, offset - span.offset);
  const folder = typed.slice(0, typed.lastIndexOf('/') + 1);
  const uri = vscode.Uri.file(path.resolve(path.dirname(document.fileName), folder));
  const start = span.offset + folder.length;
  const range = rangeOf(document, { span: { offset: start, length: span.offset + span.length - start } });
  const entries = await vscode.workspace.fs.readDirectory(uri).then(
    (all) => all,
    () => [],
  );
  return entries
    .filter(([entry]) => !entry.startsWith('.'))
    .slice(0, mostEntries)
    .flatMap(([entry, type]) => {
      const written = JSON.stringify(entry).slice(1, -1);
      if (type & vscode.FileType.Directory) return [folderItem(entry, written, range)];
      return fitting[files].test(entry)
        ? [itemOf(entry, written, range, vscode.CompletionItemKind.File)]
        : [];
    });
}

function folderItem(name: string, written: string, range: vscode.Range): vscode.CompletionItem {
  const item = itemOf(`${name}/`, `${written}/`, range, vscode.CompletionItemKind.Folder);
  item.command = { command: 'editor.action.triggerSuggest', title: '' };
  return item;
}

function itemOf(
  name: string,
  written: string,
  range: vscode.Range,
  kind: vscode.CompletionItemKind,
): vscode.CompletionItem {
  const item = new vscode.CompletionItem(plainText(name), kind);
  item.insertText = written;
  item.filterText = written;
  item.range = range;
  return item;
}
