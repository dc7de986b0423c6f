import path from 'node:path';
import * as vscode from 'vscode';
import { plainLines, plainText } from '../../config/plainText.js';
import type { Finding, Problem, Related } from '../../config/problem.js';
import type { Severity } from '../../config/span.js';
import { languageId, type ConfigFile } from './configFiles.js';

export const severities: Readonly<Record<Severity, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  info: vscode.DiagnosticSeverity.Information,
};

export function rangeOf(document: vscode.TextDocument, { span }: Pick<Problem, 'span'>): vscode.Range {
  return new vscode.Range(document.positionAt(span.offset), document.positionAt(span.offset + span.length));
}

/** Returns the numbers of errors and warnings that the editor shows for a file, of any source, so that all counts agree. */
export function countShown(uri: vscode.Uri): { readonly errors: number; readonly warnings: number } {
  const { Error: error, Warning: warning } = vscode.DiagnosticSeverity;
  const shown = vscode.languages.getDiagnostics(uri);
  const count = (wanted: vscode.DiagnosticSeverity): number =>
    shown.filter(({ severity }) => severity === wanted).length;
  return { errors: count(error), warnings: count(warning) };
}

/** Shows problems as diagnostics: those of the text at once, those of the data after its inspection. */
export class Diagnostics implements vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection(languageId);
  private readonly findings = new Map<string, readonly Finding[]>();

  /** Sets the findings about the data that the config names. */
  setFindings(uri: string, findings: readonly Finding[]): void {
    this.findings.set(uri, findings);
  }

  /** Shows the problems of the data and of the text, except those that the editor's JSON service reports by the schema. */
  show(file: ConfigFile): void {
    const { document } = file;
    const shown = this.problemsOf(file).filter(({ fromSchema }) => !fromSchema);
    this.collection.set(
      document.uri,
      shown.map((problem) => toDiagnostic(document, problem)),
    );
  }

  problemsOf({ document, parsed }: ConfigFile): readonly Problem[] {
    const findings = parsed.spec ? (this.findings.get(document.uri.toString()) ?? []) : [];
    return [...parsed.problems, ...findings.map((finding) => parsed.spans.toProblem(finding))];
  }

  forget(uri: vscode.Uri): void {
    this.findings.delete(uri.toString());
    this.collection.delete(uri);
  }

  dispose(): void {
    this.collection.dispose();
  }
}

function toDiagnostic(document: vscode.TextDocument, problem: Problem): vscode.Diagnostic {
  const range = rangeOf(document, problem);
  const diagnostic = new vscode.Diagnostic(range, plainLines(problem.message), severities[problem.severity]);
  diagnostic.source = languageId;
  diagnostic.code = problem.code;
  diagnostic.relatedInformation = problem.related?.map((related) => toRelated(document, related));
  return diagnostic;
}

function toRelated(document: vscode.TextDocument, related: Related): vscode.DiagnosticRelatedInformation {
  const file = path.resolve(path.dirname(document.fileName), related.file);
  const place = new vscode.Position(related.line - 1, related.column - 1);
  return new vscode.DiagnosticRelatedInformation(
    new vscode.Location(vscode.Uri.file(file), place),
    plainText(related.message),
  );
}
