import { applyEdits, createScanner, modify, parseTree, stripComments, type Edit as TextEdit, type Node } from 'jsonc-parser'; // prettier-ignore
import type { JsonPath, Span } from '../span.js';

export interface Edit {
  readonly span: Span;
  readonly text: string;
}

/** Returns the text with edits applied. The edits are in the order of the text and do not overlap. */
export const withEdits = (text: string, edits: readonly Edit[]): string =>
  edits.reduceRight(
    (changed, { span: { offset, length }, text: inserted }) =>
      changed.slice(0, offset) + inserted + changed.slice(offset + length),
    text,
  );

/** Returns the node at a path. Of duplicate keys the last one counts, as when the config is read. */
export function nodeAt(text: string, path: JsonPath): Node | undefined {
  return path.reduce<Node | undefined>(
    (node, key) =>
      typeof key === 'number'
        ? node?.children?.[key]
        : node?.children?.findLast(({ children }) => children?.[0].value === key)?.children?.[1],
    parseTree(text),
  );
}

export const typeAt = (text: string, path: JsonPath) => nodeAt(text, path)?.type;

/** Returns whether there is a comment inside the object or the list at a path. */
export function hasCommentInside(text: string, path: JsonPath): boolean {
  const node = nodeAt(text, path);
  if (!node?.children) return false;
  const block = text.slice(node.offset, node.offset + node.length);
  return stripComments(block) !== block;
}

/**
 * Returns the text with the value at a path, whose parent must exist, set or, where `value` is undefined, removed.
 * @param after the key that a new key follows where the object has it; by default a new key is the last one
 */
export function changedAt(text: string, path: JsonPath, value: unknown, after?: string): string {
  if (value === undefined) return without(text, path);
  const present = nodeAt(text, path);
  if (present) return replaced(text, present, inOneLine(value));
  const parent = nodeAt(text, path.slice(0, -1));
  if (!parent) return text;
  const block = text.slice(parent.offset, parent.offset + parent.length);
  const last = path[path.length - 1];
  const edits = modify(block, [last], value, {
    isArrayInsertion: last === -1,
    getInsertionIndex: (keys) => (after === undefined ? 0 : keys.lastIndexOf(after) + 1) || keys.length,
  });
  return replaced(
    text,
    parent,
    applyEdits(
      block,
      edits.map((edit) => fitted(block, value, edit)),
    ),
  );
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Writes a value as JSON in one line with spaces, which `JSON.stringify` leaves out. */
export function inOneLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inOneLine).join(', ')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const items = Object.entries(value).map(([key, each]) => `${JSON.stringify(key)}: ${inOneLine(each)}`);
  return items.length > 0 ? `{ ${items.join(', ')} }` : '{}';
}

/** Returns the text without the value at a path and its key. The comments around them stay. */
export function without(text: string, path: JsonPath): string {
  const value = nodeAt(text, path);
  if (!value) return text;
  const item = value.parent?.type === 'property' ? value.parent : value;
  const siblings = item.parent?.children ?? [];
  const changed = withoutItem(text, item, siblings[siblings.indexOf(item) - 1]);
  // The object may have had the key twice.
  return item === value ? changed : without(changed, path);
}

function withoutItem(text: string, { offset, length }: Node, before: Node | undefined): string {
  const end = offset + length;
  const comma = commaAfter(text, end);
  if (comma !== null)
    return joined(text.slice(0, offset) + text.slice(end, comma).trimStart(), text.slice(comma + 1));
  const separator = before ? commaAfter(text, before.offset + before.length) : null;
  const head =
    separator === null ? text.slice(0, offset) : text.slice(0, separator) + text.slice(separator + 1, offset);
  return joined(head, text.slice(end));
}

/** Joins what precedes and what follows a removed item, without the white space that separated it. */
function joined(head: string, tail: string): string {
  if (/[{[]\s*$/.test(head) && /^\s*[}\]]/.test(tail)) return head.trimEnd() + tail.trimStart();
  if (/^[ \t]*(\r?\n|$)/.test(tail)) return head.replace(/(\r?\n)?[ \t]*$/, '') + tail;
  return /^[ \t]*[}\]]/.test(tail) ? head.replace(/[ \t]+$/, '') + tail : head + tail.trimStart();
}

/** Returns the offset of the comma that follows a value; null where there is none. */
export function commaAfter(text: string, end: number): number | null {
  const scanner = createScanner(text, true);
  scanner.setPosition(end);
  scanner.scan();
  const offset = scanner.getTokenOffset();
  return text[offset] === ',' ? offset : null;
}

const replaced = (text: string, { offset, length }: Node, content: string): string =>
  text.slice(0, offset) + content + text.slice(offset + length);

/** Adapts an insertion to the layout around it, since jsonc-parser's own formatting would reformat whole lines. */
function fitted(block: string, value: unknown, given: TextEdit): TextEdit {
  const content = given.content.replace(JSON.stringify(value), () => inOneLine(value));
  const edit = { ...given, content };
  if (edit.length > 0 || content === '') return edit;
  if (!content.startsWith(',')) return { ...edit, content: ` ${content} ` };
  const lineBreak = /(\r?\n[ \t]*)\S/.exec(block.slice(0, edit.offset))?.[1] ?? ' ';
  return { ...edit, content: `,${lineBreak}${content.slice(1).trimStart()}` };
}

/** Returns the difference of two texts as a single edit; none where they are equal. */
export function difference(before: string, after: string): readonly Edit[] {
  if (before === after) return [];
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let end = 0;
  while (end < shorter - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  return [
    {
      span: { offset: start, length: before.length - end - start },
      text: after.slice(start, after.length - end),
    },
  ];
}
