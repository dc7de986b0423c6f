import type { LossName, Precision } from '../src/engine/model/spec.js';

/*
 * A contestant is a process that runs during the whole benchmark, so that it stays warm, and is idle between requests.
 * It sends its version first, then answers each line of JSON on standard input with one on standard output.
 */

/**
 * A network with its batch, stored in a folder: this object as problem.json, and the numbers as little-endian float64
 * in inputs.f64 [rows][inputs], targets.f64 [rows][outputs] and parameters.f64, which has the weights [units][inputs]
 * and the bias [units] of each layer.
 */
export interface Problem {
  readonly name: string;
  readonly precision: Precision;
  readonly inputs: number;
  readonly rows: number;
  readonly layers: readonly ProblemLayer[];
  readonly loss: LossName;
  readonly learningRate: number;
}

export interface ProblemLayer {
  readonly inputs: number;
  readonly units: number;
  readonly activation: string;
  /** Whether biases are trained; else they are frozen and shared among the units. */
  readonly biasTrained: boolean;
}

export interface Hello {
  /** The versions of the library and of the program that runs it. */
  readonly version: string;
}

export type Request =
  /** Writes the gradients at the start, in the shape of parameters.f64, to the file `into`. */
  | { readonly do: 'gradients'; readonly problem: string; readonly into: string }
  /** Runs training steps for about `seconds` seconds. */
  | { readonly do: 'step'; readonly problem: string; readonly seconds: number }
  /** Runs `steps` steps from the start. */
  | { readonly do: 'train'; readonly problem: string; readonly steps: number }
  /** Checks every gradient against a numeric one. */
  | { readonly do: 'gradient-check'; readonly problem: string }
  /** Loads a CSV file of numbers with a header into memory; `target` names one of its columns. */
  | { readonly do: 'csv'; readonly file: string; readonly target: string };

export type Answer =
  | Timed
  /** The contestant does not support the request, and why. */
  | { readonly refused: string }
  | { readonly error: string };

export interface Timed {
  /** The time of one step, or of the whole, in microseconds. */
  readonly us: number;
  /** The number of threads at work. */
  readonly threads: number;
  /** The result: of `train` the loss, of `gradient-check` the number of right parameters, of `csv` the sum. */
  readonly value: number | null;
}
