import * as vscode from 'vscode';
import type { Edit } from '../../config/edits/textEdits.js';
import { plainText } from '../../config/plainText.js';
import type { ConfigFile } from './configFiles.js';
import { rangeOf } from './diagnostics.js';

/** Creates a quick fix that makes edits in the text of a config. */
export function editingAction(
  { document }: ConfigFile,
  title: string,
  edits: readonly Edit[],
): vscode.CodeAction {
  const action = new vscode.CodeAction(plainText(title), vscode.CodeActionKind.QuickFix);
  action.edit = new vscode.WorkspaceEdit();
  for (const { span, text } of edits) action.edit.replace(document.uri, rangeOf(document, { span }), text);
  return action;
}
