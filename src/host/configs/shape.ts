import { nameSource } from '../../config/nameSource.js';
import type { NetworkConfig, Spec } from '../../config/spec.js';
import { createNames, mostCounted } from '../../engine/trace/names.js';
import type { DataFacts, NetworkShape } from '../../protocol.js';

type Named = Pick<DataFacts, 'inputNames' | 'targetNames' | 'classes'>;

const unknown: Named = { inputNames: [], targetNames: [], classes: null };

/** Returns the shape and the names for the diagram, the same names as in a trace; those of inputs once the data is known. */
export function shapeOf(spec: NetworkConfig, facts: Named | null): NetworkShape;
export function shapeOf(spec: Spec, facts: Named | null): NetworkShape | null;
export function shapeOf(spec: Spec, facts: Named | null): NetworkShape | null {
  if (spec.kind === 'function') return null;
  const known = facts ?? unknown;
  const sizes = spec.layers.map(({ units }, i) => {
    const inputs = i === 0 ? known.inputNames.length : spec.layers[i - 1].units;
    return { inputs, units, weights: { length: inputs * units } };
  });
  const source = nameSource(spec, known);
  const names = createNames(source, { layers: sizes });
  const all = sizes.reduce((sum, { weights }) => sum + weights.length, 0) <= mostCounted;
  return {
    inputNames: known.inputNames.map((_, input) => names.input(input)),
    layers: spec.layers.map(({ activation, bias }, i) => {
      const { units, inputs } = sizes[i];
      const each = <T>(count: number, name: (index: number) => T) => Array.from({ length: count }, (_, at) => name(at)); // prettier-ignore
      return {
        units,
        activation,
        unitNames: each(units, (unit) => names.unit(i + 1, unit)),
        weightNames:
          all && facts
            ? each(units, (unit) => each(inputs, (input) => names.weight(i + 1, unit, input)))
            : source.layers[i].weightNames,
        biasNames:
          bias && each(bias.shared ? 1 : units, (unit) => names.bias(i + 1, bias.shared ? null : unit)),
      };
    }),
  };
}
