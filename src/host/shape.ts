import type { Spec } from '../config/spec.js';
import type { LayerSpec } from '../engine/spec.js';
import type { DataFacts, NetworkShape } from '../protocol.js';

/** Names and shape for the drawing; the inputs and outputs are called what the data calls them, once it is known. */
export function shapeOf(spec: Spec, facts: DataFacts | null): NetworkShape | null {
  if (spec.kind === 'function') return null;
  const { layers } = spec;
  return {
    inputNames: facts?.inputNames ?? [],
    layers: layers.map((layer, index) => ({
      units: layer.units,
      activation: layer.activation,
      unitNames: layer.names ?? defaultNames(layers, index, facts),
      weightNames: layer.weightNames,
      biasNames: layer.bias?.names ?? null,
    })),
  };
}

/** The hidden units are h1, h2, … (h2.1 the first of the second of several hidden layers), the outputs o1, o2, …. */
function defaultNames(
  layers: readonly LayerSpec[],
  index: number,
  facts: DataFacts | null,
): readonly string[] {
  const { units } = layers[index];
  if (index === layers.length - 1) {
    const targets = facts?.classes?.length === units ? facts.classes : facts?.targetNames;
    return targets?.length === units ? targets : numbered('o', units);
  }
  return numbered(layers.length === 2 ? 'h' : `h${index + 1}.`, units);
}

function numbered(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}${index + 1}`);
}
