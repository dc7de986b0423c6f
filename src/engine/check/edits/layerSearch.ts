import type { Context } from '../mistakes/context.js';
import type { LayerTargets } from '../mistakes/search.js';
import { growthOf, isSame, reproduces, type Level, type Target } from '../mistakes/target.js';
import type { TensorName } from '../parameters.js';
import type { WorkMeter } from '../workMeter.js';
import type { Edit, LayerEdits } from './edits.js';
import { Evaluator, type Slices, type Tensor } from './evaluator.js';
import { replaceQuantities, type Expression } from './expression.js';
import type { Quantities } from './passValues.js';

/** An edit of the formula of δ, or of a tensor. */
export interface PlacedEdit extends Edit {
  readonly of: 'delta' | TensorName;
}

/** The most units, and inputs, of a layer that are looked at first. */
const mostSliced = 3;

/** The formulas of one layer, evaluated with the answer's δ of the layers behind it. */
export class LayerSearch {
  private readonly whole: Evaluator;
  private readonly sliced: Evaluator | null;
  private readonly slices: Slices;

  constructor(
    { recorded }: Context,
    quantities: Quantities,
    private readonly index: number,
    deltas: ReadonlyMap<number, Float64Array>,
    private readonly targets: LayerTargets,
    readonly edits: LayerEdits,
    private readonly level: Level,
    meter: WorkMeter,
  ) {
    const { units, inputs } = recorded.layers[index].layer;
    const valueOf = (quantity: Parameters<Quantities['valueOf']>[0]) => quantities.valueOf(quantity, deltas);
    this.whole = new Evaluator(valueOf, recorded.rows, null, meter);
    this.slices = slicesOf(index, targets, units, inputs);
    const isLarge = recorded.rows * units * inputs > 2000;
    this.sliced = isLarge ? new Evaluator(valueOf, recorded.rows, this.slices, meter) : null;
  }

  isGiven(tensor: TensorName): boolean {
    return this.targets[tensor] !== null;
  }

  *delta(delta: Expression): Generator<undefined, Float64Array> {
    return (yield* this.whole.evaluate(delta)).values;
  }

  /** Returns whether a tensor's given numbers follow from a formula of δ; true where none are given. */
  *follows(
    tensor: TensorName,
    delta: Expression,
    formula = this.edits.formulas[tensor],
  ): Generator<undefined, boolean> {
    const target = this.targets[tensor];
    if (!target) return true;
    if (!formula || target.rows) return false;
    const value = yield* this.whole.evaluate(this.with(delta, formula));
    return isReproduced(target, reader(value, target), this.level);
  }

  /** Returns whether a few of the numbers follow from a formula of δ. */
  *mayFollow(delta: Expression): Generator<undefined, boolean> {
    for (const tensor of ['bias', 'weights'] as const)
      if (!(yield* this.mayFollowIn(tensor, delta, this.edits.formulas[tensor]))) return false;
    return true;
  }

  private *mayFollowIn(
    tensor: TensorName,
    delta: Expression,
    formula: Expression | null,
  ): Generator<undefined, boolean> {
    const target = this.targets[tensor];
    if (!target || !formula || !this.sliced || target.rows) return true;
    const composed = this.with(delta, formula);
    if (mixes(composed)) return true;
    const [units, inputs] = [this.slices.get(this.index) ?? [], this.slices.get(this.index - 1) ?? []];
    const value = yield* this.sliced.evaluate(composed);
    const places = new Map<number, number>();
    for (const [i, unit] of units.entries()) {
      if (tensor === 'bias') places.set(unit, i);
      else for (const [j, input] of inputs.entries()) places.set(unit * target.columns + input, i * inputs.length + j); // prettier-ignore
    }
    const read = (entry: number) => finite(value.values[value.values.length === 1 ? 0 : (places.get(entry) ?? 0)]); // prettier-ignore
    for (const entry of places.keys())
      if (!Number.isNaN(target.given[entry]) && !isSame(target, entry, read(entry), this.level, mostGrowth)) return false; // prettier-ignore
    return true;
  }

  /** Returns the edits of a tensor's formula, or of δ in it alone, that reproduce its numbers. */
  *editsOf(
    tensor: TensorName,
    delta: Expression,
    isAllowed: (edit: Edit) => boolean,
  ): Generator<undefined, PlacedEdit[]> {
    const found: PlacedEdit[] = [];
    for (const edit of this.edits[tensor]()) {
      if (!isAllowed(edit) || !(yield* this.mayFollowIn(tensor, delta, edit.wrote))) continue;
      if (yield* this.follows(tensor, delta, edit.wrote)) found.push({ ...edit, of: tensor });
    }
    const formula = this.edits.formulas[tensor];
    for (const edit of formula ? this.edits.deltas() : []) {
      if (!isAllowed(edit) || !(yield* this.mayFollowIn(tensor, edit.wrote, formula))) continue;
      if (yield* this.follows(tensor, edit.wrote)) found.push({ ...edit, of: 'delta' });
    }
    return found;
  }

  /** Returns a tensor's formula with a formula in place of δ. */
  private with(delta: Expression, formula: Expression): Expression {
    return replaceQuantities(formula, (quantity) =>
      quantity.name === 'delta' && quantity.layer === this.index ? delta : quantity,
    );
  }
}

function reader({ rows, columns, values }: Tensor, { columns: width }: Target): (entry: number) => number {
  const [r, c] = [rows === 1 ? 0 : columns, columns === 1 ? 0 : 1];
  return (entry) => finite(values[Math.floor(entry / width) * r + (entry % width) * c]);
}

/** The largest factor by which an edit may increase errors of computing. */
const mostGrowth = 100;

function isReproduced(target: Target, predict: (entry: number) => number, level: Level): boolean {
  const isNear = level === 'strict' || growthOf(target, predict) <= mostGrowth;
  return isNear && reproduces(target, predict, level);
}

/** Returns a number that is equal to none where it is infinite. */
const finite = (value: number): number => (Number.isFinite(value) ? value : NaN);

/** Returns whether a value of one unit depends on those of others, so that it cannot be computed for a few units. */
function mixes(expression: Expression): boolean {
  if (expression.kind === 'units') return true;
  return 'parts' in expression && expression.parts.some(mixes);
}

/** Chooses a few units and inputs of a layer, those of wrong numbers first. */
function slicesOf(index: number, { weights, bias }: LayerTargets, units: number, inputs: number): Slices {
  const chosen = (all: readonly number[], size: number) => [...new Set([...all, ...Array.from({ length: Math.min(size, mostSliced) }, (_, i) => Math.floor(((i + 0.5) * size) / mostSliced) % size)])].slice(0, mostSliced + 1); // prettier-ignore
  const entries = weights?.entries.slice(0, 2) ?? [];
  const own = [...entries.map((entry) => Math.floor(entry / inputs)), ...(bias?.entries.slice(0, 1) ?? [])];
  return new Map([
    [index, chosen(own, units)],
    [index - 1, chosen(entries.map((entry) => entry % inputs), inputs)],
  ]); // prettier-ignore
}
