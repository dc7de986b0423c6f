import * as vscode from 'vscode';
import { plainName, plainText } from '../../config/plainText.js';
import type { NoteEntry } from '../../jobs/notes/judgeMarks.js';
import { stepFormula } from '../../words/noteWords.js';
import { rangeOf } from '../configs/diagnostics.js';
import type { Sheet } from './sheet.js';

/** Offers the formula of a number that is not right, and in lecture notes the right number. */
export class SheetActions implements vscode.CodeActionProvider {
  static readonly kinds = { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] };

  constructor(private readonly sheetOf: (uri: vscode.Uri) => Sheet | undefined) {}

  provideCodeActions(
    document: vscode.TextDocument,
    selection: vscode.Range,
    { diagnostics }: vscode.CodeActionContext,
  ): vscode.CodeAction[] {
    const sheet = this.sheetOf(document.uri);
    if (sheet?.version !== document.version) return [];
    const { entries, digits } = sheet.report;
    return entries
      .filter(({ mark }) => rangeOf(document, mark.number).intersection(selection))
      .filter(({ verdict }) => verdict !== 'right')
      .flatMap((entry) => {
        const range = rangeOf(document, entry.mark.number);
        const actions = [
          ...formulaAction(entry),
          ...(digits === null ? [rightAction(document, range, entry)] : []),
        ];
        for (const action of actions)
          action.diagnostics = diagnostics.filter((each) => each.range.isEqual(range));
        return actions;
      });
  }
}

function formulaAction({ step, mark: { name } }: NoteEntry): vscode.CodeAction[] {
  if (!step) return [];
  const title = vscode.l10n.t('Show the formula of {0}', plainName(name));
  const action = new vscode.CodeAction(plainText(title), vscode.CodeActionKind.QuickFix);
  action.command = { command: 'backprop.showFormula', title, arguments: [stepFormula(step)] };
  return [action];
}

function rightAction(
  document: vscode.TextDocument,
  range: vscode.Range,
  { right }: NoteEntry,
): vscode.CodeAction {
  const title = vscode.l10n.t('Write the right value: {0}', right);
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.edit = new vscode.WorkspaceEdit();
  action.edit.replace(document.uri, range, right);
  action.isPreferred = true;
  return action;
}
