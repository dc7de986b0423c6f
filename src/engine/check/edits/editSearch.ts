import type { WorkMeter } from '../workMeter.js';
import type { Context } from '../mistakes/context.js';
import { costOf, type LocatedMistake, type Mistake } from '../mistakes/mistake.js';
import type { LayerTargets, Solution } from '../mistakes/search.js';
import type { Level } from '../mistakes/target.js';
import type { TensorName } from '../parameters.js';
import type { Edit, LayerEdits, Spelling } from './edits.js';
import type { Expression } from './expression.js';
import { LayerSearch, type PlacedEdit } from './layerSearch.js';
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
  readonly edit: PlacedEdit;
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
    /** A mistake that the pass already contains. */
    private readonly premise: LocatedMistake | null = null,
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
    if ((given.weights && given.bias && isGiven) || this.limits.edits === 0) return;
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
      yield* this.goOn(index, branch, yield* layer.delta(wrote), [
        { edit: { ...edit, of: 'delta' }, layer: index + 1, tensor: null },
      ]);
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
   * Returns the kinds of edits after more edits are added. An edit that may equal an earlier one belongs to its kind. null
   * if there are too many kinds.
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
    if (placed.length === 0 && !this.premise) return;
    const edits = placed.map(({ edit, layer, tensor }): LocatedMistake => {
      const spelling = spellingOf(edit, kinds);
      return { mistake: mistakeOf(spelling, edit.of), layer, tensor, cost: spelling.cost, entries: null };
    });
    const mistakes = this.premise ? [this.premise, ...edits] : edits;
    this.solutions.push({ mistakes, cost: costOf(mistakes) });
  }
}

const known = new WeakMap<Edit['spellings'], ReadonlySet<string>>();

function keysOf({ spellings }: Edit): ReadonlySet<string> {
  const keys = known.get(spellings) ?? new Set(spellings.map(({ key }) => key()));
  known.set(spellings, keys);
  return keys;
}

/** Returns the way to write an edit that is the same in every place where it was made. */
function spellingOf({ spellings }: Edit, kinds: readonly ReadonlySet<string>[]): Spelling {
  return spellings.find(({ key }) => kinds.some((kind) => kind.has(key()))) ?? spellings[0];
}

function mistakeOf({ key, wrote, right, path }: Spelling, of: PlacedEdit['of']): Mistake {
  return { code: 'edit', key: key(), of, wrote, right, path };
}
