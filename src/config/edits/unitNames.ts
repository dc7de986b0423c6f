import type { NetworkConfig } from '../spec.js';
import type { JsonPath } from '../span.js';
import { changedAt, typeAt, without } from './textEdits.js';

/** Returns the text with a unit renamed. Where the file names none of the layer's units, all names are written. */
export function withUnitName(
  text: string,
  config: NetworkConfig,
  layer: number | null,
  unit: number,
  names: readonly string[],
): string {
  const path = pathOfNames(config, layer);
  if (typeAt(text, path) === 'array') return changedAt(text, [...path, unit], names[unit]);
  return changedAt(text, path, names, layer === null ? 'inputs' : 'activation');
}

/** Returns the path of the list that names the units of a layer, or the inputs where `layer` is null. */
function pathOfNames({ layers, data }: NetworkConfig, layer: number | null): JsonPath {
  if (layer === null) return ['data', 'inputNames'];
  const { names, units } = layers[layer];
  const targets = data.kind === 'inline' && layer === layers.length - 1 ? data.targetNames : null;
  return names === null && targets?.length === units ? ['data', 'targetNames'] : ['layers', layer, 'names'];
}

/** Returns the text with a name for one more unit, or without that of the last one, where the file names the units. */
export function withNamesFor(text: string, { layers }: NetworkConfig, layer: number, by: 1 | -1): string {
  const { names, units } = layers[layer];
  if (names === null) return text;
  const path = ['layers', layer, 'names'];
  if (by < 0) return without(text, [...path, units - 1]);
  return changedAt(text, [...path, -1], nextName(names, layer === layers.length - 1 ? 'o' : 'h'));
}

/** Returns a name that continues names such as h1 and h2, and that none of them has. */
function nextName(names: readonly string[], otherwise: string): string {
  const prefix = /^(.*\D)\d+$/.exec(names.at(-1) ?? '')?.[1] ?? otherwise;
  let number = names.length + 1;
  while (names.includes(`${prefix}${number}`)) number++;
  return `${prefix}${number}`;
}
