import { changedAt, difference, typeAt, type Edit } from './settingsEdits.js';

/**
 * Adds units to `gradientCheck.exclude`; comments and layout stay as they are. Nothing where the text has no place for
 * them: `gradientCheck` is no object, or `exclude` no list.
 */
export function excludeEdits(
  text: string,
  units: readonly { readonly layer: number; readonly unit: number }[],
): readonly Edit[] {
  const [check, exclude] = [typeAt(text, ['gradientCheck']), typeAt(text, ['gradientCheck', 'exclude'])];
  if (typeAt(text, []) !== 'object' || (check ?? 'object') !== 'object' || (exclude ?? 'array') !== 'array')
    return [];
  const all = units.map(({ layer, unit }) => ({ layer, unit }));
  if (exclude) {
    return spacedOut(
      text,
      all.reduce((changed, unit) => changedAt(changed, ['gradientCheck', 'exclude', -1], unit), text),
    );
  }
  const changed = check
    ? changedAt(text, ['gradientCheck', 'exclude'], all)
    : changedAt(text, ['gradientCheck'], { exclude: all });
  return spacedOut(text, changed);
}

/** As a person writes it; jsonc-parser leaves no space within what it puts in. */
function spacedOut(before: string, after: string): readonly Edit[] {
  return difference(before, after).map(({ span, text }) => ({
    span,
    text: text
      .replace(/\{"layer":(\d+),"unit":(\d+)\}/g, '{ "layer": $1, "unit": $2 }')
      .replace(/\},\{/g, '}, {')
      .replace(/"exclude": ?\[/, '"exclude": [')
      .replace(/"gradientCheck": ?\{(.*)\}/, '"gradientCheck": { $1 }'),
  }));
}
