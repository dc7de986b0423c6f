import type { Context } from '../mistakes/context.js';
import type { LocatedMistake, Mistake, Solution } from '../mistakes/mistake.js';
import type { LayerTargets, Level } from '../mistakes/target.js';
import type { TensorName } from '../parameters.js';
import type { WorkMeter } from '../workMeter.js';
import { forcedIn, inAlone, solutionOf, withKinds, type Branch, type Placed } from './branch.js';
import { withoutMultiples, type DeltaEdits } from './deltaEdits.js';
import { constantFactor, entriesAlone } from './entries.js';
import type { Computes, Edit, LayerEdits } from './edits.js';
import type { Tensor } from './evaluator.js';
import { Fingerprints } from './fingerprint.js';
import { groupOfMistake, groupsOf, type Group, type Matched } from './groups.js';
import { LayerSearch, type BoundDelta } from './layerSearch.js';
import { otherRate } from './otherRate.js';
import { factorBetween } from './factorBetween.js';
import { Quantities, type PassValues } from './passValues.js';
import { solvedDelta } from './solvedDelta.js';

/** The limits on the edits of an explanation. */
export interface EditLimits {
  readonly level: Level;
  /** The largest number of different edits. */
  readonly edits: number;
  /** Whether only likely edits that have a name are tried. */
  readonly named?: boolean;
  /** Whether a mistake may be in some entries of a tensor, or a factor of no known meaning. */
  readonly partly?: boolean;
  /** Whether a layer that no edit explains may be left open. */
  readonly open?: boolean;
}

const mostSolutions = 60;

/** The cost up to which an edit is likely, and up to which one is tried in a layer whose gradients are not given. */
const [likely, unseen] = [1.45, 1.25];

const unknownCost = 2;

/** The work of an edit besides that of its elements, in multiply-adds. */
const editWork = 12_000;

const tensors = ['bias', 'weights'] as const;

/** The mistakes that are constant factors of a gradient. */
const scales: ReadonlySet<Mistake['code']> = new Set([
  'factor',
  'wrong-sign',
  'missing-batch-mean',
  'double-batch-mean',
  'learning-rate-included',
]);

/**
 * Searches the edits of the right formulas that reproduce the given numbers, layer by layer from the output. What is
 * wrong in one layer is looked for there, given δ of the layers behind it as the answer has it.
 */
