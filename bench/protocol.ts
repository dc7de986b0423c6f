import type { LossName, Precision } from '../src/engine/model/spec.js';

/*
 * A contestant is a process that lives through the whole benchmark, so that it is warm, and does nothing until it gets a
 * request. It sends a greeting, then answers each line of JSON on standard input with one on standard output.
 */

/**
 * A network with its batch, in a folder: this as problem.json, the numbers beside it as float64, little-endian:
 * inputs.f64 [rows][inputs], targets.f64 [rows][outputs], parameters.f64 of each layer weights [units][inputs] and bias
 * [units].
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
