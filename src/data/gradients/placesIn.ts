import { findNodeAtLocation, parseTree, type JSONPath, type Node } from 'jsonc-parser';
import { Lines } from '../../config/lines.js';
import type { GivenPlace, PlaceOf } from '../../engine/check/givenGradients.js';
import type { RawGradients, RawTensor } from './rawGradients.js';

/** Returns a function for positions in a JSON text that was read before. The first call parses the text again. */
export function placesIn(file: string, text: string, raw: RawGradients | null): PlaceOf {
  let root: Node | undefined;
  let lines: Lines | undefined;
  return (place) => {
    root ??= parseTree(text, [], { allowTrailingComma: true });
    lines ??= new Lines(text);
    const path = pathOf(place, raw);
    const node = path && root && findNodeAtLocation(root, path);
    if (!node) return null;
    const isOneLine = node.type !== 'array' && node.type !== 'object';
    return { file, ...lines.at(node.offset), length: isOneLine ? node.length : 1 };
  };
}

function pathOf(place: GivenPlace, raw: RawGradients | null): JSONPath | null {
  if (place.kind === 'quantity') return [place.name];
  const tensor = place.kind === 'tensor' ? raw?.layers[place.layer - 1]?.[place.tensor] : raw?.[place.kind];
  if (!tensor) return null;
  return place.entry === null ? tensor.path : [...tensor.path, ...indexOf(tensor, place.entry)];
}

/** Returns the multidimensional index of a tensor's entry, given its row-major index. */
function indexOf({ shape }: RawTensor, entry: number): number[] {
  const index: number[] = [];
  let rest = entry;
  for (const n of shape.toReversed()) {
    index.unshift(rest % n);
    rest = Math.floor(rest / n);
  }
  return index;
}
