import type { Reduction } from '../../model/spec.js';
import type { Expression } from '../edits/expression.js';
import type { DifferenceQuotient } from '../numericGradient.js';
import type { TensorName } from '../parameters.js';

/** A mistake with the data that its message needs. Rows and units count from 0, layers from 1. */
export type Mistake =
  /** `where`: in δ itself, only in the layer's own gradients, or only in what is passed back. */
  | { readonly code: 'missing-activation-derivative'; readonly where: Reach }
  /** A derivative in terms of one value evaluated at the other. */
  | { readonly code: 'activation-derivative-at-net'; readonly fed: 'net' | 'output' }
  /** `ofLayer`: the values of that layer were used as well as its function. */
  | { readonly code: 'wrong-layer-activation'; readonly used: string; readonly ofLayer: number | null }
  /** `used`: a loss, or `difference` for y − t in place of δ. */
  | { readonly code: 'wrong-loss-derivative'; readonly used: string }
  | { readonly code: 'elementwise-softmax' }
  /** `answer`: the whole answer is the negative gradient, which is a convention and no mistake. */
  | { readonly code: 'wrong-sign'; readonly of: Part | 'answer' }
  | { readonly code: 'factor'; readonly factor: number; readonly of: Part }
  | { readonly code: 'missing-batch-mean'; readonly factor: number }
  /** `reduction`: that of the network; a mean is one too many where the loss is a sum. */
  | { readonly code: 'double-batch-mean'; readonly factor: number; readonly reduction: Reduction }
  /**
   * Rows `from` to before `to`, or (`except`) all but them; averaged over these rows or over the whole batch. `rows`
   * lists them where they are not consecutive.
   */
  | {
      readonly code: 'single-sample';
      readonly from: number;
      readonly to: number;
      readonly except: boolean;
      readonly averaged: boolean;
      readonly rows: readonly number[] | null;
    }
  /**
   * `reshaped`: the shape is right, but the numbers are in the order of the transpose. `answer`: every matrix of the
   * answer is transposed, which is a convention and no mistake.
   */
  | {
      readonly code: 'transposed-gradient';
      readonly reshaped: boolean;
      readonly of: 'tensor' | 'answer';
    }
  | { readonly code: 'transposed-weights' }
  /**
   * `per`: one update for the whole batch, one for each mini-batch or sample, or successive ones. `factor`: the
   * multiple of the configured step.
   */
  | {
      readonly code: 'updated-weights';
      readonly per: 'batch' | 'block' | 'sample' | 'running';
      readonly factor: number;
    }
  /**
   * Paths through units `from` to before `to` of the next layer, or (`except`) all but them; null: each unit uses only
   * its own path.
   */
  | {
      readonly code: 'single-path';
      readonly from: number | null;
      readonly to: number;
      readonly except: boolean;
      readonly unit: number | null;
    }
  | { readonly code: 'missing-input' }
  /**
   * One row, or every row separately (`all`), or the mean over rows. `units`: a shared bias was not summed over the
   * units.
   */
  | {
      readonly code: 'bias-not-summed';
      readonly of: 'row' | 'rows' | 'mean' | 'unit' | 'units' | 'unitMean';
      readonly index: number | null;
    }
  | { readonly code: 'missing-regularization'; readonly part: 'l1' | 'l2' | 'all' }
  | { readonly code: 'regularized-bias'; readonly part: 'l1' | 'l2' | 'all' }
  /** `negative`: the change of the parameter itself, −η g. */
  | { readonly code: 'learning-rate-included'; readonly learningRate: number; readonly negative: boolean }
  /** An edit of a formula: the formula as computed, the right one, and the path of the part that differs in both. */
  | {
      readonly code: 'edit';
      /** A name of the edit that is the same in every layer. */
      readonly key: string;
      /** What the formula computes. */
      readonly of: 'delta' | TensorName;
      readonly wrote: Expression;
      readonly right: Expression;
      readonly path: readonly number[];
    }
  /** The right gradient of another forward pass or other data. */
  | { readonly code: 'other-data'; readonly change: ForwardChange }
  /** Right up to the error of a finite difference with this step. No mistake in fact. */
  | ({ readonly code: 'numeric-gradient' } & DifferenceQuotient)
  | { readonly code: 'unknown' };

/** What was different in the forward pass or the data. The layer counts from 1; null: all of them, or none in particular. */
export type ForwardChange =
  | {
      readonly kind: 'bias-left-out' | 'bias-subtracted' | 'bias-twice' | 'activation-left-out';
      readonly layer: number | null;
    }
  | { readonly kind: 'other-activation'; readonly layer: number; readonly used: string }
  | {
      readonly kind:
        | 'hidden-activations-left-out'
        | 'inputs-standardized'
        | 'inputs-centered'
        | 'inputs-scaled'
        | 'inputs-float16'
        | 'inputs-rounded'
        | 'samples-in-another-order';
      readonly layer: null;
    };

export type MistakeCode = Mistake['code'];
export type Reach = 'both' | 'own' | 'passed';
export type Part = 'gradient' | 'penalty';

/** A mistake at a place of the backward pass. */
export interface LocatedMistake {
  readonly mistake: Mistake;
  /** The layer, from 1. */
  readonly layer: number;
  /** The only tensor with the mistake; null where δ is wrong from this layer on. */
  readonly tensor: TensorName | null;
  /** How unlikely the mistake is. The explanation with the lowest cost is chosen. */
  readonly cost: number;
  /** The entries with the mistake, while the others are right; null for all of them. */
  readonly entries: readonly number[] | null;
}

/** Mistakes that together reproduce all the given numbers. */
export interface Solution {
  readonly mistakes: readonly LocatedMistake[];
  readonly cost: number;
}

/** Returns whether the numbers are right: in another convention, or up to the error of their method. */
export function isNoError(mistake: Mistake): boolean {
  return mistake.code === 'numeric-gradient' || ('of' in mistake && mistake.of === 'answer');
}

/** Returns a key that identifies a mistake regardless of where it was made. */
export function keyOf({ mistake }: LocatedMistake): string {
  return mistake.code === 'edit' ? mistake.key : JSON.stringify(mistake);
}

const sameAgain = 0.1;
const sameCode = 0.5;

/** Returns the cost of mistakes. The same mistake in several places costs little more than in one. */
export function costOf(mistakes: readonly LocatedMistake[]): number {
  const keys = new Set<string>();
  const codes = new Set<MistakeCode>();
  let cost = 0;
  for (const located of mistakes) {
    const key = keyOf(located);
    cost +=
      keys.has(key) && located.mistake.code !== 'unknown'
        ? sameAgain
        : located.cost * (codes.has(located.mistake.code) ? sameCode : 1);
    keys.add(key);
    codes.add(located.mistake.code);
  }
  return cost;
}
