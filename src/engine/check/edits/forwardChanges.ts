import { activationOf } from '../../pass/pass.js';
import { activationNames } from '../../model/spec.js';
import type { ForwardChange } from '../mistakes/mistake.js';
import type { Recorded } from '../record.js';
import type { WorkMeter } from '../workMeter.js';
import { toFloat16 } from './elementwise.js';
import { passValues, type PassValues } from './passValues.js';

/** Another forward pass, or other data, that the gradients may have been computed with. */
export interface ForwardVariant {
  readonly change: ForwardChange;
  readonly cost: number;
  readonly pass: () => Generator<undefined, PassValues>;
}

/** What is different in a forward pass. */
interface Differences {
  readonly inputs?: Float64Array;
  readonly targets?: Float64Array;
  /** The factor of the bias of a layer. */
  readonly bias?: (layer: number) => number;
  /** The activation of a layer. */
  readonly activation?: (layer: number) => string | null;
}

/** Returns the forward passes that are tried, the likeliest first. */
export function forwardVariants(recorded: Recorded, meter: WorkMeter): ForwardVariant[] {
  const variant = (change: ForwardChange, cost: number, differences: () => Differences): ForwardVariant => ({
    change, cost, pass: () => forward(recorded, differences(), meter),
  }); // prettier-ignore
  const found = [
    ...ofBiases(recorded, variant),
    ...ofActivations(recorded, variant),
    ...ofInputs(recorded, variant),
    ...ofOrder(recorded, variant),
  ];
  return found.sort((a, b) => a.cost - b.cost);
}

type Make = (change: ForwardChange, cost: number, differences: () => Differences) => ForwardVariant;

/** Returns each layer, and all of them where there are several. */
function places(
  layers: readonly number[],
): { readonly layer: number | null; readonly has: (layer: number) => boolean }[] {
  const each = layers.map((layer) => ({ layer: layer + 1, has: (other: number) => other === layer }));
  return layers.length > 1 ? [...each, { layer: null, has: () => true }] : each;
}

function ofBiases({ layers }: Recorded, variant: Make): ForwardVariant[] {
  const biased = [...layers.keys()].filter((index) => layers[index].layer.bias);
  const kinds = [['bias-left-out', 0, 1], ['bias-subtracted', -1, 1.05], ['bias-twice', 2, 1.2]] as const; // prettier-ignore
  return kinds.flatMap(([kind, factor, cost]) =>
    places(biased).map(({ layer, has }) =>
      variant({ kind, layer }, cost, () => ({ bias: (index) => (has(index) ? factor : 1) })),
    ),
  );
}

function ofActivations({ layers }: Recorded, variant: Make): ForwardVariant[] {
  const active = [...layers.keys()].filter((index) => layers[index].layer.activation !== 'identity');
  const leftOut = places(active).map(({ layer, has }) =>
    variant({ kind: 'activation-left-out', layer }, 1.05, () => ({
      activation: (index) => (has(index) ? 'identity' : null),
    })),
  );
  const hidden = active.filter((index) => index < layers.length - 1);
  if (hidden.length > 1)
    leftOut.push(
      variant({ kind: 'hidden-activations-left-out', layer: null }, 1.06, () => ({
        activation: (index) => (index < layers.length - 1 ? 'identity' : null),
      })),
    );
  const others = [...layers.keys()].flatMap((index) =>
    activationNames
      .filter((name) => name !== layers[index].layer.activation && name !== 'identity' && name !== 'step')
      .map((used) =>
        variant({ kind: 'other-activation', layer: index + 1, used }, 1.3, () => ({
          activation: (at) => (at === index ? used : null),
        })),
      ),
  );
  return [...leftOut, ...others];
}

