import type { Precision } from '../model/spec.js';
import { penaltyOf, type Context } from './mistakes/context.js';
import type { Target } from './mistakes/target.js';
import type { Parameter } from './parameters.js';
import { Probe } from './probe.js';

/** A finite difference: at θ + h and θ, or θ and θ − h, or θ + h and θ − h. */
export interface DifferenceQuotient {
  readonly kind: 'forward' | 'backward' | 'central';
  readonly step: number;
  /** The precision in which the objective was computed. */
  readonly precision: Precision;
}

/** The steps that people use. */
const steps = [1e-4, 1e-5, 1e-3, 1e-6, 1e-2, 1e-7, 1e-1, 1e-8, 1.4901161193847656e-8, 1e-9, 0.5, 0.05, 0.005, 5e-4, 5e-5, 1]; // prettier-ignore
const kinds = ['central', 'forward', 'backward'] as const;

/** The number of entries that are looked at first, and the most entries of each tensor. */
const [firstEntries, mostEntries] = [4, 100];

/** The most that rounding of the objective changes it, in multiples of its unit in the last place. */
const units = 16;

/** The digits that the wrong numbers must have together, since nearly fifty finite differences are tried. */
const leastDigits = 6;

/** The largest share of the largest gradient that rounding may take up. */
const mostNoise = { float64: 0.01, float32: 0.002 } as const;
const epsilon = { float64: Number.EPSILON, float32: 2 ** -23 } as const;

/**
 * Returns the finite difference that the given numbers are, if they are one of the objective on all its samples: its
 * quotient reproduces every number within the rounding of the objective, which is divided by the step. null if none does.
 */
export function* numericGradient(
  context: Context,
  targets: readonly Target[],
  precision: Precision,
): Generator<undefined, DifferenceQuotient | null> {
  if (targets.length === 0 || targets.some(({ forced, rows }) => forced ?? rows)) return null;
  const quotients = new Quotients(context, epsilon[precision]);
  const largest = Math.max(...targets.map(({ largest }) => largest));
  const first = targets.flatMap((target) =>
    target.strictlyWrong.slice(0, firstEntries).map((entry) => ({ target, entry })),
  );
  const all = targets.flatMap((target) =>
    target.entries.slice(0, mostEntries).map((entry) => ({ target, entry })),
  );
  for (const step of steps)
    for (const kind of kinds) {
      if (quotients.noise(kind, step) > mostNoise[precision] * largest) continue;
      if (!(yield* quotients.reproduce(first, kind, step))) continue;
      if (!isEvident(targets, quotients.noise(kind, step))) continue;
      if (yield* quotients.reproduce(all, kind, step)) return { kind, step, precision };
    }
  return null;
}

/**
 * Returns whether the wrong numbers have enough digits that a finite difference cannot reproduce them by chance: those of
 * each are its size in multiples of its tolerance.
 */
function isEvident(targets: readonly Target[], noise: number): boolean {
  const digits = targets.flatMap(({ given, strict, strictlyWrong }) =>
    strictlyWrong.map((entry) => Math.log10(Math.abs(given[entry]) / (strict[entry] + noise))),
  );
  return digits.reduce((sum, each) => sum + Math.max(0, each), 0) >= leastDigits;
}

interface Place {
  readonly target: Target;
  readonly entry: number;
}

/** Computes difference quotients of the objective. */
class Quotients {
  private readonly probe: Probe;
  private readonly objective: number;

  constructor(
    private readonly context: Context,
    private readonly epsilon: number,
  ) {
    const { recorded, regularization } = context;
    this.probe = new Probe(recorded);
    const { l1, l2 } = regularization;
    let penalty = 0;
    for (const { weights } of recorded.network.layers)
      for (const w of weights) penalty += l1 * Math.abs(w) + (l2 / 2) * w * w;
    this.objective = recorded.batchLoss + penalty;
  }

  /** Returns the error of a quotient that results from rounding the objective. */
  noise(kind: DifferenceQuotient['kind'], step: number): number {
    return (units * this.epsilon * Math.abs(this.objective)) / (kind === 'central' ? 2 * step : step);
  }

  *reproduce(
    places: readonly Place[],
    kind: DifferenceQuotient['kind'],
    step: number,
  ): Generator<undefined, boolean> {
    for (const { target, entry } of places) {
      const value = yield* this.quotient(parameterOf(target, entry), kind, step);
      const off = Math.abs(value - target.given[entry]);
      if (!(off <= target.strict[entry] + this.noise(kind, step))) return false;
    }
    return true;
  }

  private *quotient(
    parameter: Parameter,
    kind: DifferenceQuotient['kind'],
    step: number,
  ): Generator<undefined, number> {
    const up = kind === 'backward' ? 0 : step;
    const down = kind === 'forward' ? 0 : -step;
    const above = yield* this.changeAt(parameter, up);
    const below = yield* this.changeAt(parameter, down);
    return (above - below) / (up - down);
  }

  /** Returns the change of the objective by a change of one parameter. */
  private *changeAt(parameter: Parameter, h: number): Generator<undefined, number> {
    if (h === 0) return 0;
    const { recorded, regularization } = this.context;
    const { start } = this.probe;
    yield* this.probe.move({ kind: 'parameter', parameter }, [h]) ?? [];
    const { losses } = this.probe.moved[0];
    const loss = losses.reduce((sum, value, row) => sum + (value - start[row]), 0) * recorded.scale;
    if (parameter.tensor === 'bias') return loss;
    const { weights, inputs } = recorded.layers[parameter.layer - 1].layer;
    const w = weights[parameter.unit * inputs + parameter.input];
    return loss + penaltyChange(regularization, w, h);
  }
}

/** Returns the change of l1 |w| + (l2/2) w² by a change h of w. */
function penaltyChange(regularization: Context['regularization'], w: number, h: number): number {
  const { l1, l2 } = regularization;
  const middle = penaltyOf({ l1: 0, l2 }, w + h / 2) * h;
  return middle + l1 * (Math.abs(w + h) - Math.abs(w));
}

function parameterOf({ layer, tensor, columns }: Target, entry: number): Parameter {
  return tensor === 'weights'
    ? { layer, tensor, unit: Math.floor(entry / columns), input: entry % columns }
    : { layer, tensor, unit: entry, input: 0 };
}
