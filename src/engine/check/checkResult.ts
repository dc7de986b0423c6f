import type { Kink, Verdict } from './judge.js';
import type { Unit } from './checkOptions.js';
import type { TensorName } from './parameters.js';

/** The verdict on one parameter. Derivatives are of the objective: mean loss plus penalty. */
export interface ParameterCheck {
  /** The layer, from 1. */
  readonly layer: number;
  readonly tensor: TensorName;
  /** The [unit, input] of a weight, or the [unit] of a bias, from 0. */
  readonly index: readonly number[];
  readonly analytic: number;
  readonly numeric: number;
  /** The error bound of `numeric`. */
  readonly numericError: number;
  /** |a − n| / max(|a|, |n|); 0 where both are below the absolute tolerance. */
  readonly relativeError: number;
  readonly verdict: Verdict;
  /** The kink, if any. Its `at.sample` is a row of the data. */
  readonly kink: Kink | null;
  /** The check of the penalty alone; null where there is none. */
  readonly penalty: PenaltyCheck | null;
}

export interface PenaltyCheck {
  readonly analytic: number;
  readonly numeric: number;
  readonly numericError: number;
  /** `kink`: l1 at a weight of 0. */
  readonly verdict: Verdict;
}

/** The verdict on a random direction through all the parameters. */
export interface DirectionCheck {
  readonly analytic: number;
  readonly numeric: number;
  readonly numericError: number;
  readonly relativeError: number;
  readonly verdict: Verdict;
}

/** The check of a user's `df` against the derivative of `f`, at the values that occur with the data. */
export interface FunctionCheck {
  /** A key of `functions`, or null for the loss. */
  readonly name: string | null;
  /** The range of x (of y) on the data. */
  readonly from: number;
  readonly to: number;
  readonly points: number;
  readonly verdict: 'pass' | 'fail';
  /** The place with the largest relative error of `df`; null where it is right everywhere. */
  readonly worst: FunctionPlace | null;
  /** The number of points in that range where `f` is defined and `df` is not. */
  readonly undefined: number;
}

export interface FunctionPlace {
  readonly x: number;
  /** The target; only for a loss. */
  readonly t: number | null;
  readonly written: number;
  readonly derivative: number;
}

/** The behavior of errors as steps get smaller, which distinguishes right from wrong gradients. */
export interface Evidence {
  /**
   * R(h) = |L(θ + h v) − L(θ) − h g·v| along a random direction v: falls with h² for the right gradient g, with h for a
   * wrong one. `order` is the slope over the steps where R is neither rounding nor outside the range of the series,
   * null where there are none (the objective is linear along v).
   */
  readonly taylor: {
    readonly steps: Float64Array;
    readonly remainders: Float64Array;
    readonly order: number | null;
    /** Whether even the smallest steps cross a kink, so that no order distinguishes right from wrong. */
    readonly isOverKink: boolean;
  };
  /** The relative error of the difference quotients against the analytic derivative, by step. */
  readonly sweep: {
    readonly steps: Float64Array;
    readonly central: Float64Array;
    readonly forward: Float64Array;
  };
}

/** A layer whose activation jumps. Parameters at or before it have no gradient to check. */
export interface NotDifferentiable {
  /** The layer, from 1. */
  readonly layer: number;
  readonly activation: string;
  /** The number of parameters that were left out because of it. */
  readonly parameters: number;
}

export interface ExcludedUnit extends Unit {
  /** The number of parameters that could not be judged because this unit, or only excluded ones, are on a kink. */
  readonly parameters: number;
}

/** Groups the parameters of each tensor, in the order of the network. */
export function byTensor(parameters: readonly ParameterCheck[]): ParameterCheck[][] {
  const tensors = new Map<string, ParameterCheck[]>();
  for (const check of parameters) {
    const key = `${check.layer} ${check.tensor}`;
    const known = tensors.get(key);
    if (known) known.push(check);
    else tensors.set(key, [check]);
  }
  return [...tensors.values()];
}

export interface CheckProgress {
  readonly done: number;
  readonly total: number;
  /** The parameters that were judged since the last progress. */
  readonly parameters: readonly ParameterCheck[];
}

export interface CheckReport {
  /** The mean loss on the checked rows. Where it is not finite, nothing can be checked. */
  readonly loss: number;
  readonly checked: number;
  readonly passed: number;
  readonly failed: number;
  readonly kinks: number;
  readonly maxRelativeError: number;
  /** The parameters in the order of the network. */
  readonly parameters: readonly ParameterCheck[];
  readonly directions: readonly DirectionCheck[];
  readonly functions: readonly FunctionCheck[];
  readonly notDifferentiable: readonly NotDifferentiable[];
  /** What was left out because of excluded units, in the order in which they are given. */
  readonly excluded: readonly ExcludedUnit[];
  /** The rows of the data that were used. */
  readonly samples: readonly number[];
  /** The evidence; null where there was nothing to check. */
  readonly evidence: Evidence | null;
}
