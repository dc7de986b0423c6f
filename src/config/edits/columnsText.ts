import type { ColumnSetting } from './configChange.js';
import { changedAt, nodeAt, without } from './textEdits.js';

const path = ['data', 'columns'];

/** Returns the text of a config with the options of some columns set or, where they are null, removed. */
export function withColumns(text: string, settings: Readonly<Record<string, ColumnSetting | null>>): string {
  const given = Object.entries(settings).filter(([, value]) => value !== null);
  if (!nodeAt(text, path))
    return given.length > 0 ? changedAt(text, path, Object.fromEntries(given), 'target') : text;
  const changed = Object.entries(settings).reduce(
    (before, [name, value]) => changedAt(before, [...path, name], value ?? undefined),
    text,
  );
  return nodeAt(changed, path)?.children?.length === 0 ? without(changed, path) : changed;
}
