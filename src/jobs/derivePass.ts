import { deriveParameter, derivePass, type DerivationOptions } from '../derivation/derive.js';
import type { Document } from '../derivation/document.js';
import type { ParameterPlace } from '../engine/trace/parameterPaths.js';
import type { Trace } from '../engine/trace/trace.js';

/** A derivation, or why there is none: it has too many steps, or no trained parameter has the name. */
export type Derivation = Document | 'tooLong' | 'unknown' | 'notTrained';

/** Derives a pass, or the update of one parameter by its name; null: the whole pass. */
export function derive(trace: Trace, weight: string | null, options: DerivationOptions): Derivation {
  if (weight === null) return derivePass(trace, options) ?? 'tooLong';
  const place = parametersOf(trace).get(weight);
  if (!place) return 'unknown';
  const { layer, unit, input } = place;
  const isTrained = trace.indexOf({ quantity: 'update', layer, unit, part: input }) !== null;
  return deriveParameter(trace, place, options) ?? (isTrained ? 'tooLong' : 'notTrained');
}

/** Returns all weights and biases by their names. */
export function parametersOf({ source: { network, names } }: Trace): Map<string, ParameterPlace> {
  const found = new Map<string, ParameterPlace>();
  network.layers.forEach(({ units, inputs, bias, biasShared }, i) => {
    const layer = i + 1;
    for (let unit = 0; unit < units; unit++) {
      for (let input = 0; input < inputs; input++)
        found.set(names.weight(layer, unit, input), { layer, unit, input });
      if (bias && !biasShared) found.set(names.bias(layer, unit), { layer, unit, input: null });
    }
    if (bias && biasShared) found.set(names.bias(layer, null), { layer, unit: null, input: null });
  });
  return found;
}
