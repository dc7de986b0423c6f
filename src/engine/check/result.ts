import type { Kink, Verdict } from './judge.js';
import type { Unit } from './options.js';
import type { TensorName } from './parameters.js';

/** One parameter's verdict. Derivatives are of the objective: mean loss plus penalty. */
export interface ParameterCheck {
  /** From 1. */
  readonly layer: number;
  readonly tensor: TensorName;
  /** [unit, input] of a weight, [unit] of a bias; from 0. */
  readonly index: readonly number[];
  readonly analytic: number;
  readonly numeric: number;
  /** Bound for what `numeric` may be off by. */
  readonly numericError: number;
  /** |a − n| / max(|a|, |n|), 0 where both are below the absolute tolerance. */
  readonly relativeError: number;
  readonly verdict: Verdict;
  /** A kink's `at.sample` is a row of the data. */
  readonly kink: Kink | null;
  /** The penalty's part by itself; null where there is none. */
  readonly penalty: PenaltyCheck | null;
}

export interface PenaltyCheck {
  readonly analytic: number;
  readonly numeric: number;
  readonly numericError: number;
  /** `kink`: l1 at a weight of 0. */
  readonly verdict: Verdict;
}

/** A random direction through all the parameters at once. */
export interface DirectionCheck {
  readonly analytic: number;
  readonly numeric: number;
  readonly numericError: number;
  readonly relativeError: number;
  readonly verdict: Verdict;
}

/** A user's `df` against the derivative of `f`, at the values the data brings. */
export interface FunctionCheck {
  /** A key of `functions`, or null for the loss. */
  readonly name: string | null;
  /** Values of x (of y) on the data. */
  readonly from: number;
  readonly to: number;
  readonly points: number;
  readonly verdict: 'pass' | 'fail';
  /** Where `df` is furthest off, by relative error; null where it is never off. */
  readonly worst: FunctionPlace | null;
  /** Points in that range where `f` is defined and `df` is not. */
  readonly undefined: number;
}

export interface FunctionPlace {
  readonly x: number;
  /** Of a loss: the target. */
  readonly t: number | null;
  readonly written: number;
  readonly derivative: number;
}

/** How right gradients look when steps get smaller. */
export interface Evidence {
  /**
   * R(h) = |L(θ + h v) − L(θ) − h g·v| along a random direction v: falls with h² for the right gradient g, with h for a
   * wrong one. `order` is the slope over the steps where R is neither rounding nor beyond the series, null where
   * there are none (the objective is a straight line along v).
   */
  readonly taylor: {
    readonly steps: Float64Array;
    readonly remainders: Float64Array;
    readonly order: number | null;
    /** Even the smallest steps go over a kink, so that there is no order to tell right from wrong. */
    readonly isOverKink: boolean;
  };
  /** Relative error of the difference quotients against the analytic derivative, by step. */
  readonly sweep: {
    readonly steps: Float64Array;
    readonly central: Float64Array;
    readonly forward: Float64Array;
  };
}

/** A layer whose activation jumps: what lies at or before it has no gradient to check. */
export interface NotDifferentiable {
  /** From 1. */
  readonly layer: number;
  readonly activation: string;
  /** Parameters that were left out because of it. */
  readonly parameters: number;
}

export interface ExcludedUnit extends Unit {
  /** Parameters that could not be judged because this unit, or such ones alone, sit on a kink. */
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
  /** What was judged since the last one. */
  readonly parameters: readonly ParameterCheck[];
}

export interface CheckReport {
  /** Mean loss on the rows checked; where it is not finite nothing can be checked. */
  readonly loss: number;
  readonly checked: number;
  readonly passed: number;
  readonly failed: number;
  readonly kinks: number;
  readonly maxRelativeError: number;
  /** In the order of the network. */
  readonly parameters: readonly ParameterCheck[];
  readonly directions: readonly DirectionCheck[];
  readonly functions: readonly FunctionCheck[];
  readonly notDifferentiable: readonly NotDifferentiable[];
  /** What was left out because of units that are excluded, in the order in which they are named. */
  readonly excluded: readonly ExcludedUnit[];
  /** Rows of the data the check was done on. */
  readonly samples: readonly number[];
  /** null where there was nothing to check. */
  readonly evidence: Evidence | null;
}
