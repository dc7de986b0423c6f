/** The text that a file's bytes stand for, decoded as they arrive. */
export class Decoding {
  /** How the file departs from plain UTF-8: it is read as Windows-1252, or bytes of it are not valid; null where neither. */
  fallback: 'windows-1252' | 'invalid' | null = null;
  private decoder: TextDecoder | null = null;
  /** Whether the decoder is for UTF-8 that is checked. */
  private isChecked = false;
  private isAscii = true;
  /** The bytes of a character that is not complete. */
  private rest = new Uint8Array(0);

  /** @param label the encoding from the config; null where it has to be found */
  constructor(private readonly label: string | null) {}

  push(chunk: Uint8Array): string {
    this.decoder ??= this.open(chunk);
    return this.isChecked ? this.checked(chunk) : this.decoder.decode(chunk, { stream: true });
  }

  end(): string {
    if (!this.isChecked) return this.decoder?.decode() ?? '';
    return this.rest.length > 0 ? this.unchecked(this.rest) + (this.decoder?.decode() ?? '') : '';
  }

  private open(first: Uint8Array): TextDecoder {
    const encoding = encodingOf(first) ?? this.label;
    this.isChecked = encoding === null;
    return encoding === null
      ? new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
      : new TextDecoder(encoding);
  }

  private checked(chunk: Uint8Array): string {
    const bytes = this.rest.length > 0 ? Buffer.concat([this.rest, chunk]) : chunk;
    const end = completeLength(bytes);
    try {
      const whole = bytes.subarray(0, end);
      const text = this.decoder?.decode(whole) ?? '';
      this.isAscii &&= text.length === whole.length;
      this.rest = bytes.slice(end);
      return text;
    } catch {
      return this.unchecked(bytes);
    }
  }

  /** Decodes bytes that are not UTF-8: the whole file where all before is ASCII, which both encodings share. */
  private unchecked(bytes: Uint8Array): string {
    this.fallback = this.isAscii ? 'windows-1252' : 'invalid';
    this.decoder = new TextDecoder(this.isAscii ? 'windows-1252' : 'utf-8', { ignoreBOM: true });
    this.isChecked = false;
    return this.decoder.decode(bytes, { stream: true });
  }
}

/** The share of zeros among every second byte that shows UTF-16. */
const zeroShare = 0.2;

/** Returns the encoding that a mark at the start, or zeros in every second byte, show; null where there are neither. */
function encodingOf(first: Uint8Array): string | null {
  const [a, b, c] = first;
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  // The decoder for UTF-8 skips the mark.
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8';
  const zeros = [0, 0];
  const length = Math.min(first.length, 4096);
  for (let i = 0; i < length; i++) if (first[i] === 0) zeros[i % 2]++;
  const least = (zeroShare * length) / 2;
  if (length < 4 || Math.max(...zeros) < least || Math.min(...zeros) > 0) return null;
  return zeros[1] > 0 ? 'utf-16le' : 'utf-16be';
}

/** Returns the number of bytes without an incomplete UTF-8 character at the end. */
function completeLength(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back];
    if ((byte & 0xc0) === 0x80) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return length > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}
