import type { LossName, Precision } from '../src/engine/spec.js';

/*
 * A contestant is a process that lives through the whole benchmark, so that it is warm, and does nothing until it is
 * asked. It says hello, then answers each line of JSON on standard input with one on standard output.
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
  /** Frozen and shared among the units otherwise. */
  readonly biasTrained: boolean;
}

export interface Hello {
  /** Of the library, and of what runs it. */
  readonly version: string;
}

export type Request =
  /** The gradients at the start, in the shape of parameters.f64, are written to the file `into`. */
  | { readonly do: 'gradients'; readonly problem: string; readonly into: string }
  /** Training steps for about so long. */
  | { readonly do: 'step'; readonly problem: string; readonly seconds: number }
  /** So many steps from the start. */
  | { readonly do: 'train'; readonly problem: string; readonly steps: number }
  /** Every gradient checked against numeric ones. */
  | { readonly do: 'gradient-check'; readonly problem: string }
  /** A CSV file of numbers with a header, loaded into memory; one of its columns is called `target`. */
  | { readonly do: 'csv'; readonly file: string; readonly target: string };

export type Answer =
  | Timed
  /** It cannot do this; why. */
  | { readonly refused: string }
  | { readonly error: string };

export interface Timed {
  /** Microseconds of one step, or of the whole. */
  readonly us: number;
  /** That were at work. */
  readonly threads: number;
  /** What came out: of `train` the loss, of `gradient-check` the parameters found right, of `csv` the sum. */
  readonly value: number | null;
}
