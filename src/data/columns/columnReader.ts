import { limits } from '../../engine/limits.js';
import type { Place } from '../csv/place.js';
import type { RawCell } from '../csv/records.js';
import { Blocks } from './blocks.js';
import { dropGapWords } from './dropGapWords.js';
import type { Column } from './column.js';
import { readDate, type DateOrder } from './cellDate.js';
import { readNumber, signEvidence, type DecimalSign, type SignEvidence } from './cellNumber.js';

/** A distinct text of a column, with the number of cells that have it. */
export interface Label {
  readonly text: string;
  count: number;
}

/** A cell that is quoted in a message. */
export interface Example {
  readonly text: string;
  readonly place: Place;
}

/** The cells of a column, by row. */
export type Cells =
  /** Codes: 0 for a missing cell, else the index of the label, from 1. */
  | { readonly kind: 'labels'; readonly labels: readonly Label[]; readonly codes: Blocks }
  /** Numbers, or dates as days since 1970, of which there were too many different ones; NaN for a missing cell. */
  | {
      readonly kind: 'numbers';
      readonly values: Blocks;
      readonly isDate: boolean;
      readonly decimal: DecimalSign;
      /** The number of cells that are neither numbers nor missing. */
      readonly texts: number;
    }
  /** More different texts than are kept. */
  | { readonly kind: 'texts' };

export interface ReaderOptions {
  readonly missing: ReadonlySet<string>;
  /** The texts that are missing cells in a column of numbers or dates only. */
  readonly gapWords: ReadonlySet<string>;
  readonly decimal: DecimalSign | null;
  /** The decimal sign of a column whose cells leave it open; null: the sign that they have. */
  readonly likelyDecimal: DecimalSign | null;
  /** The number of different numbers from which on they are no longer kept as texts. */
  readonly mostNumbers: number;
}

/** The number of different numbers, from which on an input is certainly not a category. */
export const mostNumbersOfInput = 1000;

/** The most cells that are kept with their places. */
const mostExamples = 20;

/** The most texts, with the blanks around them, that are looked up without trimming them first. */
const mostSpellings = 20_000;

/**
 * Reads a column in bounded memory. What it contains is known only at its end, so its cells are stored as the codes of
 * their distinct texts; where these become too many, as numbers or not at all.
 */
export class ColumnReader {
  rows = 0;
  missing = 0;
  /** The first cell that is missing. */
  firstMissing: Place | null = null;
  /** The first cells that JavaScript does not read as numbers, with different texts. */
  examples: Example[] = [];
  private readonly codeOf = new Map<string, number>();
  private readonly codeOfNumber = new Map<number, number>();
  private labels: Label[] = [];
  private codes: Blocks | null = new Blocks((length) => new Uint16Array(length));
  private numbers: { values: Blocks; decimal: DecimalSign; order: DateOrder | null; texts: number } | null =
    null;
  private nextCheck: number;
  /** Whether a number may stand for a missing cell. */
  private readonly hasMissingNumber: boolean;

  constructor(
    readonly column: Column,
    private readonly options: ReaderOptions,
  ) {
    this.nextCheck = options.mostNumbers;
    this.hasMissingNumber = [...options.missing].some((text) => !Number.isNaN(readNumber(text, '.')));
    for (const text of options.missing) this.codeOf.set(text, 0);
  }

  /** Adds the cell of the next row. */
  push(cell: RawCell, place: () => Place): void {
    this.rows++;
    if (this.numbers) this.pushNumber(cell, place);
    else if (this.codes) this.pushLabel(this.codes, cell, place);
    else if (this.options.missing.has(String(cell).trim())) this.addMissing(place);
  }

