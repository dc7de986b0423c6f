import type { OptimizerSpec } from '../spec.js';

export type Phase = 'forward' | 'loss' | 'backward' | 'update';

/**
 * What a step computes. `E` is the error of the batch (mean over its samples), `E[n]` that of the one sample shown;
 * with a single sample the two are the same and the `sample_` quantities do not occur.
 */
export type Quantity =
  // forward
  | 'net' | 'max' | 'exp_sum' | 'out' | 'dropped'
  // loss
  | 'error' | 'sample_total' | 'total' | 'penalty' | 'objective'
  // backward: `path` is one outgoing path's share of a hidden unit's dE_dout, `dE_ddropped` what dropout lets through
  | 'path' | 'dE_ddropped' | 'dE_dout' | 'dout_dnet' | 'delta'
  | 'sample_dE_dw' | 'dE_dw' | 'sample_dE_db' | 'dE_db' | 'dR_dw' | 'gradient'
  | 'squares' | 'norm' | 'clip'
  // update
  | 'correction' | 'clipped' | 'decayed' | 'momentum' | 'mean' | 'variance' | 'mean_corrected' | 'variance_corrected'
  | 'update'; // prettier-ignore

/** A quantity and whose it is. */
export interface Place {
  readonly quantity: Quantity;
  /** From 1. */
  readonly layer: number;
  /** From 0; null for what belongs to the whole layer or to the whole network. */
  readonly unit: number | null;
  /**
   * Of a weight: the input it comes from. Of a path: the unit of the next layer it goes through. Of softmax's
   * ∂out/∂net: the unit whose output it is (`unit` is the one whose net it is). Else null.
   */
  readonly part: number | null;
}

/** What one optimiser does to each parameter, after clipping: in this order. */
export function updateQuantities(optimizer: OptimizerSpec, clips: boolean): Quantity[] {
  if (optimizer.type === 'perceptron') return ['update'];
  const decays = optimizer.weightDecay !== 0 && optimizer.type !== 'adamw';
  const first: Quantity[] = [...(clips ? ['clipped' as const] : []), ...(decays ? ['decayed' as const] : [])];
  switch (optimizer.type) {
    case 'sgd':
      return [...first, ...(optimizer.momentum === 0 ? [] : ['momentum' as const]), 'update'];
    case 'adagrad':
      return [...first, 'variance', 'update'];
    case 'rmsprop':
      return [...first, 'variance', ...(optimizer.momentum === 0 ? [] : ['momentum' as const]), 'update'];
    case 'adam':
    case 'adamw':
      return [...first, 'mean', 'variance', 'mean_corrected', 'variance_corrected', 'update'];
  }
}
