import type { TensorName } from '../../engine/check/parameters.js';

/** The shape of a layer that its gradients must fit. */
export interface LayerShape {
  readonly units: number;
  /** The number of inputs; null where it depends on data that could not be read. */
  readonly inputs: number | null;
}

/** A tensor with its name in a file. */
export interface NamedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  /** The layer's index where it follows from the position in the file; null where it can only follow from the name. */
  readonly layer: number | null;
}

/** The parameters that a tensor of a file is the gradient of; the layer is an index. */
export interface Placement {
  readonly layer: number;
  readonly tensor: TensorName;
}

/** The meaning of a tensor's name. */
interface ParsedName {
  readonly tensor: TensorName;
  /** Other words in the name, such as "hidden" or "fc". */
  readonly words: string;
  readonly number: number | null;
  /** Whether the name is marked as a gradient's, as dW1 is and W1 is not. */
  readonly isGradient: boolean;
}

const kind = /^(d|g|grad|∂|∇)?(?:(w|weights?|kernels?|theta)|(b|bias|biases))(\d*)$/i;
const mark = /^(d|g|grads?|gradients?|nabla|∂|∇|[d∂][a-z])$/i;
const filler = /^(model|module|net|network|layers?|params?|parameters?|[elj])$/i;

/** Parses a name such as dW1, fc1.bias, 0.weight, dE_dW[2] or dense/kernel:0. Returns null where it is not understood. */
export function parseName(name: string): ParsedName | null {
  const tokens = name
    .replace(/:\d+$/, '')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .split(/[^\p{L}\p{N}∂∇]+/u)
    .filter(Boolean);
  const at = tokens.findLastIndex((token) => kind.test(token));
  if (at < 0) return null;
  const [, prefix, weights, , digits] = kind.exec(tokens[at])!;
  const after = tokens.slice(at + 1).find((token) => /^\d+$/.test(token));
  const others = tokens.filter((_, i) => i !== at);
  const before = tokens.slice(0, at).flatMap((token) => /\d+$/.exec(token)?.[0] ?? []);
  const number = [digits, after, before.at(-1)].find(Boolean);
  const words = others
    .map((token) => token.replace(/\d+$/, '').toLowerCase())
    .filter((word) => word && !mark.test(word) && !filler.test(word));
  return {
    tensor: weights ? 'weights' : 'bias',
    words: words.join(' '),
    number: number === undefined ? null : Number(number),
    isGradient: Boolean(prefix) || others.some((token) => mark.test(token)),
  };
}

/**
 * Returns the parameters that each tensor is the gradient of, judged by names and shapes; null for tensors that are not
 * understood. The layer may be one that the network does not have.
 */
export function placeTensors(
  tensors: readonly NamedTensor[],
  layers: readonly LayerShape[],
): (Placement | null)[] {
  const parsed = isPositional(tensors) ? byPosition(tensors) : withoutParameters(tensors);
  const counted = parsed.flatMap((each, i) => (each && tensors[i].layer === null ? [each] : []));
  const ways = waysToCount(counted, layers.length);
  const placed = ways.map((layerOf) =>
    parsed.map((each, i) => each && { layer: tensors[i].layer ?? layerOf(each), tensor: each.tensor }),
  );
  const isInside = (all: (Placement | null)[]) => all.every((at) => !at || at.layer < layers.length);
  const fit = (all: (Placement | null)[]) =>
    isInside(all) && all.every((at, i) => !at || fits(tensors[i].shape, layers[at.layer], at.tensor));
  return placed.find(fit) ?? placed.find(isInside) ?? placed[0];
}

/** Matches the names that np.savez gives unnamed arrays: arr_0, arr_1, …. */
const positional = /^arr_\d+$/;

function isPositional(tensors: readonly NamedTensor[]): boolean {
  return tensors.length > 0 && tensors.every(({ name, layer }) => layer === null && positional.test(name));
}

/** Assigns unnamed arrays by position: one of two or more dimensions starts a layer; any other is that layer's bias. */
function byPosition(tensors: readonly NamedTensor[]): (ParsedName | null)[] {
  let number = 0;
  return tensors.map(({ shape }): ParsedName | null => {
    const isWeights = shape.length > 1;
    if (isWeights) number++;
    if (number === 0) return null;
    return { tensor: isWeights ? 'weights' : 'bias', words: '', number, isGradient: true };
  });
}

/** Parses the names. Where some of them are marked as gradients, the others are parameters and become null. */
function withoutParameters(tensors: readonly NamedTensor[]): (ParsedName | null)[] {
  const parsed = tensors.map(({ name }) => parseName(name));
  const isMarked = parsed.some((each) => each?.isGradient);
  return parsed.map((each, i) => (isMarked && !each?.isGradient && tensors[i].layer === null ? null : each));
}

type Count = (name: ParsedName) => number;

/** Returns the ways to derive layer indices from the numbers and words of names, the likeliest first. */
function waysToCount(names: readonly ParsedName[], count: number): Count[] {
  const keyOf = ({ words, number }: ParsedName) => `${words} ${number}`;
  const groups = new Map(names.map((name) => [keyOf(name), name]));
  const numbers = [...groups.values()].map(({ number }) => number);
  const isNumbered = numbers.every((number) => number !== null) && new Set(numbers).size === numbers.length;
  const ordered = isNumbered
    ? [...groups.values()].sort((a, b) => (a.number ?? 0) - (b.number ?? 0))
    : [...groups.values()];
  const ranks = new Map(ordered.map((name, rank) => [keyOf(name), rank]));
  const byRank: Count = (name) => ranks.get(keyOf(name)) ?? 0;
  if (!isNumbered) return [byRank];
  const first = numbers.includes(0) ? 0 : 1;
  const byNumber: Count = ({ number }) => (number ?? 0) - first;
  // PyTorch's Sequential counts activations as well. But with names for some layers only, ranks would be wrong.
  return groups.size === count ? [byNumber, byRank] : [byNumber];
}

function fits(shape: readonly number[], { units, inputs }: LayerShape, tensor: TensorName): boolean {
  const size = shape.reduce((product, n) => product * n, 1);
  if (tensor === 'bias') return size === units || size === 1;
  if (inputs === null) return shape.includes(units);
  return size === units * inputs || size === units * (inputs + 1);
}
