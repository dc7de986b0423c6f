import type { Layer } from '../network.js';
import type { LayerSpec } from '../spec.js';

/** The names of inputs, units and parameters. The layers passed in count from 1, everything else from 0. */
export interface Names {
  input(index: number): string;
  unit(layer: number, unit: number): string;
  weight(layer: number, unit: number, input: number): string;
  /** `unit` is null where the layer shares its bias. */
  bias(layer: number, unit: number | null): string;
}

export interface NameSource {
  /** Null where the data gives none: x1, x2, …. */
  readonly inputs: readonly string[] | null;
  /** Of the units of the last layer; null where the data gives none: o1, o2, …. */
  readonly outputs: readonly string[] | null;
  readonly layers: readonly (Pick<LayerSpec, 'names' | 'weightNames'> & {
    readonly bias: Pick<NonNullable<LayerSpec['bias']>, 'names'> | null;
  })[];
}

/** What names need to know of a layer. */
type Sized = Pick<Layer, 'inputs'> & { readonly weights: { readonly length: number } };

/** A network with more weights than this calls them by their place instead of counting them through. */
export const mostCounted = 100;

/**
 * The config's names; else those of the textbooks: inputs x1…, hidden units h1… (h2_1 the first of the second of
 * several hidden layers), outputs o1…, weights w1… counted through in reading order. Where the network is large or the
 * config names some of the weights, the others are w2[1,4]: layer, unit, input, each from 1. Biases are b1 (of a layer) and b_h1.
 */
export function createNames(source: NameSource, network: { readonly layers: readonly Sized[] }): Names {
  const { layers } = network;
  const total = layers.reduce((sum, { weights }) => sum + weights.length, 0);
  const counted = total <= mostCounted && source.layers.every(({ weightNames }) => weightNames === null);
  const starts = startsOf(layers);
  const names: Names = {
    input: (index) => source.inputs?.[index] ?? `x${index + 1}`,
    unit(layer, unit) {
      const own = source.layers[layer - 1].names?.[unit];
      if (own !== undefined) return own;
      if (layer === layers.length) return source.outputs?.[unit] ?? `o${unit + 1}`;
      return layers.length === 2 ? `h${unit + 1}` : `h${layer}_${unit + 1}`;
    },
    weight(layer, unit, input) {
      const own = source.layers[layer - 1].weightNames?.[unit]?.[input];
      if (own !== undefined) return own;
      const at = starts[layer - 1] + unit * layers[layer - 1].inputs + input;
      return counted ? `w${at + 1}` : `w${layer}[${unit + 1},${input + 1}]`;
    },
    bias(layer, unit) {
      const own = source.layers[layer - 1].bias?.names?.[unit ?? 0];
      return own ?? (unit === null ? `b${layer}` : `b_${names.unit(layer, unit)}`);
    },
  };
  return names;
}

function startsOf(layers: readonly Sized[]): number[] {
  const starts: number[] = [];
  let next = 0;
  for (const { weights } of layers) {
    starts.push(next);
    next += weights.length;
  }
  return starts;
}

/** A name as LaTeX: h2_1 with its numbers below, w2[1,4] with the layer above, words upright. */
export function nameLatex(name: string): string {
  const indexed = /^([A-Za-z])(\d+)\[(\d+),(\d+)\]$/.exec(name);
  if (indexed) return `${indexed[1]}^{(${indexed[2]})}_{${indexed[3]},${indexed[4]}}`;
  const numbered = /^([A-Za-z])(\d+(?:_\d+)?)?$/.exec(name);
  if (numbered) return numbered[2] ? `${numbered[1]}_{${numbered[2].replace('_', ',')}}` : numbered[1];
  const bias = /^b_(.+)$/.exec(name);
  if (bias) return `b_{${nameLatex(bias[1])}}`;
  return `\\text{${name.replace(/[\\{}$&#^_%~]/g, (character) => escapes[character])}}`;
}

const escapes: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash ', '{': '\\{', '}': '\\}', $: '\\$', '&': '\\&', '#': '\\#', '^': '\\textasciicircum ',
  _: '\\_', '%': '\\%', '~': '\\textasciitilde ',
}; // prettier-ignore