export class EditSearch {
  private readonly quantities: Quantities;
  private readonly fingerprints: Fingerprints;
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
    this.fingerprints = new Fingerprints(context);
    this.lowest = targets.findIndex(({ weights, bias }) => weights ?? bias);
  }

  /** Returns the solutions, the simplest first. */
  *run(): Generator<undefined, readonly Solution[]> {
    yield* this.search(this.targets.length - 1, { deltas: new Map(), placed: [], kinds: [] });
    return this.solutions.sort((a, b) => a.cost - b.cost);
  }

  private *search(index: number, branch: Branch): Generator<undefined, void> {
    if (index < this.lowest && (branch.placed.length > 0 || this.premise))
      this.solutions.push(solutionOf(branch, this.premise));
    if (index < this.lowest || this.meter.isSpent || this.solutions.length >= mostSolutions) return;
    const layer = new LayerSearch(this.context, this.quantities, index, branch.deltas, this.targets[index], this.editsAt(index), this.limits.level, this.meter); // prettier-ignore
    const [right] = layer.edits.formulas.deltas;
    const delta = layer.bind(yield* layer.delta(right));
    const fits = {
      weights: yield* layer.follows('weights', delta),
      bias: yield* layer.follows('bias', delta),
    };
    const isRight = fits.weights && fits.bias;
    if (isRight) yield* this.goOn(layer, branch, delta.value, []);
    const isGiven = layer.isGiven('weights') || layer.isGiven('bias');
    if ((isRight && isGiven) || this.limits.edits === 0) return;
    const count = this.solutions.length;
    const found = yield* this.deltaEdits(layer, fits, branch);
    // An edit of δ that explains all is simpler than the same edit in each tensor, unless it is a factor with a name.
    const isBoth = !fits.weights && !fits.bias;
    if (isGiven && isBoth && found.whole.length > 0)
      yield* this.editTensors(layer, branch, delta, fits, found, true);
    const isScaled = this.solutions.length > count;
    yield* this.editDelta(layer, branch, isScaled ? withoutMultiples(found, delta.value) : found);
    const isExplained = isBoth && this.solutions.length > count;
    if (isGiven && !isExplained) yield* this.editTensors(layer, branch, delta, fits, found, false);
    if (this.limits.open && isGiven && this.solutions.length === count)
      yield* this.leaveOpen(layer, branch, delta, fits);
  }

  /** Tries each edit of δ. */
  private *deltaEdits(
    layer: LayerSearch,
    fits: Readonly<Record<TensorName, boolean>>,
    branch: Branch,
  ): Generator<undefined, DeltaEdits> {
    const found: DeltaEdits = { whole: [], alone: { weights: [], bias: [] }, scaled: [] };
    const isGiven = layer.isGiven('weights') || layer.isGiven('bias');
    const isPair = this.limits.edits > 1 && branch.kinds.length < this.limits.edits;
    for (const edit of this.tried(layer, 'delta', branch, isGiven ? Infinity : unseen)) {
      if (this.meter.isSpent) break;
      if (this.meter.spend(editWork)) yield undefined;
      const value = yield* layer.delta(edit.wrote);
      const bound = layer.bind(value);
      const bias = yield* layer.follows('bias', bound);
      const isHalf = bias || isPair || !fits.weights;
      const weights = isHalf && (yield* layer.follows('weights', bound));
      if (bias && weights) found.whole.push({ edit, value });
      else if (bias && layer.isGiven('bias')) found.alone.bias.push({ edit, value });
      else if (weights && layer.isGiven('weights')) found.alone.weights.push({ edit, value });
      else if (isPair) {
        const factor = yield* factorBetween(this.context, layer, bound);
        if (factor) found.scaled.push({ edit, value: scaled(value, factor.factor), factor: factor.edit });
      }
    }
    const rate =
      this.limits.named || layer.index + 1 === this.targets.length
        ? null
        : yield* otherRate(this.context, layer);
    if (rate) {
      const value = yield* layer.delta(rate.wrote);
      const bound = layer.bind(value);
      if ((yield* layer.follows('bias', bound)) && (yield* layer.follows('weights', bound)))
        found.whole.push({ edit: rate, value });
    }
    return found;
  }

  /** Returns the edits that the limits allow: where there is no room for another kind, those of the same kinds. */
  private *tried(
    { edits }: LayerSearch,
    computes: Computes,
    { kinds }: Branch,
    most = Infinity,
  ): Generator<Edit> {
    const isFull = kinds.length >= this.limits.edits;
    const allowed = isFull
      ? edits.called(computes, new Set(kinds.flatMap((kind) => [...kind])))
      : edits.of(computes);
    for (const edit of allowed)
      if (edit.cost <= most && (!this.limits.named || (edit.isNamed && edit.cost <= likely))) yield edit;
  }

  /** Goes on with each edit of δ. It must show in the layer's own numbers, if any are given. */
  private *editDelta(layer: LayerSearch, branch: Branch, found: DeltaEdits): Generator<undefined, void> {
    const { deltas } = layer.edits.formulas;
    const place = (group: Group): Placed => ({
      group,
      layer: (group.edits[0].madeIn ?? layer.index) + 1,
      tensor: null,
    });
    for (const group of groupsOf(found.whole, deltas, this.fingerprints))
      yield* this.goOn(layer, branch, group.value, [place(group)]);
    for (const { edit, value, factor } of found.scaled)
      for (const group of groupsOf([{ edit, value }], deltas, this.fingerprints))
        yield* this.goOn(layer, branch, value, [
          place(group),
          place(groupOfMistake(factor.mistake(), factor.cost)),
        ]);
    if (this.limits.edits < 2) return;
    // An edit of δ that shows in one tensor, and another edit in the other tensor.
    for (const tensor of tensors) {
      const other = tensor === 'bias' ? 'weights' : 'bias';
      for (const group of groupsOf(found.alone[tensor], deltas, this.fingerprints)) {
        if (group.cost > unseen || !this.withKinds(branch, [group])) continue;
        for (const rest of yield* this.tensorGroups(layer, other, branch, layer.bind(group.value), []))
          yield* this.goOn(layer, branch, group.value, [
            place(group),
            { ...rest, layer: layer.index + 1, tensor: other },
          ]);
      }
    }
  }

  /** Tries edits of the formulas of weights and bias, with the right δ. @param isScale only constant factors of both */
  private *editTensors(
    layer: LayerSearch,
    branch: Branch,
    delta: BoundDelta,
    fits: Readonly<Record<TensorName, boolean>>,
    found: DeltaEdits,
    isScale: boolean,
  ): Generator<undefined, void> {
    const alone = (tensor: TensorName) => (isScale ? [] : found.alone[tensor].concat(found.whole));
    const ways = {
      weights: fits.weights
        ? [null]
        : yield* this.tensorGroups(layer, 'weights', branch, delta, alone('weights'), isScale),
      bias: fits.bias
        ? [null]
        : yield* this.tensorGroups(layer, 'bias', branch, delta, alone('bias'), isScale),
    };
    for (const weights of ways.weights)
      for (const bias of ways.bias) {
        const placed: Placed[] = [
          ...(weights ? [{ ...weights, layer: layer.index + 1, tensor: 'weights' as const }] : []),
          ...(bias ? [{ ...bias, layer: layer.index + 1, tensor: 'bias' as const }] : []),
        ];
        yield* this.goOn(layer, branch, delta.value, placed);
      }
  }

  /** Returns the edits of a tensor's formula, or of δ in it alone, that reproduce its numbers. */
  private *tensorGroups(
    layer: LayerSearch,
    tensor: TensorName,
    branch: Branch,
    delta: BoundDelta,
    alone: readonly Matched[],
    isScale = false,
  ): Generator<undefined, { readonly group: Group; readonly entries?: readonly number[] }[]> {
    const target = layer.targets[tensor];
    const formula = layer.formulaOf(tensor);
    if (!target || !formula || target.rows) return [];
    const matched: Matched[] = [];
    for (const edit of this.tried(layer, tensor, branch)) {
      if (isScale && !scales.has(edit.mistake().code)) continue;
      if (this.meter.isSpent) break;
      if (this.meter.spend(editWork)) yield undefined;
      if (yield* layer.fits(tensor, delta, edit.wrote))
        matched.push({ edit, value: yield* layer.gradient(delta, edit.wrote) });
    }
    const own = groupsOf(matched, [formula], this.fingerprints);
    const ofDelta = groupsOf(alone.map(inAlone), layer.edits.formulas.deltas, this.fingerprints);
    const found = [...own, ...ofDelta].map((group) => ({ group }));
    if (found.length > 0 || isScale || !this.limits.partly) return found;
    const factor = yield* constantFactor(layer, tensor, delta, this.limits.level);
    const parts = yield* entriesAlone(layer, tensor, delta, this.limits.level);
    return factor ? [...parts, { group: factor }] : parts;
  }

  /** Leaves a layer without an explanation, and goes on with the δ that its numbers imply, or with the right one. */
  private *leaveOpen(
    layer: LayerSearch,
    branch: Branch,
    delta: BoundDelta,
    fits: Readonly<Record<TensorName, boolean>>,
  ): Generator<undefined, void> {
    const group = groupOfMistake({ code: 'unknown' }, unknownCost);
    const placed = tensors.filter((tensor) => !fits[tensor]).map((tensor) => ({ group, layer: layer.index + 1, tensor })); // prettier-ignore
    const implied = yield* solvedDelta(this.context, layer, this.meter);
    if (implied) yield* this.goOn(layer, branch, implied, placed);
    yield* this.goOn(layer, branch, delta.value, placed);
  }

  private *goOn(
    layer: LayerSearch,
    branch: Branch,
    delta: Tensor,
    placed: readonly Placed[],
  ): Generator<undefined, void> {
    const all = [...placed, ...forcedIn(layer)];
    const kinds = this.withKinds(branch, all.map(({ group }) => group)); // prettier-ignore
    if (!kinds) return;
    const deltas = new Map([...branch.deltas, [layer.index, delta.values]]);
    yield* this.search(layer.index - 1, { deltas, placed: [...branch.placed, ...all], kinds });
  }

  private withKinds(branch: Branch, groups: readonly Group[]): ReturnType<typeof withKinds> {
    return withKinds(branch, groups, this.limits.edits);
  }
}

const scaled = (value: Tensor, factor: number): Tensor => ({ ...value, values: value.values.map((each) => factor * each) }); // prettier-ignore
