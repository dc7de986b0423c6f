import type { Recorded } from '../record.js';
import type { Context } from './context.js';
import { applied, derivativeCandidates, rightDerivative, type Derivative } from './derivative.js';
import {
  followsDirectly,
  followsScaled,
  forcedMistakes,
  localCodes,
  localExplanations,
  type Claim,
  type Limits,
} from './explain.js';
import { LossGradient } from './local.js';
import { costOf, type Mistake, type Reach, type LocatedMistake } from './mistake.js';
import { deltaOf, outputCandidates } from './output.js';
import type { WorkMeter } from '../workMeter.js';
import { passBack, propagationCandidates, type PropagationCandidate } from './propagation.js';
import { otherRate } from './otherRate.js';
import { scalesOf, type Scale } from './scales.js';
import type { Target } from './target.js';

/** Mistakes that together reproduce all the given numbers. */
export interface Solution {
  readonly mistakes: readonly LocatedMistake[];
  readonly cost: number;
}

export interface LayerTargets {
  readonly weights: Target | null;
  readonly bias: Target | null;
}

const mostSolutions = 200;
/** The additional cost, relative to the best solution, beyond which a solution is no alternative. */
const band = 1;

/**
 * Follows the backward pass from the output, with or without a mistake at each step, as far as the given numbers agree.
 * A branch ends at the first layer whose given gradients it does not reproduce.
 */
export class Search {
  private readonly recorded: Recorded;
  private readonly lowest: number;
  private readonly scales: readonly Scale[];
  private readonly solutions: Solution[] = [];
  private best = Infinity;

  constructor(
    private readonly context: Context,
    private readonly targets: readonly LayerTargets[],
    private readonly limits: Limits,
    private readonly meter: WorkMeter,
    /** The rows that the numbers may have been computed from, as found by `rowsOf`. */
    private readonly likelyRows: readonly number[] | null = null,
  ) {
    this.recorded = context.recorded;
    this.scales = scalesOf(context);
    this.lowest = targets.findIndex(({ weights, bias }) => weights ?? bias);
  }

  /** Returns the solutions, the simplest first. */
  *run(): Generator<undefined, readonly Solution[]> {
    const last = this.recorded.layers.length - 1;
    const right = this.recorded.layers[last].deltas;
    for (const candidate of outputCandidates(this.context, this.likelyRows)) {
      if (this.meter.isSpent) break;
      const { mistake, cost, reach } = candidate;
      if (!this.mayAdd([], mistake, cost)) continue;
      const mistakes = this.with([], mistake, cost, last);
      const wrong = yield* deltaOf(candidate, this.recorded, this.meter);
      yield* this.follow(last, right, wrong, reach, mistakes);
      if (reach === 'both' && mistakes.length > 0) yield* this.scale(last, wrong, mistakes);
    }
    return this.solutions.sort((a, b) => a.cost - b.cost);
  }

  /** Tries a layer's δ times a constant. The factor must show in this layer's own gradients, if any are given. */
  private *scale(
    index: number,
    delta: Float64Array,
    mistakes: readonly LocatedMistake[],
  ): Generator<undefined, void> {
    const scales = this.scales.filter(({ mistake, cost }) => this.mayAdd(mistakes, mistake, cost));
    if (scales.length === 0) return;
    if (this.meter.spend(delta.length)) yield undefined;
    const claims = this.claims(index, delta).map(followsScaled);
    for (const { mistake, cost, factor } of scales) {
      if (claims.length > 0 && !claims.some((follows) => follows(factor))) continue;
      if (this.meter.spend(delta.length)) yield undefined;
      const times = delta.map((value) => value * factor);
      if (isNearly(times, this.recorded.layers[index].deltas)) continue; // This factor would undo an earlier mistake.
      yield* this.descend(index, times, times, this.with(mistakes, mistake, cost, index));
    }
  }

