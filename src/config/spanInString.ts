import type { StringASTNode } from 'vscode-json-languageservice';
import type { Span } from './span.js';

/** Returns the span in the text of characters of a string's value, taking escape sequences into account. */
export function spanInString(text: string, node: StringASTNode, { offset, length }: Span): Span {
  const start = rawOffset(text, node, offset);
  return { offset: start, length: rawOffset(text, node, offset + length) - start };
}

function rawOffset(text: string, node: StringASTNode, index: number): number {
  const end = node.offset + node.length - 1;
  let raw = node.offset + 1;
  for (let left = index; left > 0 && raw < end; left--) {
    raw += text[raw] !== '\\' ? 1 : text[raw + 1] === 'u' ? 6 : 2;
  }
  return Math.min(raw, end);
}
