import type { OptimizerSpec } from '../model/spec.js';

export type Phase = 'forward' | 'loss' | 'backward' | 'update';

/**
 * What a step computes. `E` is the error of the batch, the mean or the sum over its samples, and `E[n]` that of the sample
 * shown. With a single sample the two are the same and the `sample_` quantities do not occur.
 */
export type Quantity =
  // forward
  | 'net' | 'max' | 'exp_sum' | 'out' | 'dropped'
  // loss
  | 'error' | 'sample_total' | 'total' | 'penalty' | 'objective'
  // backward: `path` is the contribution of one outgoing path to dE_dout, `dE_ddropped` the gradient behind dropout
  | 'path' | 'dE_ddropped' | 'dE_dout' | 'dout_dnet' | 'delta'
  | 'sample_dE_dw' | 'dE_dw' | 'sample_dE_db' | 'dE_db' | 'dR_dw' | 'gradient'
  | 'squares' | 'norm' | 'clip'
  // update
  | 'correction' | 'clipped' | 'decayed' | 'momentum' | 'mean' | 'variance' | 'mean_corrected' | 'variance_corrected'
  | 'update'; // prettier-ignore

/** A quantity and what it belongs to. */
export interface Place {
  readonly quantity: Quantity;
  /** The layer, from 1. */
  readonly layer: number;
  /** The unit, from 0; null for a quantity of the whole layer or network. */
  readonly unit: number | null;
  /**
   * The input of a weight; the unit of the next layer that a path goes through; for softmax's ∂out/∂net, the unit of the
   * output, where `unit` is that of the net input. Else null.
   */
  readonly part: number | null;
}

/** Returns the quantities that an optimizer computes for each parameter after clipping, in order. */
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