  /** Follows a layer's δ with and without a mistake, according to where the mistake has an effect. */
  private *follow(
    index: number,
    right: Float64Array,
    wrong: Float64Array,
    reach: Reach,
    mistakes: readonly LocatedMistake[],
  ): Generator<undefined, void> {
    yield* this.descend(index, reach === 'passed' ? right : wrong, reach === 'own' ? right : wrong, mistakes);
  }

  /** Continues in the previous layer. `own` is the δ of this layer's gradients, `passed` the δ that is passed back. */
  private *descend(
    index: number,
    own: Float64Array,
    passed: Float64Array,
    mistakes: readonly LocatedMistake[],
  ): Generator<undefined, void> {
    const ways = yield* this.explain(index, own, mistakes);
    for (const found of ways) {
      const all = [...mistakes, ...found];
      const cost = costOf(all);
      if (cost > this.best + band || this.meter.isSpent) continue;
      if (index <= this.lowest) this.solve(all, cost);
      else yield* this.goBack(index, passed, all);
    }
  }

  private *goBack(
    index: number,
    deltas: Float64Array,
    mistakes: readonly LocatedMistake[],
  ): Generator<undefined, void> {
    const { meter } = this;
    const e = yield* passBack(this.recorded.layers[index], deltas, meter);
    const delta = yield* this.derived(index - 1, e, rightDerivative(this.recorded.layers[index - 1]));
    yield* this.descend(index - 1, delta, delta, mistakes);
    yield* this.scale(index - 1, delta, mistakes);
    yield* this.tryDerivatives(index - 1, e, delta, mistakes);
    const candidates = [
      ...propagationCandidates(this.context, index),
      ...(yield* this.otherRates(index, deltas, mistakes)),
    ];
    for (const { mistake, cost, apply } of candidates) {
      if (meter.isSpent || !this.mayAdd(mistakes, mistake, cost)) continue;
      const wrong = yield* apply(deltas, meter);
      const more = this.with(mistakes, mistake, cost, index - 1);
      const wrongDelta = yield* this.derived(
        index - 1,
        wrong,
        rightDerivative(this.recorded.layers[index - 1]),
      );
      yield* this.descend(index - 1, wrongDelta, wrongDelta, more);
      yield* this.tryDerivatives(index - 1, wrong, wrongDelta, more);
    }
  }

  /** Computes δ from e. */
  private *derived(index: number, e: Float64Array, by: Derivative): Generator<undefined, Float64Array> {
    const delta = e.slice();
    yield* applied(by, this.recorded.layers[index], delta, this.meter);
    return delta;
  }

  private *otherRates(
    index: number,
    deltas: Float64Array,
    mistakes: readonly LocatedMistake[],
  ): Generator<undefined, PropagationCandidate[]> {
    const isPossible =
      this.limits.cost === Infinity &&
      this.mayAdd(mistakes, { code: 'updated-weights', per: 'batch', factor: 1 }, 0);
    if (!isPossible) return [];
    return yield* otherRate(this.context, index, deltas, this.targets[index - 1], this.meter);
  }

  private *tryDerivatives(
    index: number,
    e: Float64Array,
    right: Float64Array,
    mistakes: readonly LocatedMistake[],
  ): Generator<undefined, void> {
    if (!this.hasRoom(mistakes) && !mistakes.some(({ mistake }) => derivativeCodes.has(mistake.code))) return;
    for (const { mistake, cost, reach, apply } of derivativeCandidates(this.recorded, index)) {
      if (this.meter.isSpent || !this.mayAdd(mistakes, mistake, cost)) continue;
      const wrong = yield* this.derived(index, e, apply);
      yield* this.follow(index, right, wrong, reach, this.with(mistakes, mistake, cost, index));
    }
  }

  private claims(index: number, deltas: Float64Array): Claim[] {
    const { context, limits } = this;
    const recorded = this.recorded.layers[index];
    const loss = new LossGradient(recorded, deltas);
    return [this.targets[index].bias, this.targets[index].weights]
      .filter((target) => target !== null)
      .map((target): Claim => ({ context, recorded, target, deltas, loss, level: limits.level }));
  }