function ofInputs({ samples: { inputs }, rows }: Recorded, variant: Make): ForwardVariant[] {
  const { columns, values } = inputs;
  const perColumn = (change: (column: Float64Array) => Float64Array) => {
    const changed = new Float64Array(values.length);
    for (let j = 0; j < columns; j++) {
      const column = change(Float64Array.from({ length: rows }, (_, i) => values[i * columns + j]));
      column.forEach((value, i) => (changed[i * columns + j] = value));
    }
    return changed;
  };
  const mean = (column: Float64Array) => column.reduce((sum, x) => sum + x, 0) / rows;
  const centered = (column: Float64Array) => column.map((x) => x - mean(column));
  const scaled = (column: Float64Array, divisor: number) => column.map((x) => x / (divisor || 1));
  const spread = (column: Float64Array, degrees: number) => Math.sqrt(centered(column).reduce((sum, x) => sum + x * x, 0) / degrees); // prettier-ignore
  const kinds: readonly [Extract<ForwardChange, { readonly layer: null }>['kind'], number, (column: Float64Array) => Float64Array][] = [
    ['inputs-standardized', 1.1, (column) => scaled(centered(column), spread(column, rows))],
    ['inputs-standardized', 1.15, (column) => scaled(centered(column), spread(column, rows - 1))],
    ['inputs-centered', 1.15, centered],
    ['inputs-scaled', 1.15, (column) => { const least = column.reduce((a, b) => Math.min(a, b)); const most = column.reduce((a, b) => Math.max(a, b)); return scaled(column.map((x) => x - least), most - least); }],
    ['inputs-scaled', 1.2, (column) => scaled(column, column.reduce((a, b) => Math.max(a, Math.abs(b)), 0))],
    ['inputs-scaled', 1.2, (column) => scaled(column, 255)],
    ['inputs-float16', 1.2, (column) => column.map(toFloat16)],
    ['inputs-rounded', 1.3, (column) => column.map(Math.round)],
  ]; // prettier-ignore
  return kinds.map(([kind, cost, change]) =>
    variant({ kind, layer: null }, cost, () => ({ inputs: perColumn(change) })),
  );
}

/** The number of samples up to which every order of the targets is tried. */
const fewSamples = 4;

/** Returns passes whose samples have the targets of others. */
function ofOrder({ samples: { targets }, rows }: Recorded, variant: Make): ForwardVariant[] {
  const { columns, values } = targets;
  const orders = [
    Array.from({ length: rows }, (_, i) => rows - 1 - i),
    Array.from({ length: rows }, (_, i) => (i + 1) % rows),
    Array.from({ length: rows }, (_, i) => (i + rows - 1) % rows),
    ...(rows <= fewSamples ? permutations(rows) : []),
  ];
  const isOrdered = (order: readonly number[]) => order.every((from, i) => from === i);
  const distinct = new Map(orders.map((order) => [order.join(), order]));
  return [...distinct.values()]
    .filter((order) => !isOrdered(order))
    .map((order) =>
      variant({ kind: 'samples-in-another-order', layer: null }, 1.15, () => ({
        targets: Float64Array.from({ length: values.length }, (_, i) => values[order[Math.floor(i / columns)] * columns + (i % columns)]), // prettier-ignore
      })),
    );
}

function permutations(count: number): number[][] {
  if (count === 0) return [[]];
  return permutations(count - 1).flatMap((rest) =>
    Array.from({ length: count }, (_, at) => [...rest.slice(0, at), count - 1, ...rest.slice(at)]),
  );
}

function* forward(
  recorded: Recorded,
  { inputs, targets, bias = () => 1, activation = () => null }: Differences,
  meter: WorkMeter,
): Generator<undefined, PassValues> {
  const own = passValues(recorded);
  const pass = { ...own, inputs: inputs ?? own.inputs, targets: targets ?? own.targets };
  if (targets && !inputs) return pass;
  const [nets, outputs]: Float64Array[][] = [[], []];
  let before = pass.inputs;
  for (const [index, { layer }] of recorded.layers.entries()) {
    const { units } = layer;
    const [z, y] = [new Float64Array(recorded.rows * units), new Float64Array(recorded.rows * units)];
    for (let row = 0; row < recorded.rows; row++) {
      if (meter.spend(units * (layer.inputs + 40))) yield undefined;
      for (let unit = 0; unit < units; unit++) {
        let sum = layer.bias ? bias(index) * layer.bias[layer.biasShared ? 0 : unit] : 0;
        for (let i = 0; i < layer.inputs; i++)
          sum += layer.weights[unit * layer.inputs + i] * before[row * layer.inputs + i];
        z[row * units + unit] = sum;
      }
      activationOf(recorded.network, activation(index) ?? layer.activation).forward(
        z,
        y,
        row,
        row + 1,
        units,
      );
    }
    nets.push(z);
    outputs.push(y);
    before = y;
  }
  return { ...pass, nets, outputs };
}
