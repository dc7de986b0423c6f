import { changedAt, difference, typeAt, type Edit } from './textEdits.js';

/**
 * Returns the edits that add units to `gradientCheck.exclude` and keep comments and layout. Returns no edits where
 * `gradientCheck` is not an object or `exclude` is not a list.
 */
export function excludeEdits(
  text: string,
  units: readonly { readonly layer: number; readonly unit: number }[],
): readonly Edit[] {
  const [check, exclude] = [typeAt(text, ['gradientCheck']), typeAt(text, ['gradientCheck', 'exclude'])];
  if (typeAt(text, []) !== 'object' || (check ?? 'object') !== 'object' || (exclude ?? 'array') !== 'array')
    return [];
  const all = units.map(({ layer, unit }) => ({ layer, unit }));
  if (exclude)
    return difference(
      text,
      all.reduce((changed, unit) => changedAt(changed, ['gradientCheck', 'exclude', -1], unit), text),
    );
  return difference(
    text,
    check
      ? changedAt(text, ['gradientCheck', 'exclude'], all)
      : changedAt(text, ['gradientCheck'], { exclude: all }),
  );
}