  /** Returns the decimal sign that commas in the numbers of this column show; null where none do, or not all agree. */
  clearDecimal(): DecimalSign | null {
    if (this.numbers) return this.numbers.decimal === ',' ? ',' : null;
    const evidence = new Set<SignEvidence>();
    for (const { text } of this.labels) {
      if (this.options.gapWords.has(text)) continue;
      if (Number.isNaN(readNumber(text, '.')) && Number.isNaN(readNumber(text, ','))) return null;
      if (text.includes(',')) evidence.add(signEvidence(text));
    }
    if (evidence.has('point') === evidence.has('comma')) return null;
    return evidence.has('point') ? '.' : ',';
  }

  end(): Cells {
    this.dropGapWords();
    const { numbers, labels, codes } = this;
    if (numbers) return { kind: 'numbers', ...numbers, isDate: numbers.order !== null };
    return codes ? { kind: 'labels', labels, codes } : { kind: 'texts' };
  }

  /** Makes words such as NULL missing cells where all others are numbers or dates, unless the config says what they are. */
  private dropGapWords(): void {
    const { codes, labels, options } = this;
    const type = this.column.options?.type ?? null;
    if (!codes || type === 'category' || type === 'boolean') return;
    const others = labels.filter(({ text }) => !options.gapWords.has(text));
    if (others.length === 0 || others.length === labels.length) return;
    if (type !== 'number' && type !== 'date' && !this.areNumbersOrDates(others)) return;
    const without = dropGapWords(labels, codes, options.gapWords);
    const first = this.examples.find(({ text }) => options.gapWords.has(text))?.place ?? null;
    if (first && (!this.firstMissing || first.line < this.firstMissing.line)) this.firstMissing = first;
    this.examples = this.examples.filter(({ text }) => !options.gapWords.has(text));
    this.missing += without.missing;
    this.labels = without.labels;
    this.codes = without.codes;
  }

  private areNumbersOrDates(labels: readonly Label[]): boolean {
    const decimal = this.options.decimal ?? decimalOf(labels, this.options.likelyDecimal).decimal;
    const { order } = dateOrderOf(labels);
    return (
      labels.every(({ text }) => !Number.isNaN(readNumber(text, decimal))) ||
      labels.every(({ text }) => !Number.isNaN(readDate(text, order)))
    );
  }

  private pushLabel(codes: Blocks, cell: RawCell, place: () => Place): void {
    const known = typeof cell === 'number' ? this.codeOfNumber.get(cell) : this.codeOf.get(cell);
    const code = known ?? this.newCode(String(cell), place);
    if (known === undefined && typeof cell === 'number') this.codeOfNumber.set(cell, code);
    if (code === 0) this.addMissing(place);
    else this.labels[code - 1].count++;
    codes.push(code);
    if (this.labels.length > this.nextCheck) this.checkLabels();
  }

  private newCode(cell: string, place: () => Place): number {
    // Text is copied, since a cell is a slice that would keep the whole chunk of the file in memory.
    const text = Buffer.from(cell.trim()).toString();
    const known = this.codeOf.get(text);
    if (known !== undefined) {
      if (this.codeOf.size < mostSpellings) this.codeOf.set(Buffer.from(cell).toString(), known);
      return known;
    }
    this.labels.push({ text, count: 0 });
    this.codeOf.set(text, this.labels.length);
    if (!Number.isFinite(Number(text))) this.noteText(text, place);
    return this.labels.length;
  }

  private noteText(text: string, place: () => Place): void {
    if (this.examples.length < mostExamples) this.examples.push({ text, place: place() });
  }

  private addMissing(place: () => Place): void {
    this.missing++;
    this.firstMissing ??= place();
  }

  /** Stops to keep texts where there are too many, and keeps numbers or dates instead where they are such. */
  private checkLabels(): void {
    const decimal = this.options.decimal ?? decimalOf(this.labels, this.options.likelyDecimal).decimal;
    const order = dateOrderOf(this.labels).order;
    const isFull = this.labels.length > limits.classes;
    const labels = this.labels.filter(({ text }) => !this.options.gapWords.has(text));
    const share = (read: (text: string) => number) =>
      labels.filter(({ text }) => !Number.isNaN(read(text))).length / labels.length;
    const least = isFull ? 0.5 : 1;
    if (this.column.options?.type !== 'category') {
      if (share((text) => readNumber(text, decimal)) >= least) return this.toNumbers(decimal, null);
      if (share((text) => readDate(text, order)) >= least) return this.toNumbers(decimal, order);
    }
    if (isFull) this.codes = null;
    this.nextCheck = isFull ? Infinity : limits.classes;
  }

