import type { Lit, ParameterPlace, Snapshot } from '../../src/protocol.js';

/**
 * Returns the elements on the paths from a parameter to the outputs, over which its chain rule sums: the parameter, its
 * unit, and everything that the unit leads to.
 */
export function pathsOf({ layer, unit, input }: ParameterPlace, { layers }: Snapshot): Lit[] {
  const first = layers[layer - 1];
  // A bias that all units share has no unit of its own.
  const units = unit === null ? indices(first.units) : [unit];
  const start = units.map((at): Lit => ({ layer, unit: at, input: null, role: 'operand' }));
  const weight: Lit[] = unit === null || input === null ? [] : [{ layer, unit, input, role: 'result' }];
  const later = layers.slice(layer).flatMap((next, index) => {
    const sources = index === 0 ? units : indices(next.inputs);
    const number = layer + 1 + index;
    return indices(next.units).flatMap((at): Lit[] => [
      { layer: number, unit: at, input: null, role: 'operand' },
      ...sources.map((from): Lit => ({ layer: number, unit: at, input: from, role: 'operand' })),
    ]);
  });
  return [...weight, ...start, ...later];
}

const indices = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
