import { maskSymbol } from './forwardFormulas.js';
import { product, sum, type Formula } from './formula.js';
import type { Quantities } from './passQuantities.js';
import { isFused, isSoftmax } from './traceSource.js';
import type { Trace } from './trace.js';

/** A weight, with the `input` it comes from, or a bias (`input` is null; `unit` is null where the layer shares it). */
export interface ParameterPlace {
  /** Counts from 1; the other indices count from 0. */
  readonly layer: number;
  readonly unit: number | null;
  readonly input: number | null;
}

/** The largest number of paths that are written out. */
const mostPaths = 64;

/**
 * Returns ∂E/∂w of the shown sample with the chain rule written out: the sum over all paths from the parameter to an
 * output of the product of their factors. Null where they are too many, or where the pass does not reach the parameter.
 */
export function chainRule({ quantities: q }: Trace, { layer, unit, input }: ParameterPlace): Formula | null {
  if (q.layout.indexOf({ quantity: 'delta', layer, unit: unit ?? 0, part: null }) === null) return null;
  const units = unit === null ? [...Array(q.layer(layer).units).keys()] : [unit];
  if (units.length * countPaths(q, layer) > mostPaths) return null;
  const last = input === null ? [] : [q.input(layer, input)];
  const paths = units.flatMap((each) => factorsOf(q, layer, each));
  return sum(...paths.map((factors) => product(...factors, ...last)));
}

/** Counts the paths from a net input: through its own output, or at softmax through every output of the layer. */
function countPaths(q: Quantities, layer: number): number {
  const own = isSoftmax(q.layer(layer)) && !isFusedOutput(q, layer) ? q.layer(layer).units : 1;
  return layer === q.outputLayer ? own : own * q.layer(layer + 1).units * countPaths(q, layer + 1);
}

const isFusedOutput = (q: Quantities, layer: number) => layer === q.outputLayer && isFused(q.source);

/** Returns ∂E/∂net of a unit as the factors of each path, from the output back to the unit. */
function factorsOf(q: Quantities, layer: number, unit: number): Formula[][] {
  if (isFusedOutput(q, layer)) return [[q.symbol('delta', layer, unit)]];
  const through = isSoftmax(q.layer(layer))
    ? Array.from({ length: q.layer(layer).units }, (_, k) => ({
        out: k,
        slope: q.symbol('dout_dnet', layer, unit, k),
      }))
    : [{ out: unit, slope: q.symbol('dout_dnet', layer, unit) }];
  return through.flatMap(({ out, slope }) => {
    if (layer === q.outputLayer) return [[q.symbol('dE_dout', layer, out), slope]];
    const own = q.drops(layer) ? [maskSymbol(q, layer, out), slope] : [slope];
    const later = Array.from({ length: q.layer(layer + 1).units }, (_, next) => next);
    return later.flatMap((next) =>
      factorsOf(q, layer + 1, next).map((factors) => [...factors, q.parameter(layer + 1, next, out), ...own]),
    );
  });
}
