import type { ASTNode, PropertyASTNode } from 'vscode-json-languageservice';
import type { Span } from './span.js';

/** The node of a value in the text; undefined where the file has none. */
export type Value = ASTNode | undefined;

/** Returns the property with a key. Of duplicate keys the last one counts, as in `JSON.parse`. */
export function property(value: Value, key: string): PropertyASTNode | undefined {
  if (value?.type !== 'object') return undefined;
  return value.properties.findLast((each) => each.keyNode.value === key);
}

/** Returns the position of a node without its other properties. */
export const spanOf = ({ offset, length }: Span): Span => ({ offset, length });

/** Returns the key of a value, or the value itself where it is an array's item. */
export const keyOf = (value: ASTNode): ASTNode =>
  value.parent?.type === 'property' ? value.parent.keyNode : value;

export const member = (value: Value, key: string): Value => property(value, key)?.valueNode;

/** Returns the span to underline for a block: the value of the first of the keys that it has, else its opening bracket. */
export function placeOf(block: ASTNode, ...keys: readonly string[]): Span {
  for (const key of keys) {
    const value = member(block, key);
    if (value) return value;
  }
  return { offset: block.offset, length: 1 };
}

export const asNumber = (value: Value): number | undefined =>
  value?.type === 'number' ? value.value : undefined;

export const asString = (value: Value): string | undefined =>
  value?.type === 'string' ? value.value : undefined;

export const asBoolean = (value: Value): boolean | undefined =>
  value?.type === 'boolean' ? value.value : undefined;

export const asItems = (value: Value): readonly ASTNode[] | undefined =>
  value?.type === 'array' ? value.items : undefined;
