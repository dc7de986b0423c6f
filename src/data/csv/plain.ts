import type { Header } from './header.js';

const newline = codeOf('\n');
const space = codeOf(' ');
const quote = codeOf('"');
const plus = codeOf('+');
const minus = codeOf('-');
const point = codeOf('.');
const zero = codeOf('0');
const nine = codeOf('9');
const [smallE, largeE] = [codeOf('e'), codeOf('E')];

/** Powers of ten that are exact. */
const powers = Array.from({ length: 23 }, (_, exponent) => 10 ** exponent);
/** Below it all integers are exact. */
const exact = 2 ** 53;

/**
 * Reads rows without quotes whose features are decimal numbers, straight from the text: to cut it into cells first takes
 * several times as long. Anything else is for the parser.
 */
export class PlainRows {
  /** The cells of the targets in the row read last. */
  readonly targets: string[];
  /** Columns that are read as numbers. */
  private readonly isNumber: Uint8Array;
  private readonly numbers: Float64Array;
  /** Where each cell begins, and what comes after the last. */
  private readonly starts: Int32Array;
  private readonly delimiter: number;
  private text = '';
  /** Its UTF-16, and a 0. */
  private codes = new Uint16Array(1);
  /** After what was read last. */
  private at = 0;

  constructor(
    private readonly header: Header,
    delimiter: string,
    /** Where the features of a row go, in the header's order. */
    private readonly features: Float64Array,
  ) {
    const { length } = header.names;
    this.delimiter = codeOf(delimiter);
    this.targets = header.targets.map(() => '');
    this.isNumber = new Uint8Array(length);
    for (const { index } of header.features) this.isNumber[index] = 1;
    this.numbers = new Float64Array(length);
    this.starts = new Int32Array(length + 1);
  }

  /** Reads rows of this text from now on. */
  open(text: string): void {
    this.text = text;
    if (this.codes.length <= text.length) this.codes = new Uint16Array(2 * text.length);
    const { buffer } = this.codes;
    // An array of codes is read in a third of the time that the string takes. Behind them: the end.
    Buffer.from(buffer).write(text, 'utf16le');
    this.codes[text.length] = 0;
  }

  /** Reads the row that begins there; where the next one does, or −1 where it is not plain, or has no end. */
  read(from: number): number {
    const { isNumber, numbers, starts, delimiter, codes } = this;
    const last = numbers.length - 1;
    this.at = from;
    for (let cell = 0; cell <= last; cell++) {
      starts[cell] = this.at;
      if (isNumber[cell] === 0) this.skip();
      else if (Number.isNaN((numbers[cell] = this.number()))) return -1;
      if (codes[this.at] !== (cell < last ? delimiter : newline)) return -1;
      this.at++;
    }
    starts[last + 1] = this.at;
    this.handOut();
    return this.at;
  }

  private handOut(): void {
    const { header, features, targets, numbers, starts, text } = this;
    for (let i = 0; i < features.length; i++) features[i] = numbers[header.features[i].index];
    for (let i = 0; i < targets.length; i++) {
      const { index } = header.targets[i];
      targets[i] = text.slice(starts[index], starts[index + 1] - 1);
    }
  }

  /** To the end of a cell, or to a quote. */
  private skip(): void {
    const { codes, delimiter } = this;
    let { at } = this;
    for (let code = codes[at]; code !== delimiter && code !== newline && code !== quote && code !== 0;)
      code = codes[++at];
    this.at = at;
  }

  /** As `Number` reads it; NaN where it is none, or not a decimal one, or not finite. */
  private number(): number {
    const { codes } = this;
    let { at } = this;
    while (codes[at] === space) at++;
    const start = at;
    let code = codes[at];
    const isNegative = code === minus;
    if (isNegative || code === plus) code = codes[++at];
    let digits = 0;
    let integer = 0;
    let exponent = 0;
    for (; code >= zero && code <= nine; code = codes[++at], digits++) integer = 10 * integer + (code - zero);
    if (code === point)
      for (code = codes[++at]; code >= zero && code <= nine; code = codes[++at], digits++, exponent--)
        integer = 10 * integer + (code - zero);
    if (digits === 0) return NaN;
    const isPlain = code !== smallE && code !== largeE;
    if (!isPlain) do at++; while (isExponent(codes[at])); // prettier-ignore
    const end = at;
    while (codes[at] === space) at++;
    this.at = at;
    // Both numbers are exact, so that the one operation rounds as reading does (Clinger 1990).
    if (isPlain && integer < exact && exponent >= -22) {
      const value = integer / powers[-exponent];
      return isNegative ? -value : value;
    }
    const value = Number(this.text.slice(start, end));
    return Number.isFinite(value) ? value : NaN;
  }
}

function isExponent(code: number): boolean {
  return (code >= zero && code <= nine) || code === minus || code === plus;
}

function codeOf(character: string): number {
  return character.charCodeAt(0);
}
