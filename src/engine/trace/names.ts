import type { Layer } from '../model/network.js';
import type { LayerSpec } from '../model/spec.js';

/** Returns the names of inputs, units and parameters. The layers passed in count from 1, all other indices from 0. */
export interface Names {
  input(index: number): string;
  unit(layer: number, unit: number): string;
  weight(layer: number, unit: number, input: number): string;
  /** `unit` is null where the layer shares its bias. */
  bias(layer: number, unit: number | null): string;
}

export interface NameSource {
  /** The names of the inputs; null where the data has none, so that they are named x1, x2, …. */
  readonly inputs: readonly string[] | null;
  /** The names of the last layer's units; null where the data has none, so that they are named o1, o2, …. */
  readonly outputs: readonly string[] | null;
  readonly layers: readonly (Pick<LayerSpec, 'names' | 'weightNames'> & {
    readonly bias: Pick<NonNullable<LayerSpec['bias']>, 'names'> | null;
  })[];
}

/** The part of a layer that names depend on. */
type Sized = Pick<Layer, 'inputs'> & { readonly weights: { readonly length: number } };

/** The number of weights above which they are named by their place instead of numbered. */
export const mostCounted = 100;

/**
 * Creates the names of the config, or else those of the textbooks: inputs x1…, hidden units h1… (h2_1 is the first unit of
 * the second of several hidden layers), outputs o1…, weights w1… numbered in reading order. Where the network is large
 * or the config names some weights, the others are w2[1,4]: layer, unit, input, each from 1. Biases are b1 (of a layer) and b_h1.
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

/** Returns a name as LaTeX: h2_1 with subscripts, w2[1,4] with the layer as a superscript, words upright. */
export function nameLatex(name: string): string {
  const indexed = /^([A-Za-z])(\d+)\[(\d+),(\d+)\]$/.exec(name);
  if (indexed) return `${indexed[1]}^{(${indexed[2]})}_{${indexed[3]},${indexed[4]}}`;
  const numbered = /^([A-Za-z])(\d+(?:_\d+)?)?$/.exec(name);
  if (numbered) return numbered[2] ? `${numbered[1]}_{${numbered[2].replace('_', ',')}}` : numbered[1];
  const bias = /^b_(.+)$/.exec(name);
  if (bias) return `b_{${nameLatex(bias[1])}}`;
  return `\\text{${name.replace(/[\\{}$&#^_%~<>]/g, (character) => escapes[character])}}`;
}

const escapes: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash ', '{': '\\{', '}': '\\}', $: '\\$', '&': '\\&', '#': '\\#', '^': '\\textasciicircum ',
  _: '\\_', '%': '\\%', '~': '\\textasciitilde ', '<': '\\textless ', '>': '\\textgreater ',
}; // prettier-ignore
