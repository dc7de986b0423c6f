import * as vscode from 'vscode';
import type { FailedOperation } from '../../engine/model/metrics.js';
import type { Training } from '../runs/training.js';

/** Returns the operation that computed the first value that was not finite; null where none can be stepped to. */
export function failedOperation({ findings }: Training): FailedOperation | null {
  return findings.find(({ operation }) => operation)?.operation ?? null;
}

/** Offers to show the step that a failure is about, at its place in the text. */
export class FailureFix implements vscode.CodeActionProvider {
  static readonly kinds = { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] };

  constructor(private readonly trainingOf: (uri: vscode.Uri) => Training | undefined) {}

  provideCodeActions(
    { uri }: vscode.TextDocument,
    _selection: vscode.Range,
    { diagnostics }: vscode.CodeActionContext,
  ): vscode.CodeAction[] {
    const about = diagnostics.filter(({ code }) => code === 'not-finite');
    const training = this.trainingOf(uri);
    if (about.length === 0 || !training || !failedOperation(training)) return [];
    const title = vscode.l10n.t('Show the step');
    const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
    action.command = { command: 'backprop.stepToFailure', title, arguments: [uri] };
    action.diagnostics = about;
    return [action];
  }
}
