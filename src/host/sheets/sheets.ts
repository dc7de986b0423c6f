import path from 'node:path';
import * as vscode from 'vscode';
import { limits } from '../../engine/limits.js';
import { filesIn } from '../../node/filesIn.js';
import type { LoadedPasses } from '../../jobs/notes/loadNotePasses.js';
import type { Sheet } from './sheet.js';
import { SheetActions } from './sheetActions.js';
import { sheetDiagnostics } from './sheetDiagnostics.js';
import { SheetTests } from './sheetTests.js';

/** The pause in typing after which the numbers are checked, in ms. */
const quietMs = 300;
/** Matches what a document with numbers to check has. */
const marked = /<!--[ \t]*backprop:/;
const selector: vscode.DocumentSelector = [
  { language: 'markdown', scheme: 'file' },
  { language: 'markdown', scheme: 'untitled' },
];

/** Checks the numbers of worksheets and lecture notes in Markdown while they are edited. */
export class Sheets implements vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection('backprop-sheets');
  private readonly tests = new SheetTests((document) => this.check(document));
  private readonly sheets = new Map<string, Sheet>();
  private readonly timers = new Map<string, NodeJS.Timeout>();
  private readonly running = new Map<string, AbortController>();
  /** The passes of each document by the texts of its configs. */
  private readonly passes = new Map<string, Map<string, Promise<LoadedPasses>>>();
  private readonly subscriptions: readonly vscode.Disposable[];

  constructor(private readonly report: (error: unknown) => void) {
    const { workspace, languages } = vscode;
    const actions = new SheetActions((uri) => this.sheets.get(uri.toString()));
    this.subscriptions = [
      languages.registerCodeActionsProvider(selector, actions, SheetActions.kinds),
      workspace.onDidOpenTextDocument((document) => this.soon(document, 0)),
      workspace.onDidChangeTextDocument(({ document }) => this.soon(document, quietMs)),
      workspace.onDidSaveTextDocument((document) => this.saved(document)),
      workspace.onDidCloseTextDocument(({ uri }) => this.close(uri)),
    ];
    for (const document of workspace.textDocuments) this.soon(document, 0);
  }

  dispose(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
    for (const running of this.running.values()) running.abort();
    for (const part of [...this.subscriptions, this.tests, this.collection]) part.dispose();
  }

  /** Forgets the data that were loaded, which may have changed. */
  private saved(document: vscode.TextDocument): void {
    this.passes.delete(document.uri.toString());
    this.soon(document, 0);
  }

  private soon(document: vscode.TextDocument, ms: number): void {
    if (vscode.languages.match(selector, document) === 0) return;
    const key = document.uri.toString();
    this.running.get(key)?.abort();
    clearTimeout(this.timers.get(key));
    const timer = setTimeout(() => {
      this.timers.delete(key);
      this.check(document).catch((error: unknown) => this.report(error));
    }, ms);
    this.timers.set(key, timer);
  }

  /** Checks a document as it is now. Returns undefined where it has no numbers, or is changed meanwhile. */
  private async check(document: vscode.TextDocument): Promise<Sheet | undefined> {
    const { uri, version } = document;
    const key = uri.toString();
    const text = document.getText();
    if (text.length > limits.noteCharacters || !marked.test(text)) {
      this.forget(uri);
      return undefined;
    }
    this.running.get(key)?.abort();
    const running = new AbortController();
    this.running.set(key, running);
    try {
      const { checkNotes } = await import('../../jobs/notes/checkNotes.js');
      const { loadNotePasses } = await import('../../jobs/notes/loadNotePasses.js');
      const { signal } = running;
      const known = this.passes.get(key) ?? new Map<string, Promise<LoadedPasses>>();
      const used = new Map<string, Promise<LoadedPasses>>();
      const files = filesIn(folderOf(uri));
      const report = await checkNotes(text, files, {
        signal,
        load: (section) => {
          // A config that moves has its problems elsewhere.
          const place = `${section.offset} ${section.config}`;
          const loading = known.get(place) ?? loadNotePasses(section, files);
          used.set(place, loading);
          return loading;
        },
      });
      this.passes.set(key, used);
      const sheet = { document, version, report };
      this.show(sheet);
      return sheet;
    } catch (error) {
      if (running.signal.aborted) return undefined;
      throw error;
    } finally {
      if (this.running.get(key) === running) this.running.delete(key);
    }
  }

  private show(sheet: Sheet): void {
    const { uri } = sheet.document;
    this.sheets.set(uri.toString(), sheet);
    this.collection.set(uri, sheetDiagnostics(sheet));
    this.tests.show(sheet);
  }

  private close(uri: vscode.Uri): void {
    const key = uri.toString();
    clearTimeout(this.timers.get(key));
    this.timers.delete(key);
    this.running.get(key)?.abort();
    this.forget(uri);
  }

  private forget(uri: vscode.Uri): void {
    const key = uri.toString();
    this.sheets.delete(key);
    this.passes.delete(key);
    this.collection.delete(uri);
    this.tests.close(uri);
  }
}

/** Returns the folder that the files of a document's config are relative to. */
function folderOf(uri: vscode.Uri): string {
  return uri.scheme === 'file'
    ? path.dirname(uri.fsPath)
    : (vscode.workspace.workspaceFolders?.at(0)?.uri.fsPath ?? '.');
}
