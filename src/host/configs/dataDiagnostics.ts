import path from 'node:path';
import * as vscode from 'vscode';
import { plainLines } from '../../config/plainText.js';
import type { Problem } from '../../config/problem.js';
import { dataFilesOf } from '../../worker/dataFiles.js';
import { languageId, type ConfigFile } from './configFiles.js';
import { rangeOf, severities } from './diagnostics.js';

/** Shows problems of the data in the files of the data too, at the lines that they are about. */
export class DataDiagnostics implements vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection(`${languageId}-data`);
  /** The diagnostics that each config causes, by the path of the data's file. */
  private readonly causes = new Map<string, ReadonlyMap<string, readonly vscode.Diagnostic[]>>();

  /** Shows what the problems of a config say about its data, in place of what they said before. */
  show(file: ConfigFile, problems: readonly Problem[]): void {
    this.replace(file.document.uri, diagnosticsOf(file, problems));
  }

  forget(config: vscode.Uri): void {
    this.replace(config, new Map());
  }

  dispose(): void {
    this.collection.dispose();
  }

  private replace(config: vscode.Uri, next: ReadonlyMap<string, readonly vscode.Diagnostic[]>): void {
    const key = config.toString();
    const changed = new Set([...(this.causes.get(key)?.keys() ?? []), ...next.keys()]);
    if (next.size > 0) this.causes.set(key, next);
    else this.causes.delete(key);
    for (const name of changed) {
      const all = [...this.causes.values()].flatMap((files) => files.get(name) ?? []);
      this.collection.set(vscode.Uri.file(name), distinct(all));
    }
  }
}

function diagnosticsOf(
  { document, parsed: { spec } }: ConfigFile,
  problems: readonly Problem[],
): Map<string, vscode.Diagnostic[]> {
  const found = new Map<string, vscode.Diagnostic[]>();
  if (spec?.kind !== 'network') return found;
  const folder = path.dirname(document.fileName);
  const texts = new Set(
    dataFilesOf(spec)
      .filter(isText)
      .map((name) => path.resolve(folder, name)),
  );
  for (const problem of problems)
    for (const { file, line, column, message } of problem.related ?? []) {
      const name = path.resolve(folder, file);
      if (!texts.has(name)) continue;
      // The editor marks the word at an empty range.
      const place = new vscode.Position(line - 1, column - 1);
      const diagnostic = new vscode.Diagnostic(new vscode.Range(place, place), plainLines(message), severities[problem.severity]); // prettier-ignore
      diagnostic.source = languageId;
      diagnostic.code = problem.code;
      const cause = new vscode.Location(document.uri, rangeOf(document, problem));
      diagnostic.relatedInformation = [
        new vscode.DiagnosticRelatedInformation(cause, vscode.l10n.t('The config that reads this file')),
      ];
      found.set(name, [...(found.get(name) ?? []), diagnostic]);
    }
  return found;
}

const isText = (name: string): boolean => !/\.(gz|parquet|pq)$/i.test(name);

/** Returns the diagnostics without those that another config causes, too. */
function distinct(all: readonly vscode.Diagnostic[]): vscode.Diagnostic[] {
  const first = new Map<string, vscode.Diagnostic>();
  for (const each of all) {
    const { line, character } = each.range.start;
    const key = `${line}:${character} ${each.message}`;
    if (!first.has(key)) first.set(key, each);
  }
  return [...first.values()];
}
