import type { WorkMeter } from '../workMeter.js';
import type { Context } from '../mistakes/context.js';
import { costOf, type LocatedMistake, type Mistake } from '../mistakes/mistake.js';
import type { LayerTargets, Solution } from '../mistakes/search.js';
import { growthOf, isSame, reproduces, type Level, type Target } from '../mistakes/target.js';
import type { TensorName } from '../parameters.js';
import type { Edit, LayerEdits, Spelling } from './edits.js';
import { Evaluator, type Slices, type Tensor } from './evaluator.js';
import { replaceQuantities, type Expression } from './expression.js';
import { Quantities, type PassValues } from './passValues.js';

export interface EditLimits {
  readonly level: Level;
  /** The largest number of different edits. */
  readonly edits: number;
}

const mostSolutions = 40;

/** The state of the search at a layer. */
interface Branch {
  /** δ of the layers behind this one, as in the answer. */
  readonly deltas: ReadonlyMap<number, Float64Array>;
  readonly placed: readonly Placed[];
  /** The names that each of the edits so far may have. */
  readonly kinds: readonly ReadonlySet<string>[];
}

/** An edit at a place. */
interface Placed {
  readonly edit: Edit;
  readonly layer: number;
  readonly tensor: TensorName | null;
}

/**
 * Searches the edits of the right formulas that reproduce the given numbers, layer by layer from the output. What is
 * wrong in one layer is looked for there, given δ of the layers behind it as the answer has it.
 */
export class EditSearch {
  private readonly quantities: Quantities;
  private readonly lowest: number;
  private readonly solutions: Solution[] = [];

  constructor(
    private readonly context: Context,
    pass: PassValues,
    private readonly targets: readonly LayerTargets[],
    private readonly editsAt: (layer: number) => LayerEdits,
    private readonly limits: EditLimits,
    private readonly meter: WorkMeter,
  ) {
    this.quantities = new Quantities(pass);
    this.lowest = targets.findIndex(({ weights, bias }) => weights ?? bias);
  }

  /** Returns the solutions, the simplest first. */
  *run(): Generator<undefined, readonly Solution[]> {
    yield* this.search(this.targets.length - 1, { deltas: new Map(), placed: [], kinds: [] });
    return this.solutions.sort((a, b) => a.cost - b.cost);
  }

  private *search(index: number, branch: Branch): Generator<undefined, void> {
    if (index < this.lowest) this.solve(branch);
    if (index < this.lowest || this.meter.isSpent || this.solutions.length >= mostSolutions) return;
    const layer = new LayerSearch(this.context, this.quantities, index, branch.deltas, this.targets[index], this.editsAt(index), this.limits.level, this.meter); // prettier-ignore
    const [right] = layer.edits.formulas.deltas;
    const given = {
      weights: yield* layer.follows('weights', right),
      bias: yield* layer.follows('bias', right),
    };
    const isGiven = layer.isGiven('weights') || layer.isGiven('bias');
    if (given.weights && given.bias) yield* this.goOn(index, branch, yield* layer.delta(right), []);
    if (given.weights && given.bias && isGiven) return;
    yield* this.editDelta(index, branch, layer);
    if (isGiven) yield* this.editTensors(index, branch, layer, right, given);
  }

  /** Tries each edit of δ. It must show in the layer's own numbers, if any are given. */
  private *editDelta(index: number, branch: Branch, layer: LayerSearch): Generator<undefined, void> {
    for (const edit of layer.edits.deltas()) {
      if (this.meter.isSpent) return;
      if (!this.withEdits(branch, [edit])) continue;
      const { wrote } = edit;
      if (!(yield* layer.mayFollow(wrote))) continue;
      if (!(yield* layer.follows('weights', wrote)) || !(yield* layer.follows('bias', wrote))) continue;
      yield* this.goOn(index, branch, yield* layer.delta(wrote), [{ edit, layer: index + 1, tensor: null }]);
    }
  }

  /** Tries edits of the formulas of weights and bias, with the right δ. */
  private *editTensors(
    index: number,
    branch: Branch,
    layer: LayerSearch,
    right: Expression,
    given: Readonly<Record<TensorName, boolean>>,
  ): Generator<undefined, void> {
    const ways = {
      weights: given.weights ? [null] : yield* layer.editsOf('weights', right, this.allowed(branch)),
      bias: given.bias ? [null] : yield* layer.editsOf('bias', right, this.allowed(branch)),
    };
    for (const weights of ways.weights)
      for (const bias of ways.bias) {
        const placed = [
          ...(weights ? [{ edit: weights, layer: index + 1, tensor: 'weights' as const }] : []),
          ...(bias ? [{ edit: bias, layer: index + 1, tensor: 'bias' as const }] : []),
        ];
        if (this.withEdits(branch, placed.map(({ edit }) => edit)))
          yield* this.goOn(index, branch, yield* layer.delta(right), placed); // prettier-ignore
      }
  }