  private toNumbers(decimal: DecimalSign, order: DateOrder | null): void {
    this.dropGapWords();
    const { codes, labels } = this;
    if (!codes) return;
    const values = new Blocks((length) => new Float64Array(length));
    const read = labels.map(({ text }) => (order ? readDate(text, order) : readNumber(text, decimal)));
    const texts = labels.reduce((sum, { count }, i) => sum + (Number.isNaN(read[i]) ? count : 0), 0);
    for (let row = 0; row < codes.length; row++) {
      const code = codes.at(row);
      values.push(code === 0 ? NaN : read[code - 1]);
    }
    this.numbers = { values, decimal, order, texts };
    this.codes = null;
    this.labels = [];
    this.codeOf.clear();
    this.codeOfNumber.clear();
  }

  private pushNumber(cell: RawCell, place: () => Place): void {
    const { numbers, options } = this;
    if (!numbers) return;
    const { values, decimal, order } = numbers;
    if (typeof cell === 'number' && order === null && !this.hasMissingNumber) {
      values.push(cell);
      return;
    }
    const text = String(cell).trim();
    if (options.missing.has(text) || options.gapWords.has(text)) {
      this.addMissing(place);
      values.push(NaN);
      return;
    }
    const value = order ? readDate(text, order) : readNumber(text, decimal);
    if (Number.isNaN(value)) {
      numbers.texts++;
      this.noteText(Buffer.from(text).toString(), place);
    }
    values.push(value);
  }
}

/** The decimal sign that fits a column, and whether its cells leave it open. */
export interface DecimalFinding {
  readonly decimal: DecimalSign;
  /** A cell that has another value with the other sign; null where the cells decide. */
  readonly ambiguous: string | null;
}

/** Returns the decimal sign of a column from all its texts. Where these leave it open, `likely` decides. */
export function decimalOf(labels: readonly Label[], likely: DecimalSign | null): DecimalFinding {
  const votes = { point: 0, comma: 0 };
  let ambiguous: string | null = null;
  let hasAmbiguousComma = false;
  for (const { text } of labels) {
    const evidence = signEvidence(text);
    if (evidence === 'point' || evidence === 'comma') votes[evidence]++;
    else if (evidence !== 'none') ambiguous ??= text;
    hasAmbiguousComma ||= evidence === 'ambiguous comma';
  }
  if (votes.point !== votes.comma) return { decimal: votes.comma > votes.point ? ',' : '.', ambiguous: null };
  // A point in numbers with three decimals is so common that it is not called ambiguous.
  const isOpen = hasAmbiguousComma || likely === ',';
  const decimal = likely ?? (hasAmbiguousComma ? ',' : '.');
  return { decimal, ambiguous: isOpen ? ambiguous : null };
}

/** Returns the order of day and month that fits most dates, and a date that leaves it open where all do. */
export function dateOrderOf(labels: readonly Label[]): { order: DateOrder; ambiguous: string | null } {
  const votes = { 'day first': 0, 'month first': 0 };
  let ambiguous: string | null = null;
  for (const { text } of labels) {
    const day = readDate(text, 'day first');
    const month = readDate(text, 'month first');
    if (Number.isNaN(day) !== Number.isNaN(month)) votes[Number.isNaN(day) ? 'month first' : 'day first']++;
    else if (!Number.isNaN(day) && day !== month) ambiguous ??= text;
  }
  const isOpen = votes['day first'] === votes['month first'];
  const order = votes['day first'] > votes['month first'] ? 'day first' : 'month first';
  return { order, ambiguous: isOpen ? ambiguous : null };
}
