import { checkKeys } from './keys.js';
import { readName } from './names.js';
import type { Report } from './report.js';
import { member, type Value } from './tree.js';

/** Reads `"adam"` or `{ "type": "adam", … }` and reports keys that the type does not have. */
export function readVariant<Name extends string>(
  report: Report,
  value: Value,
  keys: Readonly<Record<Name, readonly string[]>>,
  fallback: NoInfer<Name>,
  code: string,
  message: (word: string) => string,
): Name {
  const names = Object.keys(keys) as Name[];
  const named = value?.type === 'object' ? member(value, 'type') : value;
  const known = readName(report, named, names, code, message);
  if (known !== undefined || named === undefined)
    checkKeys(report, value, ['type', ...keys[known ?? fallback]]);
  return known ?? fallback;
}
