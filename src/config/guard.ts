import * as l10n from '@vscode/l10n';
import { createScanner, type JSONScanner } from 'jsonc-parser';
import { limits } from '../engine/limits.js';
import type { Span } from './span.js';

/** The reason why a text is not parsed, with its position. */
export interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly span: Span;
}

export interface Guarded {
  readonly refusal: Refusal | null;
  /** The length of the text to parse; in a text that is mostly not JSON, it ends after the first `mostErrors` errors. */
  readonly length: number;
}

/** The most errors that are parsed. Each is an object, and a file that is not JSON would have millions. */
const mostErrors = 200;

/** Checks a text token by token before it is parsed, without recursion and without building a tree. */
export function guard(text: string): Guarded {
  const walk = new Walk(text);
  while (walk.next()) {
    const refusal = walk.refusal();
    if (refusal) return { refusal, length: 0 };
    if (walk.errors > mostErrors) return { refusal: null, length: walk.offset };
  }
  return {
    refusal: text.length > limits.configCharacters ? tooLong(text, walk.largest) : null,
    length: text.length,
  };
}

function tooLong(text: string, span: Span): Refusal {
  const message = l10n.t(
    'This file has {0} million characters, but at most {1} million can be read. Move the samples to a CSV file: "data": { "file": … }.',
    Math.round(text.length / 1e5) / 10,
    limits.configCharacters / 1e6,
  );
  return { code: 'too-large', message, span };
}

/** An open bracket, with the number of keys so far. */
interface Frame {
  readonly isObject: boolean;
  keys: number;
}

/** The kind of a token, which decides what may follow it. */
type Kind = 'open' | 'close' | 'comma' | 'colon' | 'key' | 'value' | 'junk';

/** The kinds by jsonc-parser's `SyntaxKind`, a const enum that cannot be imported. */
const kinds: Readonly<Record<number, Kind | undefined>> = {
  1: 'open',
  2: 'close',
  3: 'open',
  4: 'close',
  5: 'comma',
  6: 'colon',
  7: 'value',
  8: 'value',
  9: 'value',
  10: 'value',
  11: 'value',
};

/** The kinds that may follow each kind. The parser reports any other as an error. */
const followers: Readonly<Record<Kind, readonly Kind[]>> = {
  open: ['open', 'close', 'key', 'value'],
  close: ['close', 'comma'],
  comma: ['open', 'close', 'key', 'value'],
  colon: ['open', 'value'],
  key: ['colon'],
  value: ['close', 'comma'],
  junk: [],
};

class Walk {
  errors = 0;
  offset = 0;
  /** The top-level key whose value is the longest. */
  largest: Span = { offset: 0, length: 1 };
  private largestSize = 0;
  private topKey: Span | null = null;
  private readonly frames: Frame[] = [];
  private previous: Kind = 'colon';
  private readonly scanner: JSONScanner;

  constructor(private readonly text: string) {
    this.scanner = createScanner(text, true);
  }

  /** Advances to the next token. Returns false at the end. */
  next(): boolean {
    this.scanner.scan();
    this.offset = this.scanner.getTokenOffset();
    this.measure();
    if (this.offset >= this.text.length) return false;
    const kind = this.kind();
    const scanError: number = this.scanner.getTokenError();
    if (scanError !== 0 || !followers[this.previous].includes(kind)) this.errors++;
    this.step(kind);
    this.previous = kind;
    return true;
  }

  refusal(): Refusal | null {
    const span = { offset: this.offset, length: 1 };
    if (this.frames.length > limits.configDepth) {
      return { code: 'too-deep', message: l10n.t('The brackets are nested too deeply here.'), span };
    }
    if ((this.frames.at(-1)?.keys ?? 0) <= limits.configKeys) return null;
    const message = l10n.t('This object has more than {0} keys.', limits.configKeys);
    return { code: 'too-many-keys', message, span: { ...span, length: this.scanner.getTokenLength() } };
  }

  /** Returns the current token's kind. In an object, the token after the bracket or a comma is a key. */
  private kind(): Kind {
    const kind = kinds[this.scanner.getToken()] ?? 'junk';
    const atKey =
      this.frames.at(-1)?.isObject === true && (this.previous === 'open' || this.previous === 'comma');
    if (kind !== 'value' || !atKey) return kind;
    return this.text[this.offset] === '"' ? 'key' : 'junk';
  }

  private step(kind: Kind): void {
    const frame = this.frames.at(-1);
    if (kind === 'open') this.frames.push({ isObject: this.text[this.offset] === '{', keys: 0 });
    else if (kind === 'close') this.frames.pop();
    else if (kind === 'key' && frame) frame.keys++;
    if (kind === 'key' && this.frames.length === 1) {
      this.topKey = { offset: this.offset, length: this.scanner.getTokenLength() };
    }
  }

  private measure(): void {
    const size = this.topKey ? this.offset - this.topKey.offset : 0;
    if (!this.topKey || size <= this.largestSize) return;
    this.largestSize = size;
    this.largest = this.topKey;
  }
}
