import { gzipSync } from 'node:zlib';
import fc from 'fast-check';

/** A cell before it is written: a number, a boolean, a text, days since 1970, or null where it is missing. */
export type Cell = number | boolean | string | null;

export interface WrittenColumn {
  readonly name: string;
  readonly content: 'number' | 'boolean' | 'category' | 'date';
  readonly cells: readonly Cell[];
  /** The text of each cell, before quotes. */
  readonly texts: readonly string[];
}

/** How a table is written. */
export interface Dialect {
  readonly delimiter: ',' | ';' | '\t' | '|' | ' ';
  readonly decimal: '.' | ',';
  readonly thousands: '' | ',' | '.' | "'";
  readonly missing: string;
  readonly encoding: 'utf-8' | 'utf-8-sig' | 'utf-16-le' | 'utf-16-be' | 'cp1252';
  readonly lineEnd: '\n' | '\r\n' | '\r';
  readonly quotes: 'all' | 'needed';
  readonly dates: 'iso' | 'iso time' | 'day.month.year' | 'month/day/year';
  readonly booleans: readonly [no: string, yes: string];
  readonly isCompressed: boolean;
}

export interface WrittenTable {
  readonly dialect: Dialect;
  readonly columns: readonly WrittenColumn[];
}

const pairs = [['false', 'true'], ['False', 'True'], ['no', 'yes'], ['F', 'T'], ['n', 'y']] as const; // prettier-ignore

const dialects: fc.Arbitrary<Dialect> = fc
  .record({
    delimiter: fc.constantFrom(',', ';', '\t', '|', ' '),
    decimal: fc.constantFrom('.', ','),
    isGrouped: fc.constantFrom<false | 'other' | "'">(false, 'other', "'"),
    missing: fc.constantFrom('', 'NA', 'N/A', 'NaN', 'null', '?'),
    encoding: fc.constantFrom('utf-8', 'utf-8-sig', 'utf-16-le', 'utf-16-be', 'cp1252'),
    lineEnd: fc.constantFrom('\n', '\r\n', '\r'),
    quotes: fc.constantFrom('all', 'needed'),
    dates: fc.constantFrom('iso', 'iso time', 'day.month.year', 'month/day/year'),
    booleans: fc.constantFrom(...pairs),
    isCompressed: fc.boolean(),
  })
  .map(({ isGrouped, missing, ...rest }) => ({
    ...rest,
    // An empty cell between blanks cannot be seen.
    missing: rest.delimiter === ' ' && missing === '' ? 'NA' : missing,
    thousands: isGrouped === 'other' ? (rest.decimal === '.' ? ',' : '.') : isGrouped || '',
  }));

const words = [
  'rot',
  'grün',
  'blau',
  'a b',
  'semi;colon',
  'com,ma',
  'say "hi"',
  'x|y',
  'Ærø',
  "it's",
  '50 km',
];
const names = ['größe', 'b', 'second column', 'x,y', 'a;b', 'say "n"', 'T|U', 'naïve'];

const decimals = fc.constantFrom(0, 1, 2, 3, 5);
const numbers = (rows: number) =>
  decimals.chain((digits) =>
    fc
      .array(fc.integer({ min: -(10 ** 8), max: 10 ** 8 }), { minLength: rows, maxLength: rows })
      .map((values) => ({ content: 'number' as const, digits, values })),
  );
const choices = <T>(rows: number, from: readonly T[]) =>
  fc.array(fc.constantFrom(...from), { minLength: rows, maxLength: rows });
const booleans = (rows: number) =>
  choices(rows, [true, false]).map((values) => ({ content: 'boolean' as const, values }));
const categories = (rows: number) =>
  fc
    .uniqueArray(fc.constantFrom(...words), { minLength: 2, maxLength: 5 })
    .chain((labels) => choices(rows, labels))
    .map((values) => ({ content: 'category' as const, values }));
/** Minutes since 1970, on days of which some are after the twelfth. */
const dates = (rows: number) =>
  fc
    .array(fc.integer({ min: 0, max: 18_000 * 96 }), { minLength: rows, maxLength: rows })
    .map((values) => ({ content: 'date' as const, values: values.map((quarters) => 15 * quarters) }));

const rowCount = 40;
type Drawn = { readonly isMissing: readonly boolean[] } & (
  | { readonly content: 'number'; readonly digits: number; readonly values: readonly number[] }
  | { readonly content: 'boolean'; readonly values: readonly boolean[] }
  | { readonly content: 'category'; readonly values: readonly string[] }
  | { readonly content: 'date'; readonly values: readonly number[] }
);
const gaps = fc.array(fc.nat(9).map((n) => n === 0), { minLength: rowCount, maxLength: rowCount }); // prettier-ignore
const drawn: fc.Arbitrary<Drawn> = fc
  .tuple(fc.oneof(numbers(rowCount), booleans(rowCount), categories(rowCount), dates(rowCount)), gaps)
  .map(([column, isMissing]): Drawn => ({ ...column, isMissing }));

