import { Random } from '../src/engine/maths/random.js';

export interface Batch {
  readonly inputs: Float64Array;
  readonly targets: Float64Array;
}

/** A layer of relu units with parameters as in a problem: weights [units][inputs], then bias [units]. */
export interface HiddenLayer {
  readonly inputs: number;
  readonly units: number;
  readonly parameters: Float64Array;
}

/** Returns the four rows of XOR. First comes the one without gradients of 0, for libraries that take single samples. */
export function xorBatch(): Batch {
  return { inputs: Float64Array.of(1, 1, 1, 0, 0, 1, 0, 0), targets: Float64Array.of(0, 1, 1, 0) };
}

/**
 * Returns random rows, each of a random class. A row with a unit near the kink of its relu is drawn again, since
 * rounding would decide on which side it is, so that correct gradients in float32 and float64 could differ.
 */
export function randomBatch(
  rows: number,
  columns: number,
  classes: number,
  hidden: readonly HiddenLayer[],
): Batch {
  const random = new Random(1, 'generator');
  const inputs = new Float64Array(rows * columns);
  const targets = new Float64Array(rows * classes);
  for (let row = 0; row < rows; row++) {
    const values = inputs.subarray(row * columns, (row + 1) * columns);
    do fillUniform(values, random, 1);
    while (distanceToKink(values, hidden) < margin);
    targets[row * classes + random.below(classes)] = 1;
  }
  return { inputs, targets };
}

/** Fills an array with numbers that float32 represents, uniform on ±limit. */
export function fillUniform(values: Float64Array, random: Random, limit: number): Float64Array {
  for (let i = 0; i < values.length; i++) values[i] = Math.fround(limit * (2 * random.uniform() - 1));
  return values;
}

/** A distance well above the rounding error of a sum of a thousand products in float32. */
const margin = 5e-6;

/** Returns the smallest absolute net input of all hidden units. */
function distanceToKink(row: Float64Array, hidden: readonly HiddenLayer[]): number {
  let smallest = Infinity;
  let x = row;
  for (const { inputs, units, parameters } of hidden) {
    const outputs = new Float64Array(units);
    for (let unit = 0; unit < units; unit++) {
      let net = parameters[units * inputs + unit];
      for (let k = 0; k < inputs; k++) net += parameters[unit * inputs + k] * x[k];
      smallest = Math.min(smallest, Math.abs(net));
      outputs[unit] = Math.max(0, net);
    }
    x = outputs;
  }
  return smallest;
}
