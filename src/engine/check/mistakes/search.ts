import { quantum } from '../../pacing.js';
import type { Recorded } from '../record.js';
import type { Context } from './context.js';
import { applyDerivative, derivativeSlips } from './derivative.js';
import {
  followsDirectly,
  forcedSlips,
  localCodes,
  localExplanations,
  type Claim,
  type Limits,
} from './explain.js';
import { costOf, type Mistake, type Reach, type Slip } from './mistake.js';
import { outputSlips } from './output.js';
import { passBack, propagationSlips, type PropagationSlip } from './propagation.js';
import { otherRate } from './rate.js';
import { scaled, scalesOf } from './scales.js';
import { rowsOf } from './subset.js';
import type { Target } from './target.js';

/** Slips that together reproduce everything that was given. */
export interface Solution {
  readonly slips: readonly Slip[];
  readonly cost: number;
}

export interface LayerTargets {
  readonly weights: Target | null;
  readonly bias: Target | null;
}

const mostSolutions = 200;
/** A solution this much more far-fetched than the best is no alternative. */
const band = 1;

/** How much may be tried, in multiply-adds; shared by the rounds of a search. */
export interface Effort {
  left: number;
}

/**
 * Follows the backward pass from the output, with a slip or without at each step, as far as the given numbers agree: a
 * branch ends at the first layer whose given gradients it does not reproduce.
 */
export class Search {
  private readonly recorded: Recorded;
  private readonly lowest: number;
  private readonly solutions: Solution[] = [];
  private best = Infinity;
  private sinceYield = 0;

  constructor(
    private readonly context: Context,
    private readonly targets: readonly LayerTargets[],
    private readonly limits: Limits,
    private readonly effort: Effort,
  ) {
    this.recorded = context.recorded;
    this.lowest = targets.findIndex(({ weights, bias }) => weights ?? bias);
  }

  /** The solutions, the simplest first. */
  *run(): Generator<undefined, readonly Solution[]> {
    const last = this.recorded.layers.length - 1;
    const right = this.recorded.layers[last].deltas;
    for (const { mistake, cost, reach, delta } of outputSlips(
      this.context,
      rowsOf(this.context, this.targets),
    )) {
      if (!this.mayAdd([], mistake, cost)) continue;
      const slips = this.with([], mistake, cost, last);
      const wrong = delta();
      yield* this.follow(last, right, wrong, reach, slips);
      if (reach === 'both' && slips.length > 0) yield* this.scale(last, wrong, slips);
    }
    return this.solutions.sort((a, b) => a.cost - b.cost);
  }

  /** δ of a layer times a constant. */
  private *scale(index: number, delta: Float64Array, slips: readonly Slip[]): Generator<undefined, void> {
    for (const { mistake, cost, factor } of scalesOf(this.context)) {
      if (!this.mayAdd(slips, mistake, cost)) continue;
      const times = scaled(delta, factor);
      yield* this.descend(index, times, times, this.with(slips, mistake, cost, index));
    }
  }

  /** δ of a layer with and without a slip, used where the slip reaches. */
  private *follow(
    index: number,
    right: Float64Array,
    slipped: Float64Array,
    reach: Reach,
    slips: readonly Slip[],
  ): Generator<undefined, void> {
    yield* this.descend(
      index,
      reach === 'passed' ? right : slipped,
      reach === 'own' ? right : slipped,
      slips,
    );
  }

  /** `own`: the δ of this layer's gradients; `passed`: the δ that goes on to the layer before. */
  private *descend(
    index: number,
    own: Float64Array,
    passed: Float64Array,
    slips: readonly Slip[],
  ): Generator<undefined, void> {
    const { layer } = this.recorded.layers[index];
    this.spend(own.length * 4);
    const ways = this.explain(index, own, slips);
    if (this.isDue()) yield undefined;
    for (const found of ways) {
      const all = [...slips, ...found];
      const cost = costOf(all);
      if (cost > this.best + band || this.effort.left <= 0) continue;
      if (index <= this.lowest) this.solve(all, cost);
      else {
        this.spend(own.length * layer.inputs);
        if (this.isDue()) yield undefined;
        yield* this.goBack(index, passed, all);
      }
    }
  }

  private *goBack(index: number, deltas: Float64Array, slips: readonly Slip[]): Generator<undefined, void> {
    const layer = this.recorded.layers[index];
    const before = this.recorded.layers[index - 1];
    const e = passBack(layer, deltas);
    const right = (e: Float64Array) => {
      const delta = e.slice();
      applyDerivative(before, delta);
      return delta;
    };
    const delta = right(e);
    yield* this.descend(index - 1, delta, delta, slips);
    yield* this.scale(index - 1, delta, slips);
    yield* this.slipDerivative(index - 1, e, delta, slips);
    const slipped = [...propagationSlips(this.context, index), ...this.otherRates(index, deltas, slips)];
    for (const { mistake, cost, apply } of slipped) {
      if (!this.mayAdd(slips, mistake, cost)) continue;
      this.spend(deltas.length * layer.layer.inputs);
      if (this.isDue()) yield undefined;
      const wrong = apply(deltas);
      const more = this.with(slips, mistake, cost, index - 1);
      const wrongDelta = right(wrong);
      yield* this.descend(index - 1, wrongDelta, wrongDelta, more);
      yield* this.slipDerivative(index - 1, wrong, wrongDelta, more);
    }
  }

