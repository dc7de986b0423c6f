import * as l10n from '@vscode/l10n';
import { bytes } from '../dataFile.js';
import type { DataFile, LoadOptions } from '../dataFile.js';
import { refusal } from '../finding.js';

/**
 * Yields the file's text in pieces, without byte order mark and with `\n` as line end. The encoding is UTF-8 or, with its
 * byte order mark, UTF-16 (little-endian).
 */
export async function* text(file: DataFile, options: LoadOptions): AsyncGenerator<string, void> {
  let decoder: TextDecoder | null = null;
  let carriageReturn = '';
  for await (const chunk of bytes(file, options)) {
    decoder ??= new TextDecoder(chunk[0] === 0xff && chunk[1] === 0xfe ? 'utf-16le' : 'utf-8');
    const piece = carriageReturn + decoder.decode(chunk, { stream: true });
    if (piece.includes('\0')) throw notText(file);
    // A carriage return at the end may be the first half of \r\n.
    carriageReturn = piece.endsWith('\r') ? '\r' : '';
    const whole = carriageReturn ? piece.slice(0, -1) : piece;
    if (whole) yield whole.includes('\r') ? whole.replace(/\r\n?/g, '\n') : whole;
  }
  const rest = (decoder?.decode() ?? '') + (carriageReturn && '\n');
  if (rest) yield rest;
}

function notText(file: DataFile) {
  const message = l10n.t('"{0}" is not a text file. Export the table as CSV (UTF-8).', file.name);
  return refusal('csv-not-text', file.at, message);
}
