import {
  findNodeAtLocation,
  findNodeAtOffset,
  getNodePath,
  getNodeValue,
  parseTree,
  type Node,
} from 'jsonc-parser';
import type { JsonPath, Span } from './span.js';

/** The kinds of files that a config names. */
export type FileKind = 'table' | 'images' | 'gradients' | 'weights';

/** A place in the text of a config, complete or not, where a name of a column, a class or a file is written. */
export type NamePlace = {
  /** The span of the name, without quotes. */
  readonly span: Span;
  /** The name as far as it is written. */
  readonly name: string;
} & (
  | {
      readonly kind: 'column';
      /** Whether the name is a part of a formula. */
      readonly isInFormula: boolean;
      /** The name of the table's file; null where the config names none. */
      readonly table: string | null;
      /** The names that are written already beside this one, and would be wrong here. */
      readonly taken: readonly string[];
    }
  /** A class whose weight is given; `taken` has those of the other weights. */
  | { readonly kind: 'class'; readonly taken: readonly string[] }
  | { readonly kind: 'file'; readonly files: FileKind }
);

/** Returns what is named at an offset in the text of a config; null where it is none of these. */
export function namePlaceAt(text: string, offset: number): NamePlace | null {
  const root = parseTree(text, [], { allowTrailingComma: true });
  const node = root && findNodeAtOffset(root, offset, true);
  if (!root || node?.type !== 'string') return null;
  const span = insideOf(text, node);
  if (offset < span.offset || offset > span.offset + span.length) return null;
  const path = getNodePath(node) as JsonPath;
  const isKey = node.parent?.type === 'property' && node.parent.children?.[0] === node;
  const files = isKey ? null : fileKindOf(path);
  if (files) return { kind: 'file', files, span, name: text.slice(span.offset, span.offset + span.length) };
  const table = stringAt(root, ['data', 'file']);
  const known = { kind: 'column' as const, table };
  if (!isKey && path[0] === 'data' && path[1] === 'derived') {
    const part = nameInFormula(text, span, offset);
    return { ...known, isInFormula: true, taken: [], span: part, name: text.slice(part.offset, part.offset + part.length) }; // prettier-ignore
  }
  const name = String(getNodeValue(node));
  if (isKey && path.length === 3 && path[0] === 'data' && path[1] === 'classWeights')
    return { kind: 'class', taken: takenAt(root, path, name), span, name };
  if (!isColumnName(path, isKey)) return null;
  return { ...known, isInFormula: false, taken: takenAt(root, path, name), span, name };
}

/** Returns the span between the quotes of a string, the last of which may be missing. */
function insideOf(text: string, { offset, length }: Node): Span {
  const isClosed = length > 1 && text[offset + length - 1] === '"';
  return { offset: offset + 1, length: length - (isClosed ? 2 : 1) };
}

function isColumnName(path: JsonPath, isKey: boolean): boolean {
  const [first, key, item] = path;
  if (first !== 'data') return false;
  if (isKey) return key === 'columns' && path.length === 3;
  const isNamed = path.length === 2 || (path.length === 3 && typeof item === 'number');
  return isNamed && (key === 'target' || key === 'features');
}

function fileKindOf(path: JsonPath): FileKind | null {
  const [first, second] = path;
  if (first === 'gradientCheck' && second === 'compare' && path.length === 2) return 'gradients';
  if (first === 'weights' && path.length === 1) return 'weights';
  const isOfPart = path.length === 3 && (second === 'validation' || second === 'test');
  if (first !== 'data' || !(path.length === 2 || isOfPart)) return null;
  const key = path[path.length - 1];
  return key === 'file' ? 'table' : key === 'images' || key === 'labels' ? 'images' : null;
}

/** Returns the other names of the same list or object, and for a feature the targets, which must not be features. */
function takenAt(root: Node, path: JsonPath, name: string): string[] {
  const key = path[1];
  const names =
    key === 'columns' || key === 'classWeights'
      ? (findNodeAtLocation(root, ['data', key])?.children ?? []).map(({ children }) => String(children?.[0]?.value)) // prettier-ignore
      : [...stringsAt(root, ['data', String(key)]), ...(key === 'features' ? stringsAt(root, ['data', 'target']) : [])]; // prettier-ignore
  return names.filter((each) => each !== name);
}

function stringsAt(root: Node, path: string[]): string[] {
  const node = findNodeAtLocation(root, path);
  const all = node?.type === 'array' ? (node.children ?? []) : node ? [node] : [];
  return all.flatMap(({ type, value }) => (type === 'string' ? [String(value)] : []));
}

const stringAt = (root: Node, path: string[]): string | null => stringsAt(root, path).at(0) ?? null;

/** Returns the span of the identifier, or of the name in backticks, around an offset in a formula. */
function nameInFormula(text: string, { offset: start, length }: Span, at: number): Span {
  const before = text.slice(start, at);
  const after = text.slice(at, start + length);
  const isQuoted = before.split('`').length % 2 === 0;
  const head = (isQuoted ? /`[^`]*$/ : /[\p{L}\p{N}_$]*$/u).exec(before)?.[0] ?? '';
  const tail = (isQuoted ? /^[^`]*`?/ : /^[\p{L}\p{N}_$]*/u).exec(after)?.[0] ?? '';
  return { offset: at - head.length, length: head.length + tail.length };
}
