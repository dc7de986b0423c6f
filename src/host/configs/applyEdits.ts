import * as vscode from 'vscode';
import type { Edit } from '../../config/edits/textEdits.js';

/** Applies edits to a document as one step that can be undone. Returns false where the editor refuses them. */
export function applyEdits(document: vscode.TextDocument, edits: readonly Edit[]): Thenable<boolean> {
  const edit = new vscode.WorkspaceEdit();
  for (const { span, text } of edits) {
    const range = new vscode.Range(
      document.positionAt(span.offset),
      document.positionAt(span.offset + span.length),
    );
    edit.replace(document.uri, range, text);
  }
  return vscode.workspace.applyEdit(edit);
}
