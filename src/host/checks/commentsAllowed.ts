import path from 'node:path';
import * as vscode from 'vscode';
import type { ConfigFiles } from '../configs/configFiles.js';

/** Gives the JSON files that open configs compare their gradients with the language in which comments are allowed. */
export function allowCommentsInAnswers(
  files: ConfigFiles,
  report: (error: unknown) => void,
): vscode.Disposable {
  const { workspace, languages } = vscode;
  const compared = (): Set<string> =>
    new Set(
      Array.from(files.all).flatMap(({ document, parsed: { spec } }) => {
        const compare = spec?.kind === 'network' ? spec.gradientCheck.compare : null;
        return typeof compare !== 'string' ? [] : [path.resolve(path.dirname(document.fileName), compare)];
      }),
    );
  const look = (documents: readonly vscode.TextDocument[]): void => {
    const candidates = documents.filter(({ languageId }) => languageId === 'json');
    if (candidates.length === 0) return;
    const wanted = compared();
    for (const document of candidates)
      if (wanted.has(document.fileName))
        languages.setTextDocumentLanguage(document, 'jsonc').then(undefined, report);
  };
  return vscode.Disposable.from(
    workspace.onDidOpenTextDocument((document) => look([document])),
    files.onDidParse(() => look(workspace.textDocuments)),
  );
}
