import * as vscode from 'vscode';

const name = /[\p{L}_][\p{L}\p{N}_]*(?:\[\d+,\s*\d+\])?/u;
/** A name between quotes that is no key. */
const namedHere = /"([\p{L}_][\p{L}\p{N}_]*)"(?!\s*:)/gu;

/** What a hover on the text asks the debugger for. */
export function expressionAt(
  document: vscode.TextDocument,
  position: vscode.Position,
): vscode.EvaluatableExpression | undefined {
  const range = document.getWordRangeAtPosition(position, name);
  return range && new vscode.EvaluatableExpression(range);
}

/** Names of units, weights and inputs in sight, to have their values written beside them. */
export function valuesIn(document: vscode.TextDocument, { start, end }: vscode.Range): vscode.InlineValue[] {
  const values: vscode.InlineValue[] = [];
  for (let line = start.line; line <= Math.min(end.line, document.lineCount - 1); line++) {
    for (const found of document.lineAt(line).text.matchAll(namedHere)) {
      const range = new vscode.Range(line, found.index + 1, line, found.index + 1 + found[1].length);
      values.push(new vscode.InlineValueEvaluatableExpression(range, found[1]));
    }
  }
  return values;
}
