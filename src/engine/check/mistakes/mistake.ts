import type { TensorName } from '../parameters.js';

/** What went wrong, with what a message needs to say about it. Rows and units count from 0, layers from 1. */
export type Mistake =
  /** `where`: in δ altogether, only in the layer's own gradients, or only in what is passed back. */
  | { readonly code: 'missing-activation-derivative'; readonly where: Reach }
  /** A formula in the one fed the other. */
  | { readonly code: 'activation-derivative-at-net'; readonly fed: 'net' | 'output' }
  /** `ofLayer`: its values were used as well, not its function alone. */
  | { readonly code: 'wrong-layer-activation'; readonly used: string; readonly ofLayer: number | null }
  /** `used`: a loss, or `difference` for y − t in place of δ. */
  | { readonly code: 'wrong-loss-derivative'; readonly used: string }
  | { readonly code: 'elementwise-softmax' }
  | { readonly code: 'wrong-sign'; readonly of: Part }
  | { readonly code: 'factor'; readonly factor: number; readonly of: Part }
  | { readonly code: 'missing-batch-mean'; readonly factor: number }
  | { readonly code: 'double-batch-mean'; readonly factor: number }
  /** Rows `from` to before `to`, or (`except`) all but them; averaged over themselves or over the whole batch; `rows` where they are not in a row. */
  | {
      readonly code: 'single-sample';
      readonly from: number;
      readonly to: number;
      readonly except: boolean;
      readonly averaged: boolean;
      readonly rows: readonly number[] | null;
    }
  /** `reshaped`: in the right shape, but filled in the order of the transpose. */
  | { readonly code: 'transposed-gradient'; readonly reshaped: boolean }
  | { readonly code: 'transposed-weights' }
  /** `per`: the whole batch's update, one a mini-batch or sample, or one after the other; `factor` times the configured step. */
  | {
      readonly code: 'updated-weights';
      readonly per: 'batch' | 'block' | 'sample' | 'running';
      readonly factor: number;
    }
  /** Paths through units `from` to before `to` of the layer behind, or (`except`) all but them; null: each unit its own. */
  | {
      readonly code: 'single-path';
      readonly from: number | null;
      readonly to: number;
      readonly except: boolean;
      readonly unit: number | null;
    }
  | { readonly code: 'missing-input' }
  /** One row, or all of them each for itself (`all`), or the mean over rows; `units` where a shared bias was not summed. */
  | {
      readonly code: 'bias-not-summed';
      readonly of: 'row' | 'rows' | 'mean' | 'unit' | 'units' | 'unitMean';
      readonly index: number | null;
    }
  | { readonly code: 'missing-regularization'; readonly part: 'l1' | 'l2' | 'all' }
  | { readonly code: 'regularized-bias'; readonly part: 'l1' | 'l2' | 'all' }
  /** `negative`: the change of the parameter itself, −η g. */
  | { readonly code: 'learning-rate-included'; readonly learningRate: number; readonly negative: boolean }
  | { readonly code: 'unknown' };

export type MistakeCode = Mistake['code'];
export type Reach = 'both' | 'own' | 'passed';
export type Part = 'gradient' | 'penalty';

/** A mistake made at a place of the backward pass. */
export interface Slip {
  readonly mistake: Mistake;
  /** From 1. */
  readonly layer: number;
  /** The one tensor it was made in; null where δ is wrong from there on. */
  readonly tensor: TensorName | null;
  /** How far-fetched it is: the simplest explanation wins. */
  readonly cost: number;
  /** Entries of the tensor it was made in, the others being right; null: all of them. */
  readonly entries: readonly number[] | null;
}

/** The same mistake at another place has the same key. */
export function keyOf({ mistake }: Slip): string {
  return JSON.stringify(mistake);
}

const sameAgain = 0.1;
const sameCode = 0.5;

/** One mistake made in several places is hardly less simple than made in one. */
export function costOf(slips: readonly Slip[]): number {
  const keys = new Set<string>();
  const codes = new Set<MistakeCode>();
  let cost = 0;
  for (const slip of slips) {
    const key = keyOf(slip);
    cost += keys.has(key) ? sameAgain : slip.cost * (codes.has(slip.mistake.code) ? sameCode : 1);
    keys.add(key);
    codes.add(slip.mistake.code);
  }
  return cost;
}
