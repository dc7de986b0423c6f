import * as vscode from 'vscode';
import { plainLines } from '../../config/plainText.js';
import type { Correction, Mark } from '../../config/problem.js';
import { severities } from '../configs/diagnostics.js';
import type { Training } from '../runs/training.js';

/** A wrong number in a file of answers, or a wrong line of a program, at its place in the editor. */
interface Wrong {
  readonly diagnostic: vscode.Diagnostic;
  /** The right number; null for a line of a program. */
  readonly right: string | null;
}

/** Marks what is wrong in the files and programs that configs compare their gradients with, and writes right numbers. */
export class Answers implements vscode.CodeActionProvider, vscode.Disposable {
  static readonly kinds = { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] };
  private readonly collection = vscode.languages.createDiagnosticCollection('backprop-answers');
  /** By config, then by file. */
  private readonly wrong = new Map<string, ReadonlyMap<string, readonly Wrong[]>>();
  private readonly subscriptions: readonly vscode.Disposable[];

  constructor() {
    const { workspace, languages } = vscode;
    const selector = [{ language: 'json' }, { language: 'jsonc' }];
    this.subscriptions = [
      languages.registerCodeActionsProvider(selector, this, Answers.kinds),
      workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.drop(document.uri);
      }),
    ];
  }

  /** What the check of a config has found; nothing of an earlier state of the file. */
  show({ store, check }: Training): void {
    const before = this.wrong.get(store.uri) ?? new Map<string, readonly Wrong[]>();
    const now = new Map<string, Wrong[]>();
    for (const place of check.view.stale ? [] : [...check.corrections, ...check.marks]) {
      const key = vscode.Uri.file(place.file).toString();
      now.set(key, [...(now.get(key) ?? []), toWrong(place)]);
    }
    this.wrong.set(store.uri, now);
    for (const key of new Set([...before.keys(), ...now.keys()])) this.refresh(key);
  }

  /** A config was closed: what was found stays in the files that are still open. */
  close(config: string): void {
    const before = this.wrong.get(config);
    if (!before) return;
    const open = new Set(vscode.workspace.textDocuments.map(({ uri }) => uri.toString()));
    this.wrong.set(config, new Map([...before].filter(([file]) => open.has(file))));
    for (const key of before.keys()) this.refresh(key);
  }

  provideCodeActions({ uri }: vscode.TextDocument, selection: vscode.Range): vscode.CodeAction[] {
    const all = this.wrongIn(uri.toString()).filter(isNumber);
    const here = all.filter(({ diagnostic }) => diagnostic.range.intersection(selection));
    const single = here.map((each) =>
      action(uri, vscode.l10n.t('Write the right value: {0}', each.right), [each]),
    );
    for (const fix of single.slice(0, 1)) fix.isPreferred = true;
    const everything = vscode.l10n.t('Write all right values ({0})', all.length);
    return single.length > 0 && all.length > 1 ? [...single, action(uri, everything, all)] : single;
  }

  dispose(): void {
    for (const part of [...this.subscriptions, this.collection]) part.dispose();
  }

  /** The text is another now: its numbers are judged again by the next check. */
  private drop(uri: vscode.Uri): void {
    const key = uri.toString();
    if (this.wrongIn(key).length === 0) return;
    for (const [config, files] of this.wrong)
      this.wrong.set(config, new Map([...files].filter(([file]) => file !== key)));
    this.refresh(key);
  }

  private wrongIn(key: string): Wrong[] {
    return [...this.wrong.values()].flatMap((files) => files.get(key) ?? []);
  }

  private refresh(key: string): void {
    const diagnostics = this.wrongIn(key).map(({ diagnostic }) => diagnostic);
    this.collection.set(vscode.Uri.parse(key), diagnostics);
  }
}

/** A wrong number, which can be corrected. */
type WrongNumber = Wrong & { readonly right: string };

const isNumber = (wrong: Wrong): wrong is WrongNumber => wrong.right !== null;

function toWrong(place: Correction | Mark): Wrong {
  const { line, column, length = 1, message } = place;
  const range = new vscode.Range(line - 1, column - 1, line - 1, column - 1 + length);
  const isMark = 'severity' in place;
  const severity = severities[isMark ? place.severity : 'error'];
  const diagnostic = new vscode.Diagnostic(range, plainLines(message), severity);
  diagnostic.source = vscode.l10n.t('Backprop gradient check');
  if (isMark) diagnostic.code = place.code;
  return { diagnostic, right: isMark ? null : place.right };
}

function action(uri: vscode.Uri, title: string, wrong: readonly WrongNumber[]): vscode.CodeAction {
  const fix = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  fix.edit = new vscode.WorkspaceEdit();
  for (const { diagnostic, right } of wrong) fix.edit.replace(uri, diagnostic.range, right);
  fix.diagnostics = wrong.map(({ diagnostic }) => diagnostic);
  return fix;
}
