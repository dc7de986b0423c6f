import path from 'node:path';
import * as vscode from 'vscode';
import type { NetworkConfig } from '../../config/spec.js';
import { showInformation } from '../editor/prompts.js';
import type { Training } from '../runs/training.js';

/** Opens the file with a part of a config's data at a line, from 1,. */
export async function openLine(
  { store, folder }: Training,
  part: 'training' | 'validation',
  line: number,
): Promise<void> {
  const spec = store.run?.known.spec ?? store.facts.spec;
  const name = spec?.kind === 'network' ? fileOf(spec.data, part) : null;
  if (name === null) return;
  if (/\.(gz|parquet)$/i.test(name)) {
    const message = vscode.l10n.t(
      '"{0}" is not a text file, so line {1} cannot be shown. Unpack it to read it.',
      name,
      line,
    );
    await showInformation(message);
    return;
  }
  const document = await vscode.workspace.openTextDocument(vscode.Uri.file(path.resolve(folder, name)));
  const place = document.lineAt(Math.min(Math.max(line, 1), document.lineCount) - 1).range;
  await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.One, selection: place });
}

function fileOf(data: NetworkConfig['data'], part: 'training' | 'validation'): string | null {
  if (part === 'validation' && data.validation && 'file' in data.validation) return data.validation.file;
  return data.kind === 'table' ? data.file : null;
}
