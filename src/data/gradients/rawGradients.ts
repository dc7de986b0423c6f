import type { JSONPath } from 'jsonc-parser';
import {
  informativeDecimals,
  type DigitCounts,
  type GivenGradients,
  type GivenTensor,
} from '../../engine/check/givenGradients.js';
import { byHand, digitCountsOf, roundingOf, stepRounding, type Written } from './rounding.js';

/** A tensor as read from a file. Entries that are not given are null. */
export interface RawTensor {
  readonly shape: readonly number[];
  readonly numbers: readonly (Written | null)[];
  /** The relative rounding error of the type that the numbers are stored in. */
  readonly precision: number;
  /** The path in the file; in an archive, the name. */
  readonly path: JSONPath;
}

export interface RawGradients {
  /** The gradients of each layer of the network. */
  readonly layers: readonly { readonly weights: RawTensor | null; readonly bias: RawTensor | null }[];
  /** The number of layers that the file names. More than the network has is an error. */
  readonly layerCount: number;
  readonly loss: RawTensor | null;
  readonly outputs: RawTensor | null;
}

/** Returns the numbers with their rounding, which is inferred from all of them together. */
export function toGiven({ layers, loss, outputs }: RawGradients): GivenGradients {
  const gradients = layers.flatMap(({ weights, bias }) => [weights, bias]);
  const numbers = gradients.flatMap((tensor) => (tensor ? present(tensor) : []));
  const file = digitCountsOf(numbers);
  const convert = (tensor: RawTensor | null): GivenTensor | null => {
    if (!tensor) return null;
    const filled = tensor.numbers.map((number) => number ?? missing);
    const own = digitCountsOf(present(tensor));
    const counts = own.decimals < informativeDecimals ? finest(own, file) : own;
    const rounding = roundingOf(filled, counts);
    return {
      shape: tensor.shape,
      values: Float64Array.from(filled, ({ value }) => value),
      rounding: rounding.map((half, i) => half + tensor.precision * Math.abs(filled[i].value || 0)),
      ...(counts.decimals <= byHand && counts.digits <= byHand ? { assumed: counts } : {}),
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

function finest(a: DigitCounts, b: DigitCounts): DigitCounts {
  return { decimals: Math.max(a.decimals, b.decimals), digits: Math.max(a.digits, b.digits) };
}
