import type { JSONPath, Node } from 'jsonc-parser';
import type { TensorName } from '../../engine/check/parameters.js';
import { parseName, placeTensors, type LayerShape, type NamedTensor } from './placeTensors.js';

/** A value in a JSON file that may be a tensor. */
export interface Found extends NamedTensor {
  readonly node: Node;
  readonly path: JSONPath;
  /** The offset for a warning about its name. */
  readonly offset: number;
}

/** A value that was identified as the gradient of a tensor; the layer is an index. */
export interface Placed extends Found {
  readonly at: { readonly layer: number; readonly tensor: TensorName };
}

/** Matches the keys of objects around the gradients that do not identify a layer. */
const wrappers = /^(gradients?|grads?|layers|parameters|params|state_dict)$/i;
const others = new Set(['loss', 'outputs']);

/** Returns all named values in a JSON file. Those in a list of layers have a layer index. */
export function findTensors(root: Node): Found[] {
  return root.type === 'array' ? inList(root, []) : inObject(root, [], '');
}

function inObject(node: Node, path: JSONPath, prefix: string): Found[] {
  return (node.children ?? []).flatMap((property): Found[] => {
    const [key, value] = [property.children?.at(0), property.children?.at(1)];
    if (!key || !value) return [];
    const name = String(key.value);
    const at = [...path, name];
    if (path.length === 0 && others.has(name)) return [];
    if (value.type === 'object')
      return inObject(value, at, wrappers.test(name) ? prefix : `${prefix}${name}.`);
    if (value.type === 'array' && wrappers.test(name)) return inList(value, at);
    return [
      {
        name: `${prefix}${name}`,
        shape: shapeOf(value),
        layer: null,
        node: value,
        path: at,
        offset: key.offset,
      },
    ];
  });
}

/** Reads a list: one of objects has one object per layer; one of lists has weights and biases in alternation. */
function inList(list: Node, path: JSONPath): Found[] {
  const children = list.children ?? [];
  const isPositional = !children.some(({ type }) => type === 'object');
  return children.flatMap((child, index): Found[] => {
    const at = [...path, index];
    if (child.type === 'object') return inObject(child, at, '').map((found) => ({ ...found, layer: index }));
    if (!isPositional || child.type === 'null') return [];
    return [
      {
        name: `arr_${index}`,
        shape: shapeOf(child),
        layer: null,
        node: child,
        path: at,
        offset: child.offset,
      },
    ];
  });
}

/** Returns the shape of a nested list, judged by the first row at each level. */
export function shapeOf(node: Node): number[] {
  if (node.type !== 'array') return [];
  const children = node.children ?? [];
  const row = children.find(({ type }) => type === 'array');
  return [children.length, ...(row ? shapeOf(row) : [])];
}

/** Returns the values identified as gradients, and those whose names are not understood. */
export function placeFound(
  found: readonly Found[],
  layers: readonly LayerShape[],
): { readonly placed: readonly Placed[]; readonly unknown: readonly Found[] } {
  const all = withListsOfLayers(found, layers);
  const places = placeTensors(all, layers);
  const taken = new Set<string>();
  const placed: Placed[] = [];
  const unknown: Found[] = [];
  for (const [i, each] of all.entries()) {
    const at = places[i];
    const key = at && `${at.layer} ${at.tensor}`;
    if (!at || !key || taken.has(key)) {
      unknown.push(each);
      continue;
    }
    taken.add(key);
    placed.push({ ...each, at });
  }
  return { placed, unknown };
}

/** Splits values that are lists with one tensor per layer: "dW": [[[1, 2]], [[3]]], "db": [[1], [2]]. */
function withListsOfLayers(found: readonly Found[], layers: readonly LayerShape[]): Found[] {
  const unnumbered = found.filter(({ name, layer }) => layer === null && parseName(name)?.number === null);
  const isList = unnumbered.some(
    ({ name, shape }) => parseName(name)?.tensor === 'weights' && shape.length > 2,
  );
  return found.flatMap((each): Found[] => {
    const parsed = each.layer === null && unnumbered.includes(each) ? parseName(each.name) : null;
    const depth = parsed?.tensor === 'weights' ? 3 : 2;
    const isOwnList =
      parsed?.tensor === 'bias' &&
      layers.length > 1 &&
      each.shape.length === 2 &&
      each.shape[0] === layers.length;
    if (!parsed || each.shape.length < depth || !(isList || isOwnList)) return [each];
    return (each.node.children ?? []).flatMap((node, layer): Found[] =>
      node.type === 'null'
        ? []
        : [{ ...each, shape: shapeOf(node), layer, node, path: [...each.path, layer], offset: node.offset }],
    );
  });
}
