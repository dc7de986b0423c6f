import * as l10n from '@vscode/l10n';
import { shorten } from '../../config/characters.js';
import type { Floats } from '../../engine/model/network.js';
import { ModelError, type NamedTensor } from '../namedTensor.js';
import { checkChain, checkFinite, shapeText, type ImportedLayer } from './importedLayer.js';

/** Matches names such as 0.weight, fc1.bias, layer1.weights, dense/kernel:0, W1 and b1. */
const parameter = /^(.*?)(?<![\p{L}])(weights?|kernel|w|bias|biases|b)[._]?(\d*)(?::0)?$/iu;
/** Matches the names that np.savez gives arrays without names. */
const positional = /^arr_\d+$/;
/** The scales that an exported .npz has besides the parameters, and the counter of an optimizer or a normalization. */
const ignored = /^(input|output)_(shift|scale)$/;

/** The tensors of one layer. */
interface Group {
  readonly key: string;
  weights: NamedTensor | null;
  bias: NamedTensor | null;
  /** Whether the name of the weights is that of matrices whose rows belong to the inputs, as in Keras. */
  isKernel: boolean;
}

/**
 * Returns the layers whose weights and biases the tensors are, judged by names and shapes: in the order of the file or,
 * where the layers do not chain in it, of the numbers in the names. Weights of either orientation are understood.
 * @throws ModelError where a tensor is something else, or the layers do not chain
 */
export function layersOf(tensors: readonly NamedTensor[]): ImportedLayer[] {
  const groups = groupsOf(tensors.filter(({ name }) => !ignored.test(name)));
  const sorted = groups.toSorted((a, b) => a.key.localeCompare(b.key, 'en', { numeric: true }));
  const ways = [groups, sorted].flatMap((order) => [false, true].map((isTurned) => ({ order, isTurned })));
  const preferred = ways.toSorted((a, b) => rank(a) - rank(b));
  const found = preferred.find(({ order, isTurned }) => chains(order, isTurned)) ?? preferred[0];
  const layers = found.order.map((group) => layerOf(group, found.isTurned));
  checkChain(layers);
  return layers;
}

/** Ranks a way to read the weights by what their names say about their orientation. */
const rank = ({ order, isTurned }: { order: readonly Group[]; isTurned: boolean }): number =>
  Number(isTurned !== order.every(({ isKernel }) => isKernel));

function groupsOf(tensors: readonly NamedTensor[]): Group[] {
  const groups = new Map<string, Group>();
  let position = 0;
  for (const tensor of tensors) {
    const { name, shape } = tensor;
    const match = parameter.exec(name);
    const isMatrix = shape.length === 2 && !(match && /^b/i.test(match[2]));
    if (!match && !positional.test(name)) throw unknown(tensor);
    if (positional.test(name) && isMatrix) position++;
    const key = match ? `${match[1]}${match[3]}` : String(position);
    const group = groups.get(key) ?? { key, weights: null, bias: null, isKernel: false };
    groups.set(key, group);
    const isBias = match ? /^b/i.test(match[2]) : !isMatrix;
    if (isBias ? group.bias : group.weights) throw unknown(tensor);
    checkShape(tensor, isBias);
    checkFinite(tensor);
    if (isBias) group.bias = tensor;
    else group.weights = tensor;
    group.isKernel ||= match !== null && /^(kernel|w)$/i.test(match[2]);
  }
  return [...groups.values()];
}

function unknown({ name }: NamedTensor): ModelError {
  return new ModelError(
    l10n.t('the tensor "{0}" is neither the weights nor the bias of a dense layer', shorten(name)),
  );
}

function checkShape({ name, shape, values }: NamedTensor, isBias: boolean): void {
  const fits = isBias ? shape.every((size) => size === 1 || size === values.length) : shape.length === 2;
  if (fits && values.length > 0) return;
  throw new ModelError(
    l10n.t(
      'the tensor "{0}" has the shape {1}, which is not that of the weights or the bias of a dense layer',
      shorten(name),
      shapeText(shape),
    ),
  );
}

/** Returns [inputs, units] of a group's weights. */
function sizesOf({ weights }: Group, isTurned: boolean): readonly [number, number] {
  const [rows, columns] = weights?.shape ?? [0, 0];
  return isTurned ? [rows, columns] : [columns, rows];
}

function chains(groups: readonly Group[], isTurned: boolean): boolean {
  return groups.every((group, i) => {
    const [inputs, units] = sizesOf(group, isTurned);
    const before = i === 0 ? inputs : sizesOf(groups[i - 1], isTurned)[1];
    const { bias } = group;
    return inputs === before && (!bias || bias.values.length === units || bias.values.length === 1);
  });
}

function layerOf(group: Group, isTurned: boolean): ImportedLayer {
  const { weights, bias, key } = group;
  if (!weights) throw new ModelError(l10n.t('the bias "{0}" has no weights', shorten(bias?.name ?? key)));
  const [inputs, units] = sizesOf(group, isTurned);
  if (bias && bias.values.length !== units && bias.values.length !== 1)
    throw new ModelError(
      l10n.t(
        'the bias "{0}" has {1} values, but its weights have {2} units',
        shorten(bias.name),
        bias.values.length,
        units,
      ),
    );
  const values = isTurned ? transposed(weights.values, inputs, units) : weights.values;
  return {
    inputs,
    units,
    weights: values,
    bias: bias && (bias.values.length === units ? bias.values : Float64Array.from({ length: units }, () => bias.values[0])), // prettier-ignore
    activation: null,
  };
}

/** Returns a matrix [rows][columns] as [columns][rows]. */
export function transposed(values: Floats, rows: number, columns: number): Floats {
  const turned = values.slice();
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      turned[column * rows + row] = values[row * columns + column];
  return turned;
}
