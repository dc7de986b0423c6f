import * as backward from './backward.js';
import * as forward from './forward.js';
import type { Formula } from './formula.js';
import * as loss from './loss.js';
import { nameOf, notationOf } from './notation.js';
import type { Notation } from './formula.js';
import type { Phase, Place, Quantity } from './place.js';
import { Quantities, type FormulaOf } from './quantities.js';
import type { TraceSource } from './source.js';
import * as update from './update.js';

/** Which step it is and what it computes, without its numbers. Plain data. */
export interface StepHead extends Place {
  /** From 0. */
  readonly index: number;
  readonly phase: Phase;
  /** Of the unit, the weight or the bias; the quantity's own where it is nobody's. */
  readonly name: string;
  /** What is computed, as a symbol. */
  readonly notation: Notation;
}

/** One step of a pass. Plain data, so it crosses threads. */
export interface Step extends StepHead {
  readonly formula: Formula;
  /** What the formula gives, to the last bit. */
  readonly value: number;
}

export interface StepQuery {
  readonly phase?: Phase;
  readonly quantity?: Quantity;
  readonly layer?: number;
  readonly unit?: number | null;
  /** See `Place`. */
  readonly part?: number | null;
  /** Of a unit, a weight or a bias. */
  readonly name?: string;
}

/** How far a move goes: to the next step, or to the first step of another unit, layer or phase. */
export type Stride = 'step' | 'unit' | 'layer' | 'phase';

const formulas: Readonly<Record<Quantity, FormulaOf>> = {
  net: forward.netFormula,
  max: forward.maxFormula,
  exp_sum: forward.exponentialsFormula,
  out: forward.outFormula,
  dropped: forward.droppedFormula,
  error: loss.errorFormula,
  sample_total: loss.sampleTotalFormula,
  total: loss.totalFormula,
  penalty: loss.penaltyFormula,
  objective: loss.objectiveFormula,
  path: backward.pathFormula,
  dE_ddropped: backward.arrivingFormula,
  dE_dout: backward.outputGradientFormula,
  dout_dnet: backward.slopeFormula,
  delta: backward.deltaFormula,
  sample_dE_dw: backward.sampleWeightFormula,
  dE_dw: backward.weightFormula,
  sample_dE_db: backward.sampleBiasFormula,
  dE_db: backward.biasFormula,
  dR_dw: loss.penaltyGradientFormula,
  gradient: backward.gradientFormula,
  squares: backward.squaresFormula,
  norm: backward.normFormula,
  clip: backward.clipFormula,
  correction: update.correctionFormula,
  clipped: update.clippedFormula,
  decayed: update.decayedFormula,
  momentum: update.momentumFormula,
  mean: update.meanFormula,
  variance: update.varianceFormula,
  mean_corrected: update.correctedFormula,
  variance_corrected: update.correctedFormula,
  update: update.updateFormula,
};

/**
 * One pass of backpropagation as an immutable list of steps. It opens at once whatever the network's size: steps are
 * found by arithmetic, made when asked for, and the numbers behind them computed a layer at a time.
 */
export class Trace {
  readonly quantities: Quantities;

  constructor(readonly source: TraceSource) {
    this.quantities = new Quantities(source, (quantities, place) =>
      formulas[place.quantity](quantities, place),
    );
  }

  get length(): number {
    return this.quantities.layout.length;
  }

  /** Layers that have been computed so far, forward and backward. */
  get computed(): { readonly forward: number; readonly backward: number } {
    return this.quantities.shown.computed;
  }

  head(index: number): StepHead {
    const place = this.quantities.layout.at(index);
    const { names } = this.source;
    const notation = notationOf(place, names, this.quantities.sampleError);
    return { index, ...place, name: nameOf(place, names), notation };
  }

  /** @throws RangeError where there is no such step */
  step(index: number): Step {
    const head = this.head(index);
    return { ...head, formula: this.quantities.formula(head), value: this.quantities.value(head) };
  }

  /** The step that computes a quantity; null where this pass has none. Found by arithmetic. */
  indexOf(place: Place): number | null {
    return this.quantities.layout.indexOf(place);
  }

  value(place: Place): number {
    return this.quantities.value(place);
  }

  /** The first step at or after `from` that fits; null where none does. Looks at one step after the other. */
  find(query: StepQuery, from = 0): number | null {
    for (let index = from; index < this.length; index++) {
      if (this.fits(index, query)) return index;
    }
    return null;
  }

  /** Where a move forward ends; the last step where there is nothing further. */
  next(index: number, stride: Stride): number {
    const to = stride === 'step' ? index + 1 : this.quantities.layout.span(index, stride).end;
    return Math.min(to, this.length - 1);
  }

  /** Where a move back ends: at the start of this unit, layer or phase, or from there at the start of the one before. */
  previous(index: number, stride: Stride): number {
    if (index === 0 || stride === 'step') return Math.max(0, index - 1);
    const { layout } = this.quantities;
    const { start } = layout.span(index, stride);
    return start < index ? start : layout.span(index - 1, stride).start;
  }

  /** The run of steps around a step that are one unit's, one layer's or one phase's: start, and end exclusive. */
  span(index: number, by: Exclude<Stride, 'step'>): { readonly start: number; readonly end: number } {
    return this.quantities.layout.span(index, by);
  }

  /** The same pass with another sample of the batch shown. */
  withSample(sample: number): Trace {
    return new Trace({ ...this.source, sample });
  }

  private fits(index: number, { name, ...query }: StepQuery): boolean {
    const place = this.quantities.layout.at(index);
    const same = (Object.keys(query) as (keyof typeof query)[]).every(
      (key) => query[key] === undefined || query[key] === place[key],
    );
    return same && (name === undefined || nameOf(place, this.source.names) === name);
  }
}
