import { findNodeAtLocation, parseTree, type Node } from 'jsonc-parser';
import type { DataFile } from '../file.js';

/** Where a value of the file stands, line and column from 1; null where the file has none there, or no lines. */
export type PlaceInFile = (
  path: readonly (string | number)[],
) => { readonly file: string; readonly line: number; readonly column: number } | null;

/** Places in a JSON file that was read before. */
export function placesIn({ path: file }: DataFile, text: string): PlaceInFile {
  let root: Node | undefined;
  return (path) => {
    root ??= parseTree(text, [], { allowTrailingComma: true });
    const node = root && findNodeAtLocation(root, [...path]);
    if (!node) return null;
    const before = text.slice(0, node.offset).split('\n');
    return { file, line: before.length, column: before[before.length - 1].length + 1 };
  };
}
