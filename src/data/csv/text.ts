import * as l10n from '@vscode/l10n';
import { bytes } from '../file.js';
import type { DataFile, LoadOptions } from '../file.js';
import { refusal } from '../finding.js';

/** The file's text piece by piece, without byte order mark, every line ended by `\n`. UTF-8 or, by its mark, UTF-16. */
export async function* text(file: DataFile, options: LoadOptions): AsyncGenerator<string, void> {
  let decoder: TextDecoder | null = null;
  let carriageReturn = '';
  for await (const chunk of bytes(file, options)) {
    decoder ??= new TextDecoder(chunk[0] === 0xff && chunk[1] === 0xfe ? 'utf-16le' : 'utf-8');
    const piece = carriageReturn + decoder.decode(chunk, { stream: true });
    if (piece.includes('\0')) throw notText(file);
    // It may be the first half of \r\n.
    carriageReturn = piece.endsWith('\r') ? '\r' : '';
    const whole = carriageReturn ? piece.slice(0, -1) : piece;
    if (whole) yield whole.includes('\r') ? whole.replace(/\r\n?/g, '\n') : whole;
  }
  const rest = (decoder?.decode() ?? '') + (carriageReturn && '\n');
  if (rest) yield rest;
}

function notText(file: DataFile) {
  const message = l10n.t('"{0}" is not a text file; export the table as CSV (UTF-8).', file.name);
  return refusal('csv-not-text', file.at, message);
}
