import * as backward from './backwardFormulas.js';
import * as forward from './forwardFormulas.js';
import type { Formula } from './formula.js';
import * as loss from './objectiveFormulas.js';
import { nameOf, notationOf } from './notation.js';
import type { Notation } from './formula.js';
import type { Phase, Place, Quantity } from './stepPlace.js';
import { Quantities, type FormulaOf } from './passQuantities.js';
import type { TraceSource } from './traceSource.js';
import * as update from './updateFormulas.js';

/** A step and what it computes, without its numbers. Plain data. */
export interface StepHead extends Place {
  /** The index, from 0. */
  readonly index: number;
  readonly phase: Phase;
  /** The name of the unit, weight or bias, or of the quantity where it belongs to none. */
  readonly name: string;
  /** The symbol of what is computed. */
  readonly notation: Notation;
}

/** One step of a pass. Plain data, so it crosses threads. */
export interface Step extends StepHead {
  readonly formula: Formula;
  /** The value of the formula, to the last bit. */
  readonly value: number;
}

export interface StepQuery {
  readonly phase?: Phase;
  readonly quantity?: Quantity;
  readonly layer?: number;
  readonly unit?: number | null;
  /** See `Place`. */
  readonly part?: number | null;
  /** The name of a unit, a weight or a bias. */
  readonly name?: string;
}

/** The distance of a move: to the next step, or to the first step of another unit, layer or phase. */
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
  dE_ddropped: backward.passedGradientFormula,
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
 * One pass of backpropagation as an immutable list of steps. Creating it is cheap whatever the network's size: steps are
 * found by arithmetic and created on demand, and their numbers are computed one layer at a time.
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

  /** The numbers of layers computed so far, forward and backward. */
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

  /** Returns the step that computes a quantity, found by arithmetic; null where this pass has none. */
  indexOf(place: Place): number | null {
    return this.quantities.layout.indexOf(place);
  }

  value(place: Place): number {
    return this.quantities.value(place);
  }

  /** Searches the steps from `from` on and returns the first that matches; null where none does. */
  find(query: StepQuery, from = 0): number | null {
    for (let index = from; index < this.length; index++) {
      if (this.fits(index, query)) return index;
    }
    return null;
  }

  /** Returns the step where a move forward ends, at most the last step. */
  next(index: number, stride: Stride): number {
    const to = stride === 'step' ? index + 1 : this.quantities.layout.span(index, stride).end;
    return Math.min(to, this.length - 1);
  }

  /** Returns the step where a move back ends: the start of this unit, layer or phase, or from there the start of the previous one. */
  previous(index: number, stride: Stride): number {
    if (index === 0 || stride === 'step') return Math.max(0, index - 1);
    const { layout } = this.quantities;
    const { start } = layout.span(index, stride);
    return start < index ? start : layout.span(index - 1, stride).start;
  }

  /** Returns the range of steps around a step that belong to one unit, one layer or one phase; the end is exclusive. */
  span(index: number, by: Exclude<Stride, 'step'>): { readonly start: number; readonly end: number } {
    return this.quantities.layout.span(index, by);
  }

  private fits(index: number, { name, ...query }: StepQuery): boolean {
    const place = this.quantities.layout.at(index);
    const same = (Object.keys(query) as (keyof typeof query)[]).every(
      (key) => query[key] === undefined || query[key] === place[key],
    );
    return same && (name === undefined || nameOf(place, this.source.names) === name);
  }
}