  private *goOn(
    index: number,
    branch: Branch,
    delta: Float64Array,
    placed: readonly Placed[],
  ): Generator<undefined, void> {
    const kinds = this.withEdits(branch, placed.map(({ edit }) => edit)); // prettier-ignore
    if (!kinds) return;
    const deltas = new Map([...branch.deltas, [index, delta]]);
    yield* this.search(index - 1, { deltas, placed: [...branch.placed, ...placed], kinds });
  }

  private allowed(branch: Branch): (edit: Edit) => boolean {
    return (edit) => this.withEdits(branch, [edit]) !== null;
  }

  /**
   * Returns the kinds of edits with more of them. An edit that may be the same as one before is no other kind. null if
   * there are too many.
   */
  private withEdits({ kinds }: Branch, edits: readonly Edit[]): readonly ReadonlySet<string>[] | null {
    if (edits.length === 0) return kinds;
    const all = [...kinds];
    for (const edit of edits) {
      if (all.length === 0 && this.limits.edits > 0 && edits.length === 1) return [keysOf(edit)];
      const keys = keysOf(edit);
      const at = all.findIndex((kind) => [...kind].some((key) => keys.has(key)));
      if (at < 0) all.push(keys);
      else all[at] = new Set([...all[at]].filter((key) => keys.has(key)));
    }
    return all.length <= this.limits.edits ? all : null;
  }

  private solve({ placed, kinds }: Branch): void {
    if (placed.length === 0) return;
    const mistakes = placed.map(({ edit, layer, tensor }): LocatedMistake => {
      const spelling = spellingOf(edit, kinds);
      return { mistake: mistakeOf(spelling, tensor), layer, tensor, cost: spelling.cost, entries: null };
    });
    this.solutions.push({ mistakes, cost: costOf(mistakes) });
  }
}

const known = new WeakMap<Edit, ReadonlySet<string>>();

function keysOf(edit: Edit): ReadonlySet<string> {
  const keys = known.get(edit) ?? new Set(edit.spellings.map(({ key }) => key()));
  known.set(edit, keys);
  return keys;
}

/** Returns the way to write an edit that is the same in every place where it was made. */
function spellingOf({ spellings }: Edit, kinds: readonly ReadonlySet<string>[]): Spelling {
  return spellings.find(({ key }) => kinds.some((kind) => kind.has(key()))) ?? spellings[0];
}

function mistakeOf({ key, wrote, right, path }: Spelling, tensor: TensorName | null): Mistake {
  return { code: 'edit', key: key(), of: tensor ?? 'delta', wrote, right, path };
}

/** The most units, and inputs, of a layer that are looked at first. */
const mostSliced = 3;

/** The formulas of one layer, evaluated with the answer's δ of the layers behind it. */
class LayerSearch {
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
    const read = (entry: number) => value.values[value.values.length === 1 ? 0 : (places.get(entry) ?? 0)];
    for (const entry of places.keys())
      if (!Number.isNaN(target.given[entry]) && !isSame(target, entry, read(entry), this.level, mostGrowth)) return false; // prettier-ignore
    return true;
  }

  /** Returns the edits of a tensor's formula that reproduce its numbers. */
  *editsOf(
    tensor: TensorName,
    delta: Expression,
    isAllowed: (edit: Edit) => boolean,
  ): Generator<undefined, Edit[]> {
    const found: Edit[] = [];
    for (const edit of this.edits[tensor]()) {
      if (!isAllowed(edit) || !(yield* this.mayFollowIn(tensor, delta, edit.wrote))) continue;
      if (yield* this.follows(tensor, delta, edit.wrote)) found.push(edit);
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
  return (entry) => values[Math.floor(entry / width) * r + (entry % width) * c];
}

/** The largest factor by which an edit may increase errors of computing. */
const mostGrowth = 100;

function isReproduced(target: Target, predict: (entry: number) => number, level: Level): boolean {
  return growthOf(target, predict) <= mostGrowth && reproduces(target, predict, level);
}

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