/** Tables with numbers, booleans, categories and dates, in many dialects. Its first column shows the decimal sign. */
export const writtenTables: fc.Arbitrary<WrittenTable> = fc
  .record({
    dialect: dialects,
    first: fc.tuple(numbers(rowCount), gaps).map(([column, isMissing]): Drawn => ({ ...column, digits: 2, isMissing })),
    others: fc.array(drawn, { minLength: 1, maxLength: 5 }),
    names: fc.shuffledSubarray(names, { minLength: 6, maxLength: 6 }),
  })
  .map(({ dialect, first, others, names: header }) => ({
    dialect,
    columns: [first, ...others].map((column, i) => columnOf(column, header[i], dialect)),
  })); // prettier-ignore

function columnOf(column: Drawn, name: string, dialect: Dialect): WrittenColumn {
  const { content, values, isMissing } = column;
  const digits = content === 'number' ? column.digits : 0;
  const cells = values.map((value, i): Cell => {
    if (isMissing[i] && i > 0) return null;
    if (content === 'number') return Number(`${value}e-${digits}`);
    return content === 'date' ? shownDate(value as number, dialect) : value;
  });
  const texts = cells.map((cell) =>
    cell === null ? dialect.missing : textOf(cell, content, digits, dialect),
  );
  return { name, content, cells, texts };
}

/** Returns the days since 1970 that a date has as written: without a time in most dialects. */
const shownDate = (minutes: number, { dates: form }: Dialect): number =>
  form === 'iso time' ? minutes / 1440 : Math.floor(minutes / 1440);

function textOf(
  cell: Exclude<Cell, null>,
  content: WrittenColumn['content'],
  digits: number,
  dialect: Dialect,
) {
  if (typeof cell === 'string') return cell;
  if (typeof cell === 'boolean') return dialect.booleans[Number(cell)];
  return content === 'date' ? dateText(cell, dialect) : numberText(cell, digits, dialect);
}

function numberText(value: number, digits: number, { decimal, thousands }: Dialect): string {
  const [whole, fraction] = Math.abs(value).toFixed(digits).split('.');
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, thousands);
  return `${value < 0 ? '-' : ''}${grouped}${fraction ? decimal + fraction : ''}`;
}

function dateText(days: number, { dates: form }: Dialect): string {
  const iso = new Date(Math.round(days * 86_400_000)).toISOString();
  const [year, month, day] = iso.slice(0, 10).split('-');
  switch (form) {
    case 'iso':
      return iso.slice(0, 10);
    case 'iso time':
      return `${iso.slice(0, 10)} ${iso.slice(11, 16)}`;
    case 'day.month.year':
      return `${day}.${month}.${year}`;
    case 'month/day/year':
      return `${month}/${day}/${year}`;
  }
}

/** Returns the bytes of a table's file. */
export function bytesOf({ dialect, columns }: WrittenTable): Uint8Array {
  const { delimiter, lineEnd, isCompressed } = dialect;
  const rows = [columns.map(({ name }) => name), ...columns[0].texts.map((_, row) => columns.map(({ texts }) => texts[row]))]; // prettier-ignore
  const text =
    rows.map((row) => row.map((cell) => quoted(cell, dialect)).join(delimiter)).join(lineEnd) + lineEnd;
  const bytes = encoded(text, dialect);
  return isCompressed ? gzipSync(bytes) : bytes;
}

function quoted(cell: string, { delimiter, quotes }: Dialect): string {
  const isNeeded = cell.includes(delimiter) || cell.includes('"') || (delimiter === ' ' && cell === '');
  return quotes === 'all' || isNeeded ? `"${cell.replaceAll('"', '""')}"` : cell;
}

function encoded(text: string, { encoding }: Dialect): Buffer {
  switch (encoding) {
    case 'utf-8':
      return Buffer.from(text);
    case 'utf-8-sig':
      return Buffer.from(`\uFEFF${text}`);
    case 'utf-16-le':
      return Buffer.from(`\uFEFF${text}`, 'utf16le');
    case 'utf-16-be':
      return Buffer.from(`\uFEFF${text}`, 'utf16le').swap16();
    case 'cp1252':
      // The letters of the tables are the same in Latin-1.
      return Buffer.from(text, 'latin1');
  }
}
