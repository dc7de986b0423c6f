/** A dimension of a tensor: a layer (its units; -1 for the network's inputs), the samples, or 1. */
export type Dimension = number;
export const samplesDimension = -2;
export const single = -3;
export type Dimensions = readonly [Dimension, Dimension];

/**
 * `z`: net inputs, `y`: outputs (of layer -1 the network's inputs), `t`: targets, `slope`: f′(z), `error`: the loss's
 * gradient with respect to the outputs.
 */
export type QuantityName = 'z' | 'y' | 't' | 'weights' | 'bias' | 'slope' | 'delta' | 'error';

/** A named tensor of the pass. The layer counts from 0. */
export interface Quantity {
  readonly kind: 'quantity';
  readonly name: QuantityName;
  readonly layer: number;
  readonly isTransposed: boolean;
  /** The dimensions of the place where it is used, which have the same sizes as its own. */
  readonly dimensions: Dimensions;
}

/** A number, with the symbol that it has in formulas, if any. */
export interface Constant {
  readonly kind: 'constant';
  readonly value: number;
  readonly symbol: string | null;
}

export const functionNames = [
  'abs', 'sign', 'exp', 'log', 'sqrt', 'sigmoid', 'tanh', 'cosh', 'relu', 'step', 'round', 'float16', 'clip', 'normalCdf', 'normalPdf',
] as const; // prettier-ignore
export type FunctionName = (typeof functionNames)[number];

/** A way to reduce the samples to one value. */
export type Reduction =
  | 'sum'
  | 'mean'
  | 'max'
  | 'min'
  | 'first'
  | 'last'
  | 'withoutFirst'
  | 'withoutLast'
  | 'absoluteSum';

/**
 * An expression over the tensors of a pass, as plain data. All operations but `through`, `outer`, `rows` and `units` are
 * by element; a dimension of size 1 is repeated.
 */
export type Expression =
  | Quantity
  | Constant
  | { readonly kind: 'product'; readonly parts: readonly Expression[] }
  | { readonly kind: 'sum'; readonly parts: readonly Expression[] }
  | { readonly kind: 'negate'; readonly parts: readonly [Expression] }
  /** The first part over the second. */
  | { readonly kind: 'quotient'; readonly parts: readonly [Expression, Expression] }
  | { readonly kind: 'power'; readonly exponent: number; readonly parts: readonly [Expression] }
  /** A function; `limit` is that of `clip`. */
  | {
      readonly kind: 'call';
      readonly name: FunctionName;
      readonly limit: number | null;
      readonly parts: readonly [Expression];
    }
  /** The second part where the first is positive, else the third. */
  | { readonly kind: 'branch'; readonly parts: readonly [Expression, Expression, Expression] }
  /** The matrix product Δ W. */
  | { readonly kind: 'through'; readonly parts: readonly [Expression, Expression] }
  /** The matrix product Δᵀ A, summed over the samples or reduced in another way. */
  | {
      readonly kind: 'outer';
      readonly reduction: Reduction;
      readonly parts: readonly [Expression, Expression];
    }
  | { readonly kind: 'rows'; readonly reduction: Reduction; readonly parts: readonly [Expression] }
  /** The sum over the units. */
  | { readonly kind: 'units'; readonly parts: readonly [Expression] };

export type Operation = Exclude<Expression, Quantity | Constant>;

export const constant = (value: number, symbol: string | null = null): Constant => ({
  kind: 'constant',
  value,
  symbol,
});
export const quantity = (name: QuantityName, layer: number, dimensions: Dimensions): Quantity =>
  ({ kind: 'quantity', name, layer, dimensions, isTransposed: false }); // prettier-ignore
export const negate = (of: Expression): Expression => ({ kind: 'negate', parts: [of] });
export const quotient = (above: Expression, below: Expression): Expression =>
  ({ kind: 'quotient', parts: [above, below] }); // prettier-ignore
