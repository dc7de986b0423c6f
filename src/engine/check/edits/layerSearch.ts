import type { Context } from '../mistakes/context.js';
import {
  growthOf,
  isSame,
  largestError,
  reproduces,
  type LayerTargets,
  type Level,
  type Target,
} from '../mistakes/target.js';
import type { TensorName } from '../parameters.js';
import type { WorkMeter } from '../workMeter.js';
import { valueOf, type Computation } from './computation.js';
import type { LayerEdits } from './edits.js';
import { Evaluator, type Slices, type Tensor } from './evaluator.js';
import { partsOf, rows, type Expression, type Quantity } from './expression.js';
import { deltaOf } from './formulas.js';
import type { Quantities } from './passValues.js';

/** The most units, and inputs, of a layer that are looked at first. */
const mostSliced = 3;

/** A value of a layer's δ, with which formulas of it are evaluated in full and in part. */
export interface BoundDelta {
  readonly value: Tensor;
  readonly whole: () => Evaluator;
  readonly sliced: () => Evaluator;
}

/** The formulas of one layer, evaluated with the answer's δ of the layers behind it. */
export class LayerSearch {
  private readonly evaluator: Evaluator;
  private readonly slices: Slices | null;
  private readonly penalty: Float64Array | null;
  private readonly isSmall: boolean;
  private readonly rows: number;
  private readonly units: number;
  private readonly inputs: number;

  constructor(
    private readonly context: Context,
    private readonly quantities: Quantities,
    readonly index: number,
    private readonly deltas: ReadonlyMap<number, Float64Array>,
    readonly targets: LayerTargets,
    readonly edits: LayerEdits,
    private readonly level: Level,
    private readonly meter: WorkMeter,
  ) {
    const { layer } = context.recorded.layers[index];
    [this.rows, this.units, this.inputs] = [context.rows, layer.units, layer.inputs];
    const widest = context.recorded.layers.reduce(
      (most, each) => Math.max(most, each.layer.units),
      this.inputs,
    );
    this.isSmall = meter.isLittle(this.rows * this.units * widest);
    this.evaluator = new Evaluator(
      (quantity) => this.quantity(quantity),
      this.rows,
      null,
      meter,
      this.isSmall,
      edits.kept,
    );
    const isLarge = this.rows * this.units * this.inputs > 2000;
    this.slices = isLarge ? slicesOf(index, targets, this.units, this.inputs) : null;
    this.penalty = quantities.penaltyOf(index, context.regularization);
  }

  private quantity(quantity: Quantity): Tensor | null {
    return this.quantities.valueOf(quantity, this.deltas);
  }

  isGiven(tensor: TensorName): boolean {
    return this.targets[tensor] !== null;
  }

  /** Returns the right gradient of a tensor as a formula; of a shared bias that was given for each unit, its share. */
  formulaOf(tensor: TensorName): Expression | null {
    return tensor === 'bias' && this.isPerUnit() ? rows(deltaOf(this.index)) : this.edits.formulas[tensor];
  }

  private isPerUnit(): boolean {
    return this.targets.bias?.forced?.code === 'bias-not-summed';
  }

  /** Computes δ, [samples][units]. */
  *delta(delta: Computation): Generator<undefined, Tensor> {
    const value = yield* valueOf(delta, (expression) => this.evaluator.evaluate(expression), this.meter);
    const { rows, units } = this;
    if (value.rows === rows && value.columns === units) return value;
    const [r, c] = [value.rows === 1 ? 0 : value.columns, value.columns === 1 ? 0 : 1];
    const values = Float64Array.from({ length: rows * units }, (_, i) => value.values[Math.floor(i / units) * r + (i % units) * c]); // prettier-ignore
    return { rows, columns: units, values };
  }

  bind(value: Tensor): BoundDelta {
    return {
      value,
      whole: once(() => this.evaluatorWith(value, null)),
      sliced: once(() => this.evaluatorWith(value, this.slices)),
    };
  }

  private evaluatorWith(delta: Tensor, slices: Slices | null): Evaluator {
    const valueOf = (quantity: Quantity) => quantity.name === 'delta' && quantity.layer === this.index ? delta : this.quantity(quantity); // prettier-ignore
    return new Evaluator(valueOf, this.rows, slices, this.meter, this.isSmall, this.edits.kept);
  }

  /** Computes a tensor's gradient from δ. */
  *gradient(delta: BoundDelta, formula: Computation): Generator<undefined, Tensor> {
    return yield* valueOf(formula, (expression) => delta.whole().evaluate(expression), this.meter);
  }

  /** Returns whether a tensor's given numbers follow from δ by the right formula; true where none are given. */
  *follows(tensor: TensorName, delta: BoundDelta): Generator<undefined, boolean> {
    const target = this.targets[tensor];
    if (!target) return true;
    const formula = this.formulaOf(tensor);
    if (!formula) return false;
    if (target.rows) return areRowsRight(target, delta.value);
    const few = target.probes;
    if (this.meter.spend(this.rows * few.length + entryWork)) yield undefined;
    if (!isReproduced(target, this.entryOf(tensor, delta.value), this.level, few)) return false;
    return isReproduced(target, reader(yield* this.gradient(delta, formula), target), this.level);
  }

