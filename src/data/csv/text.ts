import * as l10n from '@vscode/l10n';
import { limits } from '../../engine/limits.js';
import { bytes } from '../dataFile.js';
import type { DataFile, LoadOptions } from '../dataFile.js';
import type { Finding } from '../../config/problem.js';
import { finding, refusal } from '../finding.js';
import { gunzipped, isGzip } from '../gzip.js';
import { startingWith } from '../startingWith.js';
import { Decoding } from './decoding.js';

/** The text of a table file, in pieces. */
export class TableText {
  private readonly decoding: Decoding;

  /** @param encoding the encoding from the config; null where it has to be found */
  constructor(
    private readonly file: DataFile,
    private readonly options: LoadOptions,
    encoding: string | null,
  ) {
    this.decoding = new Decoding(encoding);
  }

  /** Yields the text without byte order mark and with `\n` as line end. */
  async *pieces(): AsyncGenerator<string, void> {
    let carriageReturn = '';
    let length = 0;
    for await (const chunk of this.bytes()) {
      const piece = carriageReturn + this.decoding.push(chunk);
      if (piece.includes('\0')) throw this.notText();
      length += piece.length;
      if (length > limits.tableCharacters) throw this.tooLong();
      // A carriage return at the end may be the first half of \r\n.
      carriageReturn = piece.endsWith('\r') ? '\r' : '';
      const whole = carriageReturn ? piece.slice(0, -1) : piece;
      if (whole) yield whole.includes('\r') ? whole.replace(/\r\n?/g, '\n') : whole;
    }
    const rest = this.decoding.end() + (carriageReturn && '\n');
    if (rest) yield rest;
  }

  /** Returns what was found about the encoding once the text was read. */
  findings(): Finding[] {
    const { name } = this.file;
    switch (this.decoding.fallback) {
      case 'windows-1252': {
        const message = l10n.t(
          '{0} is not valid UTF-8, so it is read as Windows-1252. If letters are wrong, give its "encoding".',
          name,
        );
        return [finding('csv-encoding', ['data', 'encoding'], message, { severity: 'info' })];
      }
      case 'invalid': {
        const message = l10n.t(
          '{0} is UTF-8 except for some bytes, which cannot be read. Save it again as UTF-8, or give its "encoding".',
          name,
        );
        return [finding('csv-encoding', ['data', 'encoding'], message, { severity: 'warning' })];
      }
      case null:
        return [];
    }
  }

  private async *bytes(): AsyncGenerator<Uint8Array, void> {
    const source = bytes(this.file, this.options);
    try {
      const first = await source.next();
      if (first.done) return;
      const whole = startingWith(first.value, source);
      yield* isGzip(first.value) ? gunzipped(this.file, whole) : whole;
    } finally {
      await source.return();
    }
  }

  private notText() {
    const message = l10n.t('"{0}" is not a text file. Export the table as CSV (UTF-8).', this.file.name);
    return refusal('csv-not-text', this.file.at, message);
  }

  private tooLong() {
    const message = l10n.t(
      '"{0}" has more than {1} million characters. Train on a part of its rows.',
      this.file.name,
      limits.tableCharacters / 1e6,
    );
    return refusal('too-large', this.file.at, message);
  }
}
