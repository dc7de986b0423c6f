import * as vscode from 'vscode';

const name = /[\p{L}_][\p{L}\p{N}_]*(?:\[\d+,\s*\d+\])?/u;
/** Matches a quoted name that is not a key. */
const namedHere = /"([\p{L}_][\p{L}\p{N}_]*)"(?!\s*:)/gu;

/** Returns the expression that the debugger evaluates for a hover on the text. */
export function expressionAt(
  document: vscode.TextDocument,
  position: vscode.Position,
): vscode.EvaluatableExpression | undefined {
  const range = document.getWordRangeAtPosition(position, name);
  return range && new vscode.EvaluatableExpression(range);
}

/** Returns the visible names of units, weights and inputs, whose values the editor shows inline. */
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
