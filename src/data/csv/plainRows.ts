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

/** The powers of ten that float64 represents exactly. */
const powers = Array.from({ length: 23 }, (_, exponent) => 10 ** exponent);
/** The bound below which float64 represents all integers exactly. */
const exact = 2 ** 53;

/**
 * Reads rows without quotes whose features are decimal numbers directly from the text, as splitting it into cells first
 * takes several times as long. All other rows are left to the parser.
 */
export class PlainRows {
  /** The cells of the targets in the last row that was read. */
  readonly targets: string[];
  /** 1 for each column that is read as numbers, else 0. */
  private readonly isNumber: Uint8Array;
  private readonly numbers: Float64Array;
  /** The offset of each cell, and the offset after the row. */
  private readonly starts: Int32Array;
  private readonly delimiter: number;
  private text = '';
  /** The UTF-16 code units of the text, followed by 0. */
  private codes = new Uint16Array(1);
  /** The offset after the last character that was read. */
  private at = 0;

  constructor(
    private readonly header: Header,
    delimiter: string,
    /** The array that receives the features of a row, in the header's order. */
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

  /** Sets the text to read rows from. */
  open(text: string): void {
    this.text = text;
    if (this.codes.length <= text.length) this.codes = new Uint16Array(2 * text.length);
    const { buffer } = this.codes;
    // Reading an array of code units takes a third of the time that reading the string takes. The 0 marks the end.
    Buffer.from(buffer).write(text, 'utf16le');
    this.codes[text.length] = 0;
  }

  /** Reads the row at an offset. Returns the offset of the next row, or −1 where the row is not plain or is incomplete. */
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
    this.copyCells();
    return this.at;
  }

  private copyCells(): void {
    const { header, features, targets, numbers, starts, text } = this;
    for (let i = 0; i < features.length; i++) features[i] = numbers[header.features[i].index];
    for (let i = 0; i < targets.length; i++) {
      const { index } = header.targets[i];
      targets[i] = text.slice(starts[index], starts[index + 1] - 1);
    }
  }

  /** Advances to the end of a cell or to a quote. */
  private skip(): void {
    const { codes, delimiter } = this;
    let { at } = this;
    for (let code = codes[at]; code !== delimiter && code !== newline && code !== quote && code !== 0;)
      code = codes[++at];
    this.at = at;
  }

  /** Reads a number with the same result as `Number`. Returns NaN where it is not a finite decimal number. */
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
    // Both operands are exact, so the single division is rounded correctly (Clinger 1990).
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
