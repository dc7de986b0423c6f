import type { Mistake } from '../mistakes/mistake.js';
import type { Computation } from './computation.js';

/** A wrong way to compute a quantity that has a name. */
export interface Named {
  readonly mistake: Mistake;
  /** How unlikely the mistake is. */
  readonly cost: number;
  readonly wrote: Computation;
  /** The layer where it was made, from 0, if that is not the layer of the quantity. */
  readonly madeIn?: number;
}
