import path from 'node:path';
import * as vscode from 'vscode';
import { isSystemError, systemReason } from '../../data/systemReason.js';
import { replaceFile } from '../../node/replaceFile.js';
import { messageOf } from '../editor/prompts.js';

/** Writes a file so that nothing is half-written. Returns the reason where that fails, else null. */
export async function writeWhole(bytes: Uint8Array, file: vscode.Uri): Promise<string | null> {
  try {
    if (file.scheme === 'file') await replaceFile(file.fsPath, bytes, new AbortController().signal);
    else await vscode.workspace.fs.writeFile(file, bytes);
    return null;
  } catch (error) {
    const reason = isSystemError(error) ? systemReason(error) : messageOf(error);
    return vscode.l10n.t('"{0}" could not be written: {1}', path.basename(file.path), reason);
  }
}
