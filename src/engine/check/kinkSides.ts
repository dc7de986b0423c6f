import { applied, passBack, unitSums, weightGradient, type Derivative } from './passBack.js';
import type { WorkMeter } from './workMeter.js';
import type { Crossing } from './moved.js';
import type { Recorded, RecordedLayer } from './record.js';
import { regionsOfActivation, regionsOfLoss, type Points, type Regions } from './regions.js';
import { outputGradient } from './roundedRows.js';

/** A pass with the derivatives at kinks taken from one side. */
export interface KinkSide {
  readonly recorded: Recorded;
  /** The kinks where the derivative differs from the engine's own. */
  readonly places: readonly Crossing[];
}

/** The relative distance from a kink within which a value may be on either side of it. */
const near = 1e-9;

/** The largest number of layers tried one by one. With more, they are only tried all together. */
const mostLayers = 8;

/** Which kinks are taken from which side. `at` is a layer's index, `loss`, or null for all. */
interface Choice {
  readonly side: 1 | -1;
  readonly at: number | 'loss' | null;
}

/**
 * Returns the same pass with the derivatives at its kinks taken from the other side: relu′(0) = 1 where the engine has
 * 0. The first takes all kinks at once, the next those of each layer, and of the loss, separately. Empty where there
 * are none.
 */
export function* kinkSides(recorded: Recorded, meter: WorkMeter): Generator<undefined, KinkSide[]> {
  const shifts = shiftsOf(recorded);
  const places = [...shifts.keys()];
  const choices = [null, ...(places.length > 1 && places.length <= mostLayers ? places : [])];
  const sides: KinkSide[] = [];
  if (places.length === 0) return sides;
  for (const at of choices)
    for (const side of [1, -1] as const) {
      const taken = yield* fromSide(recorded, shifts, { side, at }, meter);
      if (taken.places.length > 0) sides.push(taken);
    }
  return sides;
}

/** Returns the elements of each layer, and of the loss, that are on a kink. */
function shiftsOf(recorded: Recorded): Map<number | 'loss', readonly number[]> {
  const { network, layers, samples, fused } = recorded;
  const found = new Map<number | 'loss', readonly number[]>();
  const add = (key: number | 'loss', regions: Regions | null, points: Points) => {
    const elements = regions && !regions.soft ? onBorder(regions, points) : [];
    if (elements.length > 0) found.set(key, elements);
  };
  for (const [index, { layer, nets }] of layers.entries())
    add(index, regionsOfActivation(network, layer.activation), { x: nets, t: new Float64Array(nets.length) });
  const { passed } = layers[layers.length - 1];
  const t = Float64Array.from(samples.targets.values);
  add('loss', fused ? null : regionsOfLoss(network), { x: passed, t });
  return found;
}

function onBorder(regions: Regions, points: Points): number[] {
  const elements = new Set<number>();
  for (const side of [1, -1]) {
    const x = points.x.map((value) => shifted(value, side));
    for (const element of regions.crossings(points, { x, t: points.t }, x.length)) elements.add(element);
  }
  return [...elements];
}

const shifted = (value: number, side: number): number => value + side * near * Math.max(1, Math.abs(value));

function* fromSide(
  recorded: Recorded,
  shifts: ReadonlyMap<number | 'loss', readonly number[]>,
  { side, at }: Choice,
  meter: WorkMeter,
): Generator<undefined, KinkSide> {
  const shift = (values: Float64Array, key: number | 'loss') => {
    const elements = at === null || at === key ? (shifts.get(key) ?? []) : [];
    const moved = Float64Array.from(values);
    for (const element of elements) moved[element] = shifted(values[element], side);
    return moved;
  };
  const places: Crossing[] = [];
  const layers: RecordedLayer[] = [];
  const last = recorded.layers.length - 1;
  for (let index = last; index >= 0; index--) {
    const own = recorded.layers[index];
    let deltas: Float64Array;
    if (index === last && recorded.fused) deltas = own.deltas;
    else {
      deltas = index === last ? outputError(recorded, shift(own.passed, 'loss')) : yield* passBack(recorded.layers[index + 1], layers[0].deltas, meter); // prettier-ignore
      yield* applied(derivativeAt(own, shift(own.nets, index)), own, deltas, meter);
    }
    const here: Crossing[] = [];
    for (const key of index === last ? ([index, 'loss'] as const) : [index])
      for (const element of shifts.get(key) ?? [])
        if ((at === null || at === key) && deltas[element] !== own.deltas[element])
          here.push(crossingOf(own, key, element));
    places.unshift(...here);
    layers.unshift({ ...own, deltas });
  }
  const gradients: Recorded['gradients'][number][] = [];
  for (const each of layers) {
    const sums = unitSums(each.deltas, each.layer.units);
    const shared = () => Float64Array.of(sums.reduce((sum, value) => sum + value, 0));
    gradients.push({
      weights: yield* weightGradient(each, each.deltas, meter),
      bias: each.layer.bias && (each.layer.biasShared ? shared() : sums),
    });
  }
  return { recorded: { ...recorded, layers, gradients }, places };
}

function outputError(recorded: Recorded, outputs: Float64Array): Float64Array {
  const gradient = new Float64Array(outputs.length);
  outputGradient(recorded, outputs, gradient, 0, recorded.rows);
  return gradient;
}

function derivativeAt({ activation, layer }: RecordedLayer, nets: Float64Array): Derivative {
  const outputs = new Float64Array(nets.length);
  activation.forward(nets, outputs, 0, nets.length / layer.units, layer.units);
  return (e, from, to) => activation.backward(nets, outputs, e, from, to, layer.units);
}

function crossingOf({ layer }: RecordedLayer, key: number | 'loss', element: number): Crossing {
  return {
    layer: key === 'loss' ? null : key + 1,
    unit: element % layer.units,
    sample: Math.floor(element / layer.units),
  };
}