  private otherRates(index: number, deltas: Float64Array, slips: readonly Slip[]): PropagationSlip[] {
    const isPossible =
      this.limits.cost === Infinity &&
      this.mayAdd(slips, { code: 'updated-weights', per: 'batch', factor: 1 }, 0);
    return isPossible ? otherRate(this.context, index, deltas, this.targets[index - 1]) : [];
  }

  private *slipDerivative(
    index: number,
    e: Float64Array,
    right: Float64Array,
    slips: readonly Slip[],
  ): Generator<undefined, void> {
    if (!this.hasRoom(slips) && !slips.some(({ mistake }) => derivativeCodes.has(mistake.code))) return;
    for (const { mistake, cost, reach, apply } of derivativeSlips(this.recorded, index)) {
      if (!this.mayAdd(slips, mistake, cost)) continue;
      const wrong = e.slice();
      apply(wrong);
      yield* this.follow(index, right, wrong, reach, this.with(slips, mistake, cost, index));
    }
  }

  /** The ways in which a layer's given gradients follow from its δ. */
  private explain(index: number, deltas: Float64Array, slips: readonly Slip[]): Slip[][] {
    const { context, limits } = this;
    const recorded = this.recorded.layers[index];
    const claims = [this.targets[index].bias, this.targets[index].weights]
      .filter((target) => target !== null)
      .map((target): Claim => ({ context, recorded, target, deltas, level: limits.level }));
    const direct = claims.map(followsDirectly);
    if (claims.length > 0 && !direct.includes(true) && slips.some((slip) => isSeenIn(slip, index))) return [];
    let ways: Slip[][] = [[]];
    claims.forEach((claim, i) => {
      ways = ways.flatMap((way) => {
        const before = [...slips, ...way];
        return this.explainTensor(claim, direct[i], before)
          .filter((found) => this.countCodes([...before, ...found]) <= limits.codes)
          .map((found) => [...way, ...found]);
      });
    });
    return ways;
  }

  private explainTensor(claim: Claim, isDirect: boolean, slips: readonly Slip[]): Slip[][] {
    if (isDirect) return [forcedSlips(claim)];
    const canBeLocal = this.hasRoom(slips) || slips.some(({ mistake }) => localCodes.has(mistake.code));
    if (!canBeLocal && !this.limits.unknown) return [];
    this.spend(3 * claim.deltas.length * (claim.target.tensor === 'weights' ? claim.target.columns : 1));
    return localExplanations(claim, this.limits, (mistake) => this.mayAdd(slips, mistake, 0));
  }

  private solve(slips: readonly Slip[], cost: number): void {
    if (slips.length === 0) return;
    this.best = Math.min(this.best, cost);
    this.solutions.push({ slips, cost });
    if (this.solutions.length <= mostSolutions) return;
    this.solutions.sort((a, b) => a.cost - b.cost);
    this.solutions.length = mostSolutions / 2;
  }

  private with(
    slips: readonly Slip[],
    mistake: Mistake | null,
    cost: number,
    index: number,
  ): readonly Slip[] {
    return mistake ? [...slips, { mistake, layer: index + 1, tensor: null, cost, entries: null }] : slips;
  }

  private mayAdd(slips: readonly Slip[], mistake: Mistake | null, cost: number): boolean {
    if (!mistake) return true;
    if (cost > this.limits.cost) return false;
    return (
      mistake.code === 'unknown' ||
      this.hasRoom(slips) ||
      slips.some((slip) => slip.mistake.code === mistake.code)
    );
  }

  private hasRoom(slips: readonly Slip[]): boolean {
    return this.countCodes(slips) < this.limits.codes;
  }

  private countCodes(slips: readonly Slip[]): number {
    return new Set(slips.map(({ mistake }) => mistake.code).filter((code) => code !== 'unknown')).size;
  }

  private spend(work: number): void {
    this.effort.left -= work;
    this.sinceYield += work;
  }

  /** It is time to breathe. */
  private isDue(): boolean {
    if (this.sinceYield < quantum) return false;
    this.sinceYield = 0;
    return true;
  }
}

/**
 * A slip that makes a layer's δ wrong must show there: one tensor at least follows from that δ as it is. Else any slip
 * could be undone by another.
 */
function isSeenIn({ tensor, layer, mistake }: Slip, index: number): boolean {
  return tensor === null && layer === index + 1 && !('where' in mistake && mistake.where === 'passed');
}

const derivativeCodes: ReadonlySet<string> = new Set([
  'missing-activation-derivative', 'activation-derivative-at-net', 'wrong-layer-activation', 'elementwise-softmax',
]); // prettier-ignore
