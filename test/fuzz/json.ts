/** Generates JSON that is similar to valid documents. */
import fc from 'fast-check';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** One change of a document. `at` and `other` are indices into the list of all its values. */
interface Mutation {
  readonly kind: 'replace' | 'remove' | 'double' | 'rename' | 'scale' | 'swap' | 'wrap' | 'insert';
  readonly at: number;
  readonly other: number;
  readonly value: Json;
}

const strings = fc.oneof(
  fc.constantFrom('', ' ', 'relu', 'softmax', 'sgd', 'adam', '__proto__', 'constructor', 'toString', '[x](command:y)', '<b>', '\u0000', '\u001b[31m', '\u202e', '\ud800', '🦊', 'a'.repeat(5000), '../x', '/dev/null', '1e5', 'w1', '\n'),
  fc.string({ maxLength: 8 }),
); // prettier-ignore
const numbers = fc.oneof(
  fc.constantFrom(0, -0, 1, -1, 0.5, 2, 3, 1e-300, 1e300, -1e308, 5e-324, 2 ** 31, 2 ** 53, 1e9, 99999, 1.5),
  fc.integer({ min: -5, max: 50 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
const values: fc.Arbitrary<Json> = fc.oneof(
  numbers,
  strings,
  fc.constantFrom<Json>(null, true, false, [], {}, [[]], [[], [1]], [1, 'a'], { type: 'sgd' }),
  fc.array(fc.array(numbers, { maxLength: 4 }), { maxLength: 4 }),
  fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>,
);

const mutations: fc.Arbitrary<Mutation> = fc.record({
  kind: fc.constantFrom(
    'replace',
    'replace',
    'remove',
    'double',
    'rename',
    'scale',
    'scale',
    'swap',
    'wrap',
    'insert',
  ),
  at: fc.nat({ max: 1_000_000 }),
  other: fc.nat({ max: 1_000_000 }),
  value: values,
});

/** Generates documents from a list, most of them with a few changes. */
export function mutated(documents: readonly Json[], most = 2): fc.Arbitrary<Json> {
  return fc
    .tuple(fc.constantFrom(...documents), fc.array(mutations, { maxLength: most }))
    .map(([document, changes]) => changes.reduce((result, change) => mutate(result, change), document));
}

type Path = readonly (string | number)[];

function mutate(root: Json, { kind, at, other, value }: Mutation): Json {
  const paths = [...walk(root, [])];
  const path = paths[at % paths.length];
  const otherPath = paths[other % paths.length];
  const here = get(root, path);
  switch (kind) {
    case 'replace':
      return set(root, path, value);
    case 'remove':
      return set(root, path, undefined);
    case 'double':
      return isList(here) ? set(root, path, [...here, ...here]) : set(root, path, [here, here]);
    case 'wrap':
      return set(root, path, [here]);
    case 'swap':
      return set(root, path, get(root, otherPath));
    case 'scale': {
      const numeric = paths.filter((each) => typeof get(root, each) === 'number');
      const chosen = numeric[at % numeric.length];
      if (numeric.length === 0 || typeof value !== 'number') return root;
      return set(root, chosen, value);
    }
    case 'rename': {
      const last = path.at(-1);
      if (typeof last !== 'string') return root;
      return set(set(root, path, undefined), [...path.slice(0, -1), String(otherPath.at(-1) ?? 'x')], here);
    }
    case 'insert':
      if (isList(here)) return set(root, path, [...here, value]);
      return isObject(here) ? set(root, [...path, String(otherPath.at(-1) ?? 'x')], value) : root;
  }
}

function* walk(value: Json, path: Path): Generator<Path> {
  yield path;
  if (isList(value)) for (let i = 0; i < value.length; i++) yield* walk(value[i], [...path, i]);
  else if (isObject(value)) for (const key of Object.keys(value)) yield* walk(value[key], [...path, key]);
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function isObject(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !isList(value);
}

function get(value: Json, path: Path): Json {
  return path.reduce<Json>((each, key) => (each as Record<string | number, Json>)[key], value);
}

/** Returns a copy with another value at a path, or without that value. */
function set(value: Json, path: Path, put: Json | undefined): Json {
  if (path.length === 0) return put ?? null;
  const [key, ...rest] = path;
  const inner = (value as Record<string | number, Json>)[key];
  const changed = rest.length === 0 ? put : set(inner ?? {}, rest, put);
  if (isList(value)) {
    return value.flatMap((item, i) => (i !== key ? [item] : changed === undefined ? [] : [changed]));
  }
  const entries = Object.entries(value as object) as [string, Json][];
  const others = entries.filter(([each]) => each !== key);
  return Object.fromEntries(changed === undefined ? others : [...others, [key, changed]]);
}

/** Generates texts of documents in different layouts, some of them damaged. */
export function written(documents: fc.Arbitrary<Json>): fc.Arbitrary<string> {
  const style = fc.record({
    indent: fc.constantFrom(0, 2, 2),
    comment: fc.constantFrom('', '', '// a comment\n', '/* one */ '),
    lineEnd: fc.constantFrom('\n', '\n', '\r\n', '\r'),
    byteOrderMark: fc.constantFrom('', '', '\uFEFF'),
    corruption: fc.oneof(
      { weight: 7, arbitrary: fc.constant(null) },
      {
        weight: 1,
        arbitrary: fc.record({
          at: fc.nat(100_000),
          length: fc.nat(10),
          put: fc.oneof(
            fc.constantFrom('', ',', '}', ']', '{', '"', '\\', '0', '-', 'NaN', '\u0000'),
            fc.string({ maxLength: 3 }),
          ),
        }),
      },
    ),
  });
  return fc
    .tuple(documents, style)
    .map(([document, { indent, comment, lineEnd, byteOrderMark, corruption }]) => {
      const text = byteOrderMark + comment + JSON.stringify(document, null, indent).replaceAll('\n', lineEnd);
      if (!corruption) return text;
      const at = corruption.at % (text.length + 1);
      return text.slice(0, at) + corruption.put + text.slice(at + corruption.length);
    });
}
