import type { Regions } from './regions.js';

/** A border between two smooth pieces that a change of the parameters crossed. */
export interface Crossing {
  /** The layer, from 1; null for the loss. */
  readonly layer: number | null;
  /** The index of the layer's unit, or of the output. */
  readonly unit: number;
  /** The row of the recorded samples. */
  readonly sample: number;
}

/** The largest number of crossings stored for a change. More would add no information. */
const mostCrossings = 1000;

/** The effect of a change of the parameters. */
export class Moved {
  readonly crossings: Crossing[] = [];
  /** The crossings over which the derivative is continuous. */
  readonly softCrossings: Crossing[] = [];
  /** The loss of each row, before averaging. */
  readonly losses: Float64Array;

  constructor(rows: number) {
    this.losses = new Float64Array(rows);
  }

  /** Begins at losses of unchanged parameters. */
  reset(losses: Float64Array): void {
    this.losses.set(losses);
    if (this.crossings.length > 0) this.crossings.length = 0;
    if (this.softCrossings.length > 0) this.softCrossings.length = 0;
  }

  cross({ soft }: Regions, layer: number | null, unit: number, sample: number): void {
    const to = soft ? this.softCrossings : this.crossings;
    if (to.length < mostCrossings) to.push({ layer, unit, sample });
  }

  /** Puts the crossings in the order of the layers; within a layer, they keep their order. */
  sort(): void {
    const layerOf = ({ layer }: Crossing) => layer ?? Infinity;
    for (const list of [this.crossings, this.softCrossings]) list.sort((a, b) => layerOf(a) - layerOf(b));
  }
}
