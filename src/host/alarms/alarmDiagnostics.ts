import * as vscode from 'vscode';
import { plainLines } from '../../config/plainText.js';
import type { Finding } from '../../config/problem.js';
import type { ConfigFile } from '../configs/configFiles.js';
import { rangeOf, severities } from '../configs/diagnostics.js';

/** The command that opens the documentation of an alarm. */
export const explainCommand = 'explainAlarm';

/** Shows alarms as diagnostics. Their codes are links to the sections of `docs/alarms.md`. */
export class AlarmDiagnostics implements vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection('backprop-alarms');

  show(file: ConfigFile, alarms: readonly Finding[]): void {
    this.collection.set(
      file.document.uri,
      alarms.map((alarm) => toDiagnostic(file, alarm)),
    );
  }

  forget(uri: vscode.Uri): void {
    this.collection.delete(uri);
  }

  dispose(): void {
    this.collection.dispose();
  }
}

function toDiagnostic({ document, parsed }: ConfigFile, alarm: Finding): vscode.Diagnostic {
  const range = rangeOf(document, parsed.spans.toProblem(alarm));
  const diagnostic = new vscode.Diagnostic(range, plainLines(alarm.message), severities[alarm.severity]);
  diagnostic.source = 'Backprop Lab';
  diagnostic.code = { value: alarm.code, target: linkTo(alarm.code) };
  return diagnostic;
}

const linkTo = (code: string): vscode.Uri =>
  vscode.Uri.parse(`command:backprop.${explainCommand}?${encodeURIComponent(JSON.stringify([code]))}`);
