import type { Context } from '../mistakes/context.js';
import type { Mistake } from '../mistakes/mistake.js';
import type { TensorName } from '../parameters.js';
import type { Computation } from './computation.js';
import {
  constant,
  dimensionsOf,
  product,
  replaceAt,
  replaceQuantities,
  through,
  walk,
  type Expression,
} from './expression.js';
import { weightsOf, type LayerFormulas } from './formulas.js';
import type { Named } from './named.js';
import { otherDerivatives, derivedRight } from './otherDerivatives.js';
import { otherOutputs } from './otherOutputs.js';
import { otherPaths } from './otherPaths.js';
import { otherBias, otherWeights } from './otherTensors.js';
import { rewritesOf, type Vocabulary } from './rewrites.js';
import { scalesOf } from './scales.js';
import { vocabularyOf } from './vocabulary.js';

/** What a formula computes: δ, or the gradient of a tensor. */
export type Computes = 'delta' | TensorName;

/** One edit of a right formula. */
export interface Edit {
  readonly wrote: Computation;
  /** How unlikely the edit is. */
  readonly cost: number;
  readonly isNamed: boolean;
  /** Returns a name that is the same in other layers. */
  readonly key: () => string;
  readonly mistake: () => Mistake;
  /** The layer where it was made, from 0, if that is not the layer of the formula. */
  readonly madeIn: number | null;
}

/** The formulas of a layer with all edits of each. */
export interface LayerEdits {
  readonly formulas: LayerFormulas;
  /** The formulas and their parts. */
  readonly kept: ReadonlySet<Expression>;
  /** Returns the edits of a formula, those that have a name first. */
  readonly of: (computes: Computes) => readonly Edit[];
  /** Returns the edits with one of some names. */
  readonly called: (computes: Computes, keys: Iterable<string>) => readonly Edit[];
}

/** Returns the edits of the formulas of layer `index` (from 0). They are listed when they are asked for. */
export function editsOf(
  context: Context,
  index: number,
  formulas: LayerFormulas,
  likelyRows: readonly number[] | null,
): LayerEdits {
  const list = new EditList(context, index, formulas, likelyRows);
  const known = new Map<Computes, readonly Edit[]>();
  const byKey = new Map<Computes, ReadonlyMap<string, readonly Edit[]>>();
  const of = (computes: Computes) => {
    const edits = known.get(computes) ?? [...list.of(computes)];
    known.set(computes, edits);
    return edits;
  };
  const called = (computes: Computes, keys: Iterable<string>) => {
    const index = byKey.get(computes) ?? indexOf(of(computes));
    byKey.set(computes, index);
    return [...keys].flatMap((key) => index.get(key) ?? []);
  };
  return { formulas, kept: partsIn(formulas), of, called };
}

/** Returns all parts of the right formulas. */
export function partsIn({ errors, deltas, weights, bias }: LayerFormulas): ReadonlySet<Expression> {
  const all = [...errors, ...deltas, weights, ...(bias ? [bias] : [])];
  return new Set(all.flatMap((formula) => [...walk(formula)].map(({ part }) => part)));
}

function indexOf(edits: readonly Edit[]): ReadonlyMap<string, readonly Edit[]> {
  const index = new Map<string, Edit[]>();
  for (const edit of edits) {
    const key = edit.key();
    const same = index.get(key);
    if (same) same.push(edit);
    else index.set(key, [edit]);
  }
  return index;
}

class EditList {
  private readonly vocabulary: Vocabulary;

  constructor(
    private readonly context: Context,
    private readonly index: number,
    private readonly formulas: LayerFormulas,
    private readonly likelyRows: readonly number[] | null,
  ) {
    this.vocabulary = vocabularyOf(context, index);
  }

  *of(computes: Computes): Generator<Edit> {
    const { deltas, weights, bias } = this.formulas;
    const rights = computes === 'delta' ? deltas : computes === 'weights' ? [weights] : bias ? [bias] : [];
    for (const { mistake, cost, wrote, madeIn = null } of this.named(computes))
      yield { wrote, cost, isNamed: true, key: () => mistake.code, mistake: () => mistake, madeIn };
    for (const [form, right] of rights.entries()) yield* this.edits(computes, right, form);
  }

  private named(computes: Computes): readonly Named[] {
    const { context, index, formulas } = this;
    if (computes === 'weights') return otherWeights(context, index, formulas);
    return computes === 'bias' ? otherBias(context, index, formulas) : this.namedDeltas();
  }