  /** Returns a function that computes single entries of a right gradient. */
  private entryOf(tensor: TensorName, { values }: Tensor): (entry: number) => number {
    const { rows, units, inputs, penalty } = this;
    const { layer } = this.context.recorded.layers[this.index];
    const x = this.quantities.inputsOf(this.index);
    if (tensor === 'bias')
      return (entry) => {
        const [from, to] = layer.biasShared && !this.isPerUnit() ? [0, units] : [entry, entry + 1];
        let sum = 0;
        for (let row = 0; row < rows; row++)
          for (let unit = from; unit < to; unit++) sum += values[row * units + unit];
        return finite(sum);
      };
    return (entry) => {
      const [unit, input] = [Math.floor(entry / inputs), entry % inputs];
      let sum = 0;
      for (let row = 0; row < rows; row++) sum += values[row * units + unit] * x[row * inputs + input];
      return finite(sum + (penalty ? penalty[entry] : 0));
    };
  }

  /** Returns whether a tensor's given numbers follow from δ by another formula. */
  *fits(tensor: TensorName, delta: BoundDelta, formula: Computation): Generator<undefined, boolean> {
    const target = this.targets[tensor];
    if (!target || target.rows || !(yield* this.mayFit(tensor, delta, formula))) return false;
    return isReproduced(target, reader(yield* this.gradient(delta, formula), target), this.level);
  }

  /** Returns whether a few of the numbers follow from a formula of δ. */
  private *mayFit(
    tensor: TensorName,
    delta: BoundDelta,
    formula: Computation,
  ): Generator<undefined, boolean> {
    const target = this.targets[tensor];
    if (!target || !this.slices || formula.kind === 'computed' || mixes(formula)) return true;
    const value = yield* delta.sliced().evaluate(formula);
    const [units, inputs] = [this.slices.get(this.index) ?? [], this.slices.get(this.index - 1) ?? []];
    const [r, c] = [value.rows === 1 ? 0 : value.columns, value.columns === 1 ? 0 : 1];
    const isRight = (entry: number, at: number) => Number.isNaN(target.given[entry]) || isSame(target, entry, finite(value.values[at]), this.level, mostGrowth); // prettier-ignore
    if (tensor === 'bias') return units.every((unit, i) => isRight(unit, i * c));
    return units.every((unit, i) => inputs.every((input, j) => isRight(unit * target.columns + input, i * r + j * c))); // prettier-ignore
  }
}

/** The work of comparing one tensor, besides its entries. */
const entryWork = 100;

function once<T>(make: () => T): () => T {
  let made: T | null = null;
  return () => (made ??= make());
}

/** Returns a function that reads the entries of a gradient, whose rows or columns may be one that is repeated. */
export function reader(
  { rows, columns, values }: Tensor,
  { columns: width }: Target,
): (entry: number) => number {
  const [r, c] = [rows === 1 ? 0 : columns, columns === 1 ? 0 : 1];
  return (entry) => finite(values[Math.floor(entry / width) * r + (entry % width) * c]);
}

/** The largest factor by which an edit may increase errors of computing. */
const mostGrowth = 100;

export function isReproduced(
  target: Target,
  predict: (entry: number) => number,
  level: Level,
  entries = target.entries,
): boolean {
  const isNear = level === 'strict' || growthOf(target, predict) <= mostGrowth;
  return isNear && reproduces(target, predict, level, entries);
}

/** Returns a number that is equal to none where it is infinite. */
const finite = (value: number): number => (Number.isFinite(value) ? value : NaN);

/** Returns whether a value of one unit depends on those of others, so that it cannot be computed for a few units. */
function mixes(expression: Expression): boolean {
  return expression.kind === 'units' || partsOf(expression).some(mixes);
}

/** Returns whether the given numbers are each row's own δ, with or without the 1/N of the mean. */
function areRowsRight({ rows: given, lax, noise, most }: Target, { rows, columns, values }: Tensor): boolean {
  if (!given) return false;
  return [1, rows].some((factor) =>
    given.values.every(
      (value, i) =>
        Number.isNaN(value) ||
        Math.abs(value - factor * values[i]) <=
          Math.min(
            given.rounding[i] + factor * lax[i % columns],
            factor * largestError({ most }, Math.abs(values[i]), noise[i % columns]),
          ),
    ),
  );
}

/** Chooses a few units and inputs of a layer, those of wrong numbers first. */
function slicesOf(index: number, { weights, bias }: LayerTargets, units: number, inputs: number): Slices {
  const chosen = (all: readonly number[], size: number) => [...new Set([...all, ...Array.from({ length: Math.min(size, mostSliced) }, (_, i) => Math.floor(((i + 0.5) * size) / mostSliced) % size)])].slice(0, mostSliced + 1); // prettier-ignore
  const entries = weights?.entries.slice(0, 2) ?? [];
  const own = [...entries.map((entry) => Math.floor(entry / inputs)), ...(bias?.entries.slice(0, 1) ?? [])];
  return new Map([
    [index, chosen(own.filter((unit) => unit < units), units)],
    [index - 1, chosen(entries.map((entry) => entry % inputs), inputs)],
  ]); // prettier-ignore
}
