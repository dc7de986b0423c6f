import path from 'node:path';
import * as vscode from 'vscode';
import { plainLines, plainText } from '../../config/plainText.js';
import type { Finding, Problem } from '../../config/problem.js';
import type { ConfigFile } from '../configs/configFiles.js';
import { rangeOf, severities } from '../configs/diagnostics.js';
import type { Training } from '../runs/training.js';

/** Shows a gradient check's findings as diagnostics; findings of an earlier text are marked as such. */
export class CheckDiagnostics implements vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection('backprop-check');

  /** What is already known from looking at the config's files is not shown again. */
  show({ document, parsed }: ConfigFile, { check, findings }: Training): void {
    const { stale } = check.view;
    const known = new Set(findings.map(({ code, message }) => `${code} ${message}`));
    const diagnostics = check.findings
      .filter(({ code, message }) => !known.has(`${code} ${message}`))
      .map((finding) => toDiagnostic(document, parsed.spans.toProblem(finding), stale));
    this.collection.set(document.uri, diagnostics);
  }

  forget(uri: vscode.Uri): void {
    this.collection.delete(uri);
  }

  dispose(): void {
    this.collection.dispose();
  }
}

function toDiagnostic(document: vscode.TextDocument, problem: Problem, stale: boolean): vscode.Diagnostic {
  const message = stale ? vscode.l10n.t('(Before your edit) {0}', problem.message) : problem.message;
  const severity = stale ? vscode.DiagnosticSeverity.Information : severities[problem.severity];
  const diagnostic = new vscode.Diagnostic(rangeOf(document, problem), plainLines(message), severity);
  diagnostic.source = vscode.l10n.t('Backprop gradient check');
  diagnostic.code = problem.code;
  diagnostic.relatedInformation = relatedOf(document, problem);
  return diagnostic;
}

function relatedOf(
  document: vscode.TextDocument,
  { witnesses = [], related = [] }: Problem,
): vscode.DiagnosticRelatedInformation[] {
  const folder = path.dirname(document.fileName);
  return [
    ...witnesses.map(({ span, message }) => {
      const place = new vscode.Location(document.uri, rangeOf(document, { span }));
      return new vscode.DiagnosticRelatedInformation(place, plainText(message));
    }),
    ...related.map(({ file, line, column, message }) => {
      const uri = vscode.Uri.file(path.resolve(folder, file));
      const place = new vscode.Location(uri, new vscode.Position(line - 1, column - 1));
      return new vscode.DiagnosticRelatedInformation(place, plainText(message));
    }),
  ];
}

/** Returns the findings of a check that intersect a range of the text; empty if the check was of an earlier text. */
export function findingsAt(
  { document, parsed }: ConfigFile,
  { check }: Training,
  range: vscode.Range,
): Finding[] {
  if (check.view.stale) return [];
  return check.findings.filter((finding) =>
    rangeOf(document, { span: parsed.spans.mark(finding.path) }).intersection(range),
  );
}