export const power = (base: Expression, exponent: number): Expression =>
  ({ kind: 'power', exponent, parts: [base] }); // prettier-ignore
export const call = (name: FunctionName, of: Expression, limit: number | null = null): Expression =>
  ({ kind: 'call', name, limit, parts: [of] }); // prettier-ignore
export const branch = (condition: Expression, above: Expression, below: Expression): Expression =>
  ({ kind: 'branch', parts: [condition, above, below] }); // prettier-ignore
export const through = (delta: Expression, weights: Expression): Expression =>
  ({ kind: 'through', parts: [delta, weights] }); // prettier-ignore
export const outer = (delta: Expression, inputs: Expression, reduction: Reduction = 'sum'): Expression =>
  ({ kind: 'outer', reduction, parts: [delta, inputs] }); // prettier-ignore
export const rows = (of: Expression, reduction: Reduction = 'sum'): Expression =>
  ({ kind: 'rows', reduction, parts: [of] }); // prettier-ignore
export const units = (of: Expression): Expression => ({ kind: 'units', parts: [of] });

/** Returns a product; of one factor, that factor; of none, 1. */
export function product(...parts: readonly Expression[]): Expression {
  if (parts.length === 0) return constant(1);
  return parts.length === 1 ? parts[0] : { kind: 'product', parts };
}

/** Returns a sum; of one term, that term; of none, 0. */
export function sum(...parts: readonly Expression[]): Expression {
  if (parts.length === 0) return constant(0);
  return parts.length === 1 ? parts[0] : { kind: 'sum', parts };
}

export const difference = (left: Expression, right: Expression): Expression => sum(left, negate(right));

export function partsOf(expression: Expression): readonly Expression[] {
  return expression.kind === 'quantity' || expression.kind === 'constant' ? [] : expression.parts;
}

/** Returns the same operation on other parts, of which there are as many. */
export function withParts(expression: Expression, parts: readonly Expression[]): Expression {
  return partsOf(expression).length === 0 ? expression : ({ ...expression, parts } as Expression);
}

/** Returns the expression with the part at a path replaced. */
export function replaceAt(expression: Expression, path: readonly number[], by: Expression): Expression {
  if (path.length === 0) return by;
  const [index, ...rest] = path;
  return withParts(
    expression,
    partsOf(expression).map((part, i) => (i === index ? replaceAt(part, rest, by) : part)),
  );
}

/** Returns the expression with every quantity replaced; parts without a change are the same objects. */
export function replaceQuantities(
  expression: Expression,
  by: (quantity: Quantity) => Expression,
): Expression {
  if (expression.kind === 'quantity') return by(expression);
  const parts = partsOf(expression);
  const replaced = parts.map((part) => replaceQuantities(part, by));
  return replaced.every((part, i) => part === parts[i]) ? expression : withParts(expression, replaced);
}

export function dimensionsOf(expression: Expression): Dimensions {
  switch (expression.kind) {
    case 'quantity':
      return expression.dimensions;
    case 'constant':
      return [single, single];
    case 'through':
      return [dimensionsOf(expression.parts[0])[0], dimensionsOf(expression.parts[1])[1]];
    case 'outer':
      return [dimensionsOf(expression.parts[0])[1], dimensionsOf(expression.parts[1])[1]];
    case 'rows':
      return [single, dimensionsOf(expression.parts[0])[1]];
    case 'units':
      return [dimensionsOf(expression.parts[0])[0], single];
    default: {
      const all = expression.parts.map(dimensionsOf);
      const wider = (i: 0 | 1) => all.map((dimensions) => dimensions[i]).find((d) => d !== single) ?? single;
      return [wider(0), wider(1)];
    }
  }
}

/** Yields every part with its path, the expression itself first. */
export function* walk(
  expression: Expression,
  path: readonly number[] = [],
): Generator<{ readonly part: Expression; readonly path: readonly number[] }> {
  yield { part: expression, path };
  for (const [i, part] of partsOf(expression).entries()) yield* walk(part, [...path, i]);
}
