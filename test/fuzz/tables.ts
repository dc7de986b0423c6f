/** Generates tables in many text formats. */
import fc from 'fast-check';

export interface TableInput {
  readonly file: string;
  readonly columns: readonly string[];
  readonly target: string;
  /** The features in the config; null: all columns but the target. */
  readonly features: readonly string[] | null;
  readonly rows: readonly (readonly string[])[];
  readonly delimiter: string;
  readonly lineEnd: string;
  /** The interval of cells with unnecessary quotes; 0: none. */
  readonly quoteEvery: number;
  readonly byteOrderMark: boolean;
  readonly encoding: 'utf8' | 'utf16le';
  readonly endsWithLine: boolean;
  /** The interval of rows that a blank line follows; 0: none. */
  readonly blankEvery: number;
  /** The damage to the text; null in most cases. */
  readonly corruption: { readonly at: number; readonly length: number; readonly put: string } | null;
}

const integer = fc.integer({ min: -1000, max: 1000 }).map(String);
const decimal = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 }).map(String);
const manyDigits = fc.tuple(fc.bigInt({ min: 0n, max: 10n ** 25n }), fc.nat(24)).map(([digits, at]) => {
  const text = String(digits).padStart(at + 1, '0');
  return `${text.slice(0, text.length - at)}.${text.slice(text.length - at)}`;
});
const oddForms = fc.constantFrom(
  '.5',
  '5.',
  '+1',
  '-0',
  '1e3',
  '1E-3',
  '2.5e+2',
  ' 7',
  '7 ',
  '\u00a08',
  '0x10',
  '0b11',
  '1e-320',
  '9007199254740993',
  '00012',
  '-.25e1',
  '1e308',
);
const trouble = fc.oneof(
  fc.constantFrom('', ' ', 'NaN', 'inf', '1e999', 'NA', '?', '1,5', '1.234,5', '1_000', '--1', '1e', 'e5', '.', '-', '"', '""', 'a\nb', '2020-01-02', 'undefined', '\u0001'),
  fc.string({ maxLength: 6 }),
); // prettier-ignore
const number = fc.oneof(
  { weight: 4, arbitrary: integer },
  { weight: 4, arbitrary: decimal },
  { weight: 1, arbitrary: manyDigits },
  { weight: 1, arbitrary: oddForms },
);
const word = fc.constantFrom(
  'setosa',
  'virginica',
  'b"c',
  'a,b',
  'x;y',
  'with space',
  'grün',
  '狐',
  'tab\there',
  'line\nend',
  'pipe|d',
  "it's",
  'Z',
  'z',
  '🦊',
);
const columnName = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('a', 'b', 'c', 'x1', 'sepal length', 'größe', 'y', 'price ($)', 'A', 'id', '温度') },
  { weight: 1, arbitrary: fc.constantFrom('with,comma', 'quo"te', 'semi;colon', 'a b', 'constructor', '__proto__', '1', '-') },
); // prettier-ignore

/** Generates rows of valid cells or, with `hasTrouble`, of a few invalid ones as well. */
function rowsOf(features: number, hasClasses: boolean, hasTrouble: boolean): fc.Arbitrary<string[][]> {
  const cell = hasTrouble
    ? fc.oneof({ weight: 30, arbitrary: number }, { weight: 1, arbitrary: trouble })
    : number;
  const cells = fc.array(cell, { minLength: features, maxLength: features });
  const row = fc.tuple(hasClasses ? word : number, cells).map(([target, others]) => [target, ...others]);
  const sound = fc.array(row, { minLength: 1, maxLength: 40, size: 'max' });
  if (!hasTrouble) return sound;
  const ragged = fc
    .tuple(sound, fc.nat(), fc.boolean())
    .map(([rows, at, isLong]) =>
      rows.map((each, i) => (i !== at % rows.length ? each : isLong ? [...each, '1'] : each.slice(0, -1))),
    );
  return fc.oneof({ weight: 4, arbitrary: sound }, { weight: 1, arbitrary: ragged });
}

const corruption = fc.record({
  at: fc.nat(10_000),
  length: fc.nat(5),
  put: fc.oneof(
    fc.constantFrom('"', '\n', ',', '\u0000', '', '\r', '\uFEFF', ' "', '" '),
    fc.string({ maxLength: 4 }),
    fc.constant('9'.repeat(5000)),
  ),
});
const rarely = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> =>
  fc.oneof({ weight: 12, arbitrary: fc.constant(null) }, { weight: 1, arbitrary });

export const tables: fc.Arbitrary<TableInput> = fc
  .record({
    columns: fc.oneof(
      { weight: 20, arbitrary: fc.uniqueArray(columnName, { minLength: 2, maxLength: 7 }) },
      { weight: 1, arbitrary: fc.array(columnName, { minLength: 1, maxLength: 7 }) },
      {
        weight: 1,
        arbitrary: fc
          .integer({ min: 200, max: 3000 })
          .map((n) => Array.from({ length: n }, (_, i) => `c${i}`)),
      },
    ),
    hasClasses: fc.boolean(),
    hasTrouble: fc.oneof(
      { weight: 3, arbitrary: fc.constant(false) },
      { weight: 1, arbitrary: fc.constant(true) },
    ),
  })
  .chain(({ columns, hasClasses, hasTrouble }) =>
    fc.record({
      file: fc.constantFrom('a.csv', 'a.csv', 'a.txt', 'größe.csv', 'a b.csv'),
      columns: fc.constant(columns),
      target: fc.constant(columns[0]),
      features:
        columns.length > 1
          ? rarely(fc.shuffledSubarray(columns.slice(1), { minLength: 1 }))
          : fc.constant(null),
      rows: rowsOf(columns.length - 1, hasClasses, hasTrouble),
      delimiter: fc.constantFrom(',', ',', ';', '\t', '|'),
      lineEnd: fc.constantFrom('\n', '\n', '\r\n', '\r'),
      quoteEvery: fc.constantFrom(0, 0, 1, 2, 7),
      byteOrderMark: fc.boolean(),
      encoding: fc.constantFrom('utf8' as const, 'utf8' as const, 'utf8' as const, 'utf16le' as const),
      endsWithLine: fc.boolean(),
      blankEvery: fc.constantFrom(0, 0, 0, 1, 5),
      corruption: hasTrouble ? fc.option(corruption) : fc.constant(null),
    }),
  );

/** Returns the text of a table without its byte order mark. */
export function textOf(input: TableInput): string {
  const { columns, rows, delimiter, lineEnd, quoteEvery, endsWithLine, blankEvery, corruption } = input;
  let count = 0;
  const cell = (text: string): string => {
    const isAsked = quoteEvery > 0 && count++ % quoteEvery === 0;
    const needsQuotes = isAsked || /["\r\n]/.test(text) || text.includes(delimiter);
    return needsQuotes ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const lines = [columns, ...rows].flatMap((row, i) => {
    const line = row.map(cell).join(delimiter);
    return blankEvery > 0 && i % blankEvery === 0 ? [line, ''] : [line];
  });
  const text = lines.join(lineEnd) + (endsWithLine ? lineEnd : '');
  if (!corruption) return text;
  const at = corruption.at % (text.length + 1);
  return text.slice(0, at) + corruption.put + text.slice(at + corruption.length);
}

export function bytesOf(input: TableInput): Buffer {
  const hasMark = input.byteOrderMark || input.encoding === 'utf16le';
  return Buffer.from((hasMark ? '\uFEFF' : '') + textOf(input), input.encoding);
}
