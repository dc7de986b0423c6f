import * as vscode from 'vscode';
import { plainText } from '../../config/plainText.js';
import type { Span } from '../../config/span.js';
import type { NoteEntry } from '../../jobs/notes/judgeMarks.js';
import { correctionOf, followsWords, hintOf, notANumber } from '../../words/noteWords.js';
import { rangeOf, severities } from '../configs/diagnostics.js';
import type { Sheet } from './sheet.js';

/** The most numbers that are marked at once. */
const most = 1000;

/** Returns the problems of a document. In a worksheet, a wrong number gets a hint; in other notes, the right one. */
export function sheetDiagnostics({
  document,
  report: { entries, problems, digits },
}: Sheet): vscode.Diagnostic[] {
  if (entries.length === 0 && problems.some(({ code }) => code === 'no-numbers')) return [];
  const isSheet = digits !== null;
  const wrong = entries.filter(({ verdict }) => verdict !== 'right' && verdict !== 'blank').slice(0, most);
  return [
    ...problems.map(({ span, message, severity, code }) =>
      diagnostic(document, span, message, severities[severity], code),
    ),
    ...wrong.map((entry) => {
      const isFollowing = isSheet && entry.verdict === 'follows';
      return diagnostic(
        document,
        entry.mark.number.span,
        wordsFor(entry, document, isSheet),
        isFollowing ? vscode.DiagnosticSeverity.Information : vscode.DiagnosticSeverity.Error,
        isFollowing ? 'right-given' : entry.verdict === 'invalid' ? 'not-a-number' : 'wrong-number',
      );
    }),
  ];
}

/** Returns the message about a number that is not right. */
export function wordsFor(entry: NoteEntry, document: vscode.TextDocument, isSheet: boolean): string {
  const written = document.getText(rangeOf(document, entry.mark.number));
  if (entry.verdict === 'invalid') return notANumber(entry.mark.name, written);
  if (!isSheet) return correctionOf(entry, written);
  return entry.verdict === 'follows' ? followsWords(entry) : hintOf(entry);
}

function diagnostic(
  document: vscode.TextDocument,
  span: Span,
  message: string,
  severity: vscode.DiagnosticSeverity,
  code: string,
): vscode.Diagnostic {
  const found = new vscode.Diagnostic(rangeOf(document, { span }), plainText(message), severity);
  found.source = vscode.l10n.t('Backprop worksheet');
  found.code = code;
  return found;
}
