import type { Layer } from '../../engine/model/network.js';
import { symbolsOf, type Ref } from '../../engine/trace/formula.js';
import type { Place, Quantity } from '../../engine/trace/stepPlace.js';
import type { Step, Trace } from '../../engine/trace/trace.js';
import type { LayerProgress, Lit } from '../../protocol.js';
import { drawnUnits, isDrawn } from '../../jobs/snapshot.js';

/** Returns the numbers for the diagram that the pass has computed up to the step with this index. */
export function progressOf(trace: Trace, index: number): LayerProgress[] {
  return trace.source.network.layers.map((layer, i) => {
    if (!isDrawn(i, trace.source.network.layers.length)) return leftOut;
    const { units, inputs } = layer;
    const places = (quantity: Quantity, parts: number | null) => knownOf(trace, index, { quantity, layer: i + 1 }, units, parts); // prettier-ignore
    const valued = units <= drawnUnits;
    const drawn = valued && inputs <= drawnUnits;
    const drops = trace.indexOf({ quantity: 'dropped', layer: i + 1, unit: 0, part: null }) !== null;
    return {
      outputs: valued ? places(drops ? 'dropped' : 'out', null) : null,
      deltas: valued ? places('delta', null) : null,
      weightGradients: drawn ? places('dE_dw', inputs) : null,
      weights: drawn ? places('update', inputs) : null,
    };
  });
}

const leftOut: LayerProgress = { outputs: null, deltas: null, weightGradients: null, weights: null };

/** Returns the values of a quantity whose steps are done; NaN for the others. No value is computed before its step. */
function knownOf(
  trace: Trace,
  index: number,
  of: Pick<Place, 'quantity' | 'layer'>,
  units: number,
  parts: number | null,
): Float64Array {
  const width = parts ?? 1;
  const values = new Float64Array(units * width).fill(NaN);
  for (let at = 0; at < values.length; at++) {
    const place = { ...of, unit: Math.floor(at / width), part: parts === null ? null : at % width };
    const step = trace.indexOf(place);
    // The steps of a quantity are in the order of the units.
    if (step === null || step > index) return values;
    values[at] = trace.value(place);
  }
  return values;
}

/** Returns the units and weights to highlight: those that a step computes, and those of its operands. */
export function litOf(trace: Trace, step: Step): Lit[] {
  const found = new Map<string, Lit>();
  const add = (lit: Lit): void => {
    const key = `${lit.layer}.${lit.unit}.${lit.input}`;
    if (!found.has(key)) found.set(key, lit);
  };
  for (const place of placesOf(trace, step)) add({ ...place, role: 'result' });
  for (const { ref } of symbolsOf(step.formula))
    for (const place of sourcesOf(trace, ref)) add({ ...place, role: 'operand' });
  return [...found.values()];
}

type Where = Omit<Lit, 'role'>;

function sourcesOf(trace: Trace, ref: Ref): Where[] {
  const { layers } = trace.source.network;
  switch (ref.kind) {
    case 'step':
      return placesOf(trace, trace.head(ref.index));
    case 'input':
      return drawnOnly({ layer: 0, unit: ref.index, input: null }, layers);
    case 'target':
      return drawnOnly({ layer: layers.length, unit: ref.index, input: null }, layers);
    case 'parameter':
      return ref.unit === null ? [] : drawnOnly({ layer: ref.layer, unit: ref.unit, input: ref.input }, layers); // prettier-ignore
    default:
      return [];
  }
}

function placesOf({ source }: Trace, { quantity, layer, unit, part }: Place): Where[] {
  const { layers } = source.network;
  if (unit === null) {
    const count = Math.min(layers[layer - 1].units, drawnUnits + 1);
    const units = Array.from({ length: count }, (_, each) => ({ layer, unit: each, input: null }));
    return units.flatMap((each) => drawnOnly(each, layers));
  }
  const own = { layer, unit, input: null };
  if (quantity === 'path' && part !== null)
    return [own, { layer: layer + 1, unit: part, input: unit }].flatMap((each) => drawnOnly(each, layers));
  const ofUnit = part === null || quantity === 'dout_dnet' || quantity === 'path';
  return drawnOnly(ofUnit ? own : { layer, unit, input: part }, layers);
}

/** Returns the place to highlight. A layer that is drawn as one shape is highlighted by its first unit or weight. */
function drawnOnly({ layer, unit, input }: Where, layers: readonly Layer[]): Where[] {
  const units = layer === 0 ? layers[0].inputs : layers[layer - 1].units;
  const most = input === null ? units : Math.max(units, layers[layer - 1].inputs);
  return [most <= drawnUnits ? { layer, unit, input } : { layer, unit: 0, input: input === null ? null : 0 }];
}
