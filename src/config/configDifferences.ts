import type { JsonPath } from './span.js';

/** A value that is not the same in all compared configs. */
export interface Difference {
  readonly path: JsonPath;
  /** The value in each config; undefined where a config does not have it. */
  readonly values: readonly unknown[];
}

/** The default number of differences that are listed. Two configs with other data may differ in thousands of numbers. */
const most = 200;

/**
 * Returns the values in which configs differ, in the order of the first config. Lists of different lengths are one
 * value unless they hold objects, as `layers` does.
 * @param configs the JSON values of the texts, of which any may be undefined
 */
export function configDifferences(configs: readonly unknown[], limit = most): Difference[] {
  const found: Difference[] = [];
  collect([], configs, found, limit);
  return found;
}

function collect(path: JsonPath, values: readonly unknown[], found: Difference[], limit: number): void {
  const [first, ...others] = values;
  if (found.length >= limit || others.every((other) => isEqual(first, other))) return;
  const keys = keysOf(values);
  if (!keys) {
    found.push({ path, values });
    return;
  }
  for (const key of keys)
    collect(
      [...path, key],
      values.map((value) => memberOf(value, key)),
      found,
      limit,
    );
}

/** Returns the keys to compare values by; null where the values are to be compared as a whole. */
function keysOf(values: readonly unknown[]): readonly (string | number)[] | null {
  if (values.every(isObject)) return [...new Set(values.flatMap((value) => Object.keys(value)))];
  if (!values.every(isList)) return null;
  const lengths = values.map(({ length }) => length);
  const longest = Math.max(...lengths);
  const hasObjects = values.some((value) => value.some(isObject));
  return hasObjects || lengths.every((length) => length === longest) ? [...Array(longest).keys()] : null;
}

function memberOf(value: unknown, key: string | number): unknown {
  if (isList(value)) return value[Number(key)];
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** Returns whether two JSON values are equal. */
export function isEqual(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (isList(a)) return isList(b) && a.length === b.length && a.every((item, i) => isEqual(item, b[i]));
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && isEqual(a[key], b[key]))
  );
}

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !isList(value);

/** Returns a path as it is written in code: layers[0].units. */
export const pathText = (path: JsonPath): string =>
  path.map((key, at) => (typeof key === 'number' ? `[${key}]` : `${at > 0 ? '.' : ''}${key}`)).join('');

const mostCharacters = 80;
const mostItems = 8;

/** Returns a value as a short text of one line, without quotes around a string; null where there is no value. */
export function valueText(value: unknown): string | null {
  if (value === undefined) return null;
  if (typeof value === 'string') return shortened(value);
  if (isList(value) && value.length > mostItems) return `${value.length} × ${valueText(value[0]) ?? ''}`;
  return shortened(
    JSON.stringify(value, (_key, each: unknown) =>
      isList(each) && each.length > mostItems ? [...each.slice(0, mostItems), '…'] : each,
    ),
  );
}

const shortened = (text: string): string =>
  text.length <= mostCharacters ? text : `${text.slice(0, mostCharacters - 1)}…`;