  /** Returns the ways in which a layer's given gradients follow from its δ. */
  private *explain(
    index: number,
    deltas: Float64Array,
    mistakes: readonly LocatedMistake[],
  ): Generator<undefined, LocatedMistake[][]> {
    const claims = this.claims(index, deltas);
    const direct: boolean[] = [];
    for (const claim of claims) direct.push(yield* followsDirectly(claim, this.meter));
    if (claims.length > 0 && !direct.includes(true) && mistakes.some((located) => isSeenIn(located, index)))
      return [];
    let ways: LocatedMistake[][] = [[]];
    for (const [i, claim] of claims.entries()) {
      const longer: LocatedMistake[][] = [];
      for (const way of ways) {
        const before = [...mistakes, ...way];
        const found = yield* this.explainTensor(claim, direct[i], before);
        for (const more of found)
          if (this.countCodes([...before, ...more]) <= this.limits.codes) longer.push([...way, ...more]);
      }
      ways = longer;
    }
    return ways;
  }

  private *explainTensor(
    claim: Claim,
    isDirect: boolean,
    mistakes: readonly LocatedMistake[],
  ): Generator<undefined, LocatedMistake[][]> {
    if (isDirect) return [forcedMistakes(claim)];
    const canBeLocal = this.hasRoom(mistakes) || mistakes.some(({ mistake }) => localCodes.has(mistake.code));
    if (!canBeLocal && !this.limits.unknown) return [];
    return yield* localExplanations(
      claim,
      this.limits,
      (mistake) => this.mayAdd(mistakes, mistake, 0),
      this.meter,
    );
  }

  private solve(mistakes: readonly LocatedMistake[], cost: number): void {
    if (mistakes.length === 0) return;
    this.best = Math.min(this.best, cost);
    this.solutions.push({ mistakes, cost });
    if (this.solutions.length <= mostSolutions) return;
    this.solutions.sort((a, b) => a.cost - b.cost);
    this.solutions.length = mostSolutions / 2;
  }

  private with(
    mistakes: readonly LocatedMistake[],
    mistake: Mistake | null,
    cost: number,
    index: number,
  ): readonly LocatedMistake[] {
    return mistake
      ? [...mistakes, { mistake, layer: index + 1, tensor: null, cost, entries: null }]
      : mistakes;
  }

  private mayAdd(mistakes: readonly LocatedMistake[], mistake: Mistake | null, cost: number): boolean {
    if (!mistake) return true;
    if (cost > this.limits.cost) return false;
    return (
      mistake.code === 'unknown' ||
      this.hasRoom(mistakes) ||
      mistakes.some((located) => located.mistake.code === mistake.code)
    );
  }

  private hasRoom(mistakes: readonly LocatedMistake[]): boolean {
    return this.countCodes(mistakes) < this.limits.codes;
  }

  private countCodes(mistakes: readonly LocatedMistake[]): number {
    return new Set(mistakes.map(({ mistake }) => mistake.code).filter((code) => code !== 'unknown')).size;
  }
}

function isNearly(a: Float64Array, b: Float64Array): boolean {
  return a.every((value, i) => Math.abs(value - b[i]) <= 1e-9 * Math.abs(b[i]));
}

/**
 * Returns whether a mistake in a layer's δ shows there: at least one tensor must follow from that δ without another
 * mistake. Otherwise any mistake could be undone by another.
 */
function isSeenIn({ tensor, layer, mistake }: LocatedMistake, index: number): boolean {
  return tensor === null && layer === index + 1 && !('where' in mistake && mistake.where === 'passed');
}

const derivativeCodes: ReadonlySet<string> = new Set([
  'missing-activation-derivative', 'activation-derivative-at-net', 'wrong-layer-activation', 'elementwise-softmax',
]); // prettier-ignore
