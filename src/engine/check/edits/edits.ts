import type { Context } from '../mistakes/context.js';
import {
  constant,
  difference,
  dimensionsOf,
  partsOf,
  product,
  quantity,
  replaceAt,
  replaceQuantities,
  samplesDimension,
  single,
  sum,
  walk,
  type Dimensions,
  type Expression,
  type Quantity,
  type QuantityName,
} from './expression.js';
import { Fingerprints } from './fingerprint.js';
import { formulasOf, sizeOf, weightsOf, type LayerFormulas } from './formulas.js';
import { rewritesOf, type Vocabulary } from './rewrites.js';

/** An edit of a right formula, with all the ways to write it. */
export interface Edit {
  /** The same computation in different formulas, the simplest first. */
  readonly spellings: readonly Spelling[];
  readonly wrote: Expression;
  readonly cost: number;
}

/** One way to write an edit. */
export interface Spelling {
  /** The formula as edited, and the right one. */
  readonly wrote: Expression;
  readonly right: Expression;
  /** The path of the part that differs, in both. */
  readonly path: readonly number[];
  /** Returns a name of the edit that is the same in other layers. */
  readonly key: () => string;
  readonly cost: number;
}

/** The formulas of a layer with all edits of each, which are listed when they are asked for. */
export interface LayerEdits {
  readonly formulas: LayerFormulas;
  readonly deltas: () => readonly Edit[];
  readonly weights: () => readonly Edit[];
  readonly bias: () => readonly Edit[];
}

/** Returns the edits of the formulas of layer `index` (from 0), the simplest first, each computation once. */
export function editsOf(context: Context, index: number, formulas: LayerFormulas): LayerEdits {
  const list = new EditList(context, index, formulas.slopes);
  const known = new Map<keyof LayerFormulas, readonly Edit[]>();
  const once = (name: keyof LayerFormulas, rights: readonly Expression[]) => {
    const edits = known.get(name) ?? list.of(rights);
    known.set(name, edits);
    return edits;
  };
  return {
    formulas,
    deltas: () => once('deltas', formulas.deltas),
    weights: () => once('weights', [formulas.weights]),
    bias: () => once('bias', formulas.bias ? [formulas.bias] : []),
  };
}

class EditList {
  private readonly vocabulary: Vocabulary;
  private readonly fingerprints: Fingerprints;

  constructor(
    context: Context,
    private readonly index: number,
    private readonly slopes: readonly Expression[],
  ) {
    const { rows, outputs, learningRate } = context;
    this.vocabulary = {
      samples: rows,
      outputs,
      learningRate,
      quantities: (dimensions) => quantitiesOf(context, index, dimensions),
    };
    this.fingerprints = new Fingerprints(context);
  }

  of(rights: readonly Expression[]): Edit[] {
    const right = new Set(rights.map((each) => this.fingerprints.of(each)));
    const found = new Map<string, Spelling[]>();
    for (const [form, each] of rights.entries())
      for (const spelling of this.edits(each, form)) {
        const print = this.print(spelling);
        if (print.includes('NaN') || right.has(print)) continue;
        const same = found.get(print);
        if (same) same.push(spelling);
        else found.set(print, [spelling]);
      }
    const edits = [...found.values()].map((spellings): Edit => {
      const sorted = spellings.sort((a, b) => a.cost - b.cost);
      return { spellings: sorted, wrote: sorted[0].wrote, cost: sorted[0].cost };
    });
    return edits.sort((a, b) => a.cost - b.cost);
  }

  /** Returns what tells computations apart. Limits and rounding may do nothing to the numbers of a fingerprint. */
  private print({ wrote, key }: Spelling): string {
    const print = this.fingerprints.of(wrote);
    return hasThreshold(wrote) ? `${print} ${key()}` : print;
  }

  private *edits(right: Expression, form: number): Generator<Spelling> {
    const formCost = form === 0 ? 0 : 0.02;
    for (const { part, path } of form === 0 ? walk(right) : this.slopeParts(right)) {
      for (const { to, cost } of rewritesOf(part, this.vocabulary))
        yield {
          wrote: replaceAt(right, path, to),
          right,
          path,
          cost: cost + formCost,
          key: () => this.keyOf(right, part, to),
        };
      if (this.isSlope(part))
        for (const to of this.vocabulary.quantities(dimensionsOf(part)))
          yield {
            wrote: replaceAt(right, path, to),
            right,
            path,
            cost: 1.15 + formCost,
            key: () => this.keyOf(right, part, to),
          };
      if (this.isSlope(part))
        for (const { to, key } of this.throughout(part))
          yield { wrote: replaceAt(right, path, to), right, path, cost: 1.1 + formCost, key };
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
    return this.slopes.includes(part);
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

function hasThreshold(expression: Expression): boolean {
  if (expression.kind === 'call' && ['clip', 'round', 'float16'].includes(expression.name)) return true;
  return partsOf(expression).some(hasThreshold);
}

/** Returns the quantities that fit in a place, for the vocabulary of layer `index`. */
function quantitiesOf(context: Context, index: number, dimensions: Dimensions): Expression[] {
  const { recorded } = context;
  const { network } = recorded;
  const last = network.layers.length - 1;
  const size = (dimension: number) => sizeOf(network, context.rows, dimension);
  const layers = [index, index - 1, index + 1, ...network.layers.keys(), -1].filter((layer) => layer <= last && layer >= -1); // prettier-ignore
  const [first, second] = dimensions;
  const at = (name: QuantityName, layer: number): Quantity => quantity(name, layer, dimensions);
  const found: Quantity[] = [];
  for (const layer of new Set(layers)) {
    if (first === samplesDimension && size(second) === size(layer)) {
      found.push(at('y', layer));
      if (layer >= 0) found.push(at('z', layer), at('slope', layer));
      if (layer > index) found.push(at('delta', layer));
    }
    if (layer < 0) continue;
    const { units, inputs } = network.layers[layer];
    if (first !== samplesDimension && first !== single && size(first) === units && size(second) === inputs)
      found.push(at('weights', layer));
    if (
      first !== samplesDimension &&
      first !== single &&
      size(first) === inputs &&
      size(second) === units &&
      units > 1
    )
      found.push({ ...at('weights', layer), isTransposed: true });
    if (
      first === single &&
      size(second) === units &&
      network.layers[layer].bias &&
      !network.layers[layer].biasShared
    )
      found.push(at('bias', layer));
  }
  if (first === samplesDimension && size(second) === size(last)) found.push(at('t', last));
  const isNext = first === index + 1 && second === index && index < last;
  return isNext ? [...found, ...steps(context, index + 1)] : found;
}

/** Returns the gradient of a layer's weights, and the weights after a step against it. */
function steps(context: Context, layer: number): Expression[] {
  const { weights: gradient } = formulasOf(context, layer);
  const ofLoss = gradient.kind === 'sum' ? [gradient.parts[0]] : [];
  return [gradient, ...ofLoss].flatMap((each) => {
    const step = product(constant(context.learningRate, 'η'), each);
    return [each, difference(weightsOf(layer), step), sum(weightsOf(layer), step)];
  });
}
