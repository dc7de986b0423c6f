import type { Floats } from '../engine/model/network.js';

/** A tensor with the name that a file gives it, in row-major order. */
export interface NamedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Floats;
}

/** The error that a file with a trained network cannot be read. The message gives the reason. */
export class ModelError extends Error {}

/** Returns the number of values of a shape. */
export const sizeOf = (shape: readonly number[]): number =>
  shape.reduce((product, size) => product * size, 1);
