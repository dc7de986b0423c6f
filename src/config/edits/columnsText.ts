import type { ColumnSetting } from './configChange.js';
import { changedAt, inOneLine, nodeAt, withEdits, without } from './textEdits.js';

const path = ['data', 'columns'];

/** Returns the text of a config with the options of some columns set or, where they are null, removed. */
export function withColumns(text: string, settings: Readonly<Record<string, ColumnSetting | null>>): string {
  if (!nodeAt(text, path)) return withNewColumns(text, settings);
  const changed = Object.entries(settings).reduce(
    (before, [name, value]) => changedAt(before, [...path, name], value ?? undefined),
    text,
  );
  return nodeAt(changed, path)?.children?.length === 0 ? without(changed, path) : changed;
}

/** Adds the options after the target: a line for each column where the data have several lines, else in their line. */
function withNewColumns(text: string, settings: Readonly<Record<string, ColumnSetting | null>>): string {
  const items = Object.entries(settings).flatMap(([name, value]) =>
    value === null ? [] : [`${JSON.stringify(name)}: ${inOneLine(value)}`],
  );
  if (items.length === 0) return text;
  const changed = changedAt(text, path, {}, 'target');
  const node = nodeAt(changed, path);
  if (!node) return text;
  const line = changed.slice(changed.lastIndexOf('\n', node.offset) + 1, node.offset);
  const indent = /^\s*/.exec(line)?.[0] ?? '';
  const content = line.trimStart().startsWith('"columns"')
    ? `{\n${indent}  ${items.join(`,\n${indent}  `)}\n${indent}}`
    : `{ ${items.join(', ')} }`;
  return withEdits(changed, [{ span: { offset: node.offset, length: node.length }, text: content }]);
}
