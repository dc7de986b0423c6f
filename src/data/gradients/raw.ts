import type { JSONPath } from 'jsonc-parser';
import { telling, type Fineness, type GivenGradients, type GivenTensor } from '../../engine/check/given.js';
import { byHand, finenessOf, roundingOf, stepRounding, type Written } from './rounding.js';

/** A tensor as it was found in a file; null entries were not given. */
export interface RawTensor {
  readonly shape: readonly number[];
  readonly numbers: readonly (Written | null)[];
  /** Relative rounding of the type the numbers were stored in. */
  readonly precision: number;
  /** Where it is in the file; empty in one without paths. */
  readonly path: JSONPath;
}

export interface RawGradients {
  /** One for each layer of the network. */
  readonly layers: readonly { readonly weights: RawTensor | null; readonly bias: RawTensor | null }[];
  /** How many layers the file names; more than the network has is a mistake. */
  readonly layerCount: number;
  readonly loss: RawTensor | null;
  readonly outputs: RawTensor | null;
}

/** Returns the numbers with what rounding they were given with, inferred from all of them together. */
export function toGiven({ layers, loss, outputs }: RawGradients): GivenGradients {
  const gradients = layers.flatMap(({ weights, bias }) => [weights, bias]);
  const numbers = gradients.flatMap((tensor) => (tensor ? present(tensor) : []));
  const file = finenessOf(numbers);
  const convert = (tensor: RawTensor | null): GivenTensor | null => {
    if (!tensor) return null;
    const filled = tensor.numbers.map((number) => number ?? missing);
    const own = finenessOf(present(tensor));
    const fineness = own.decimals < telling ? finest(own, file) : own;
    const rounding = roundingOf(filled, fineness);
    return {
      shape: tensor.shape,
      values: Float64Array.from(filled, ({ value }) => value),
      rounding: rounding.map((half, i) => half + tensor.precision * Math.abs(filled[i].value || 0)),
      ...(fineness.decimals <= byHand && fineness.digits <= byHand ? { assumed: fineness } : {}),
    };
  };
  return {
    layers: layers.map(({ weights, bias }) => ({ weights: convert(weights), bias: convert(bias) })),
    loss: convert(loss),
    outputs: convert(outputs),
    steps: stepRounding(numbers, file),
  };
}

const missing: Written = { value: NaN, decimals: 0, digits: 0 };

function present({ numbers }: RawTensor): Written[] {
  return numbers.filter((number) => number !== null);
}

function finest(a: Fineness, b: Fineness): Fineness {
  return { decimals: Math.max(a.decimals, b.decimals), digits: Math.max(a.digits, b.digits) };
}