  private namedDeltas(): Named[] {
    const { context, index, formulas, likelyRows } = this;
    const { recorded } = context;
    const [right] = formulas.deltas;
    const [error] = formulas.errors;
    const scales = scalesOf(context).map(({ mistake, cost, factor }): Named => ({ mistake, cost, wrote: product(constant(factor), right) })); // prettier-ignore
    const derivatives = otherDerivatives(recorded, index, error);
    const isLast = index === recorded.layers.length - 1;
    return [
      ...scales,
      ...derivatives,
      ...(isLast ? otherOutputs(context, right, likelyRows) : this.otherErrors()),
    ];
  }

  /** Returns δ of a hidden layer from other gradients of its outputs. */
  private otherErrors(): Named[] {
    const { context, index } = this;
    const { recorded } = context;
    const behind = index + 1;
    const paths = otherPaths(context, behind).map(({ mistake, cost, error }): Named => ({ mistake, cost, wrote: derivedRight(recorded, index, error) })); // prettier-ignore
    if (recorded.layers[behind].layer.activation === 'identity') return paths;
    const [underived] = this.formulas.behind;
    const wrote = derivedRight(recorded, index, through(underived, weightsOf(behind)));
    return [...paths, { mistake: { code: 'missing-activation-derivative', where: 'passed' }, cost: 1.3, wrote, madeIn: behind }]; // prettier-ignore
  }

  private *edits(of: Computes, right: Expression, form: number): Generator<Edit> {
    const formCost = form === 0 ? 0 : 0.02;
    const edit = (path: readonly number[], to: Expression, cost: number, key: () => string): Edit => {
      const wrote = replaceAt(right, path, to);
      return {
        wrote, cost: cost + formCost, isNamed: false, key, madeIn: null,
        mistake: () => ({ code: 'edit', key: key(), of, wrote, right, path }),
      }; // prettier-ignore
    };
    for (const { part, path } of form === 0 ? walk(right) : this.slopeParts(right)) {
      for (const { to, cost } of rewritesOf(part, this.vocabulary))
        yield edit(path, to, cost, () => this.keyOf(right, part, to));
      if (!this.isSlope(part)) continue;
      for (const to of this.vocabulary.quantities(dimensionsOf(part)))
        yield edit(path, to, 1.15, () => this.keyOf(right, part, to));
      for (const { to, key } of this.throughout(part)) yield edit(path, to, 1.1, key);
    }
  }

  /** Yields the parts of f′, in which the ways to write δ differ; all parts if the formula has no f′. */
  private *slopeParts(right: Expression): ReturnType<typeof walk> {
    const slope = [...walk(right)].find(({ part }) => this.isSlope(part));
    yield* slope ? walk(slope.part, slope.path) : walk(right);
  }

  /** Replaces a quantity wherever it occurs in f′. */
  private *throughout(slope: Expression): Generator<{ readonly to: Expression; readonly key: () => string }> {
    const found = [...walk(slope)].flatMap(({ part }) => (part.kind === 'quantity' ? [part] : []));
    const names = new Map(found.map((each) => [each.name, each]));
    for (const from of names.values())
      for (const to of this.vocabulary.quantities(from.dimensions))
        yield {
          to: replaceQuantities(slope, (each) => (each.name === from.name ? to : each)),
          key: () => `f′ ${this.write(from)} → ${this.write(to)}`,
        };
  }

  private keyOf(right: Expression, part: Expression, to: Expression): string {
    const whole = part === right ? right : null;
    return `${this.write(part, whole)} → ${this.write(to, whole)}`;
  }

  private isSlope(part: Expression): boolean {
    return this.formulas.slopes.includes(part);
  }

  /** Writes an expression with layers relative to this one, and f′ and the `whole` formula as such. */
  private write(expression: Expression, whole: Expression | null = null): string {
    if (expression === whole) return 'all';
    if (expression.kind === 'quantity') {
      const { name, layer, isTransposed } = expression;
      return `${name}${layer - this.index}${isTransposed ? 'ᵀ' : ''}`;
    }
    if (expression.kind === 'constant') return expression.symbol ?? String(expression.value);
    if (this.isSlope(expression)) return 'f′';
    const { parts, ...own } = expression;
    const name = Object.values(own).filter((value) => value !== null).join(' '); // prettier-ignore
    const kind = expression.kind === 'outer' || expression.kind === 'rows' ? name.replace(/^\w+ /, 'reduce ') : name; // prettier-ignore
    return `${kind}(${parts.map((part) => this.write(part, whole)).join(', ')})`;
  }
}
