import { findNodeAtLocation, parseTree, type Node } from 'jsonc-parser';
import type { DataFile } from '../file.js';

/**
 * Where an entry of the gradients stands, line and column from 1; null where the file has no lines.
 * @param layer from 1
 * @param index [unit, input] of a weight, [unit] of a bias
 */
export type PlaceInFile = (
  layer: number,
  tensor: 'weights' | 'bias',
  index: readonly number[],
) => { readonly file: string; readonly line: number; readonly column: number } | null;

/** Places in a JSON file that was read before. A tensor of another shape than the parameters' is pointed at as a whole. */
export function placesIn({ path }: DataFile, text: string): PlaceInFile {
  let root: Node | undefined;
  return (layer, tensor, index) => {
    root ??= parseTree(text, [], { allowTrailingComma: true });
    const at = ['layers', layer - 1, tensor];
    const node = root && (findNodeAtLocation(root, [...at, ...index]) ?? findNodeAtLocation(root, at));
    if (!node) return null;
    const before = text.slice(0, node.offset).split('\n');
    return { file: path, line: before.length, column: before[before.length - 1].length + 1 };
  };
}
