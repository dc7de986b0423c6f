import { applyEdits, modify, parseTree, type Edit as TextEdit, type Node } from 'jsonc-parser';
import type { Span } from './span.js';

/** The settings that the user interface can write into the file. */
export interface Settings {
  readonly learningRate: number;
  readonly epochs: number;
  /** The number of samples per batch; null means all training samples. */
  readonly batchSize: number | null;
  readonly seed: number;
}

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

/**
 * Returns the edits that write settings into the text of a config and keep comments and layout. Returns no edits where
 * the config or its `training` is not an object.
 */
export function settingsEdits(text: string, settings: Partial<Settings>): readonly Edit[] {
  const { learningRate, epochs, batchSize, seed } = settings;
  const type = typeAt(text, ['training']);
  if (typeAt(text, []) !== 'object' || (type !== undefined && type !== 'object')) return [];
  let changed = text;
  const put = (path: Path, value: string | number | object | undefined): void => {
    changed = changedAt(changed, path, value);
  };
  if (type === undefined && Object.keys(settings).length > 0) put(['training'], {});
  if (learningRate !== undefined) {
    const optimizer = ['training', 'optimizer'];
    if (typeAt(text, optimizer) !== 'object') {
      const name = optimizerOf(text);
      put(optimizer, {});
      put([...optimizer, 'type'], name);
    }
    put([...optimizer, 'learningRate'], learningRate);
  }
  if (epochs !== undefined) put(['training', 'epochs'], epochs);
  if (batchSize !== undefined) put(['training', 'batchSize'], batchSize ?? undefined);
  if (seed !== undefined) put(['training', 'seed'], seed);
  return difference(text, changed);
}

type Path = readonly (string | number)[];

/** Returns the node at a path. Of duplicate keys the last one counts, as when the config is read. */
export function nodeAt(text: string, path: Path): Node | undefined {
  return path.reduce<Node | undefined>(
    (node, key) =>
      typeof key === 'number'
        ? node?.children?.[key]
        : node?.children?.findLast(({ children }) => children?.[0].value === key)?.children?.[1],
    parseTree(text),
  );
}

export const typeAt = (text: string, path: Path) => nodeAt(text, path)?.type;

/** Returns the optimizer's name where it is given as a string, else the default. */
function optimizerOf(text: string): string {
  const name: unknown = nodeAt(text, ['training', 'optimizer'])?.value;
  return typeof name === 'string' ? name : 'sgd';
}

/** Returns the text with the value at a path, whose parent must exist, set or, where `value` is undefined, removed. */
export function changedAt(text: string, path: Path, value: unknown): string {
  const present = nodeAt(text, path);
  if (present && value !== undefined) return replaced(text, present, JSON.stringify(value));
  const parent = nodeAt(text, path.slice(0, -1));
  if (!parent) return text;
  const block = text.slice(parent.offset, parent.offset + parent.length);
  const last = path[path.length - 1];
  const edits = modify(block, [last], value, { isArrayInsertion: last === -1 });
  const changed = replaced(
    text,
    parent,
    applyEdits(
      block,
      edits.map((edit) => fitted(block, edit)),
    ),
  );
  // The object may have had the key twice.
  return value === undefined && nodeAt(changed, path) ? changedAt(changed, path, value) : changed;
}

const replaced = (text: string, { offset, length }: Node, content: string): string =>
  text.slice(0, offset) + content + text.slice(offset + length);

/** Adapts an insertion to the layout around it, since jsonc-parser's own formatting would reformat whole lines. */
function fitted(block: string, edit: TextEdit): TextEdit {
  const { content } = edit;
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
