import { toFloat16 } from './edits/elementwise.js';
import type { GivenGradients, GivenTensor } from './givenGradients.js';

/** The relative rounding error of half precision, and the absolute one near zero. */
const [relative, absolute] = [2 ** -11, 2 ** -25];

/** The decimal digits beyond half precision that the numbers must have together, and the most that one counts for. */
const [leastDigits, mostDigitsEach] = [2, 6];

const tensorsOf = ({ layers }: GivenGradients) =>
  layers.flatMap(({ weights, bias }) => [weights, bias]).filter((tensor) => tensor !== null);

/** Returns whether all numbers are in half precision, and some were given with too many digits for that to be chance. */
export function isFloat16(given: GivenGradients): boolean {
  let evident = 0;
  for (const { values, rounding } of tensorsOf(given))
    for (const [i, value] of values.entries()) {
      if (Number.isNaN(value)) continue;
      const isShortest = value === toFloat16(value) || value === shortest(toFloat16(value));
      if (!isShortest || Math.abs(value) > 65504) return false;
      if (value !== 0) evident += digitsBeyond(value, rounding[i]);
    }
  return evident >= leastDigits;
}

function digitsBeyond(value: number, rounding: number): number {
  return Math.max(0, Math.min(mostDigitsEach, Math.log10(halfUnit(value) / rounding)));
}

/** The most significant digits that a number in half precision needs. */
const mostDigits = 5;

/** Returns the number with the fewest digits that is rounded to a number in half precision. */
function shortest(half: number): number {
  for (let digits = 1; digits < mostDigits; digits++) {
    const value = Number(half.toPrecision(digits));
    if (toFloat16(value) === half) return value;
  }
  return Number(half.toPrecision(mostDigits));
}

/** Returns half a unit in the last place of a number in half precision. */
function halfUnit(value: number): number {
  return Math.max(absolute, 2 ** (Math.floor(Math.log2(Math.abs(value))) - 11));
}

/** Returns numbers with the rounding of half precision, also at each step. */
export function asFloat16(given: GivenGradients): GivenGradients {
  const of = (tensor: GivenTensor | null): GivenTensor | null =>
    tensor && {
      ...tensor,
      rounding: tensor.rounding.map((error, i) => Math.max(error, halfUnit(tensor.values[i]))),
    };
  const { steps } = given;
  return {
    ...given,
    layers: given.layers.map(({ weights, bias }) => ({ weights: of(weights), bias: of(bias) })),
    steps: {
      absolute: Math.max(steps.absolute, absolute),
      relative: Math.max(steps.relative, relative),
    },
  };
}
