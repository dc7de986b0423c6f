import type { WorkMeter } from '../workMeter.js';
import { elementwise } from './elementwise.js';
import {
  partsOf,
  type Dimension,
  type Expression,
  type Operation,
  type Quantity,
  type Reduction,
} from './expression.js';

/** A matrix, row-major. A size of 1 is repeated where it meets another. */
export interface Tensor {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array;
}

/** Returns the value of a quantity in its own dimensions, not transposed; null where the pass does not have it. */
export type Values = (quantity: Quantity) => Tensor | null;

/** The elements of some dimensions to which an evaluation is restricted. */
export type Slices = ReadonlyMap<Dimension, readonly number[]>;

/** The work of one element, and of the overhead of an operation, in multiply-adds. */
const [elementWork, operationWork, functionWork] = [2, 200, 20];

/** Evaluates expressions over tensors and keeps the value of every part, so that edits of an expression cost little. */
export class Evaluator {
  private readonly known = new WeakMap<Expression, Tensor>();

  constructor(
    private readonly values: Values,
    private readonly samples: number,
    private readonly slices: Slices | null,
    private readonly meter: WorkMeter,
    /** The number by which a mean over the samples divides. */
    private readonly divisor = samples,
  ) {}

  /** Evaluates an expression and yields during the work. */
  *evaluate(expression: Expression): Generator<undefined, Tensor> {
    const known = this.known.get(expression);
    if (known) return known;
    const parts: Tensor[] = [];
    for (const part of partsOf(expression)) parts.push(yield* this.evaluate(part));
    const value =
      expression.kind === 'quantity'
        ? this.take(expression)
        : expression.kind === 'constant'
          ? { rows: 1, columns: 1, values: Float64Array.of(expression.value) }
          : yield* this.compute(expression, parts);
    this.known.set(expression, value);
    return value;
  }

  private take(quantity: Quantity): Tensor {
    const whole = this.values(quantity);
    if (!whole) throw new Error(`no ${quantity.name} of layer ${quantity.layer}`);
    const { isTransposed, dimensions } = quantity;
    const [rows, columns] = dimensions.map((dimension) => this.slices?.get(dimension) ?? null);
    if (!isTransposed && !rows && !columns) return whole;
    const height = rows?.length ?? (isTransposed ? whole.columns : whole.rows);
    const width = columns?.length ?? (isTransposed ? whole.rows : whole.columns);
    const values = new Float64Array(height * width);
    for (let i = 0; i < height; i++)
      for (let j = 0; j < width; j++) {
        const [r, c] = [rows ? rows[i] : i, columns ? columns[j] : j];
        values[i * width + j] = whole.values[isTransposed ? c * whole.columns + r : r * whole.columns + c];
      }
    return { rows: height, columns: width, values };
  }

  private *compute(operation: Operation, parts: readonly Tensor[]): Generator<undefined, Tensor> {
    switch (operation.kind) {
      case 'through':
        return yield* this.multiply(parts[0], parts[1]);
      case 'outer':
        return yield* this.reduce(operation.reduction, parts[0], parts[1]);
      case 'rows': {
        const ones = { rows: parts[0].rows, columns: 1, values: new Float64Array(parts[0].rows).fill(1) };
        return yield* this.reduce(operation.reduction, ones, parts[0]);
      }
      case 'units':
        return yield* this.addUnits(parts[0]);
      default:
        return yield* this.byElement(operation, parts);
    }
  }

  private *byElement(
    operation: Exclude<Operation, { readonly kind: 'through' | 'outer' | 'rows' | 'units' }>,
    parts: readonly Tensor[],
  ): Generator<undefined, Tensor> {
    switch (operation.kind) {
      case 'product':
      case 'sum': {
        let total = parts[0];
        for (const part of parts.slice(1)) total = yield* this.combine(total, part, binary[operation.kind]);
        return total;
      }
      case 'quotient':
        return yield* this.combine(parts[0], parts[1], binary.quotient);
      case 'negate':
        return yield* this.map(parts[0], (x) => -x, elementWork);
      case 'power': {
        const { exponent } = operation;
        return yield* this.map(
          parts[0],
          exponent === 2 ? (x) => x * x : (x) => x ** exponent,
          exponent === 2 ? elementWork : functionWork,
        );
      }
      case 'call': {
        const [f, limit] = [elementwise[operation.name], operation.limit ?? 1];
        return yield* this.map(parts[0], (x) => f(x, limit), functionWork);
      }
      case 'branch': {
        const masks = yield* this.map(parts[0], (x) => (x > 0 ? 1 : 0), elementWork);
        const rest = yield* this.map(masks, (x) => 1 - x, elementWork);
        const above = yield* this.combine(masks, parts[1], chosen);
        const below = yield* this.combine(rest, parts[2], chosen);
        return yield* this.combine(above, below, binary.sum);
      }
    }
  }

  private *map(part: Tensor, f: (x: number) => number, work: number): Generator<undefined, Tensor> {
    const values = new Float64Array(part.values.length);
    yield* this.inRanges(values.length, work, (from, to) => {
      for (let i = from; i < to; i++) values[i] = f(part.values[i]);
    });
    return { ...part, values };
  }

  private *combine(a: Tensor, b: Tensor, f: (a: number, b: number) => number): Generator<undefined, Tensor> {
    const [height, width] = [Math.max(a.rows, b.rows), Math.max(a.columns, b.columns)];
    const values = new Float64Array(height * width);
    const step = (part: Tensor) => [part.rows === 1 ? 0 : part.columns, part.columns === 1 ? 0 : 1];
    const [[ra, ca], [rb, cb]] = [step(a), step(b)];
    yield* this.inRanges(height, width * elementWork, (from, to) => {
      for (let i = from; i < to; i++)
        for (let j = 0; j < width; j++)
          values[i * width + j] = f(a.values[i * ra + j * ca], b.values[i * rb + j * cb]);
    });
    return { rows: height, columns: width, values };
  }

  private *multiply(a: Tensor, b: Tensor): Generator<undefined, Tensor> {
    const [inner, width] = [a.columns, b.columns];
    const values = new Float64Array(a.rows * width);
    yield* this.inRanges(a.rows, inner * width, (from, to) => {
      for (let i = from; i < to; i++)
        for (let k = 0; k < inner; k++) {
          const x = a.values[i * inner + k];
          if (x === 0) continue;
          for (let j = 0; j < width; j++) values[i * width + j] += x * b.values[k * width + j];
        }
    });
    return { rows: a.rows, columns: width, values };
  }

  /** Reduces the samples' products of two columns each, [a.columns][b.columns]. */
  private *reduce(reduction: Reduction, a: Tensor, b: Tensor): Generator<undefined, Tensor> {
    const values = new Float64Array(a.columns * b.columns);
    if (reduction === 'max') values.fill(-Infinity);
    if (reduction === 'min') values.fill(Infinity);
    const add = adders[reduction] ?? ((total, value) => total + value);
    const [ra, rb] = [a.rows === 1 ? 0 : a.columns, b.rows === 1 ? 0 : b.columns];
    yield* this.inRanges(this.samples, values.length, (from, to) => {
      for (let row = from; row < to; row++) {
        const weight = weightOf(reduction, row, this.samples, this.divisor);
        if (weight === 0) continue;
        for (let i = 0, at = 0; i < a.columns; i++) {
          const x = weight * a.values[row * ra + i];
          for (let j = 0; j < b.columns; j++, at++) values[at] = add(values[at], x * b.values[row * rb + j]);
        }
      }
    });
    return { rows: a.columns, columns: b.columns, values };
  }

  private *addUnits(part: Tensor): Generator<undefined, Tensor> {
    const values = new Float64Array(part.rows);
    yield* this.inRanges(part.rows, part.columns * elementWork, (from, to) => {
      for (let i = from; i < to; i++)
        for (let j = 0; j < part.columns; j++) values[i] += part.values[i * part.columns + j];
    });
    return { rows: part.rows, columns: 1, values };
  }

  private *inRanges(
    count: number,
    workEach: number,
    run: (from: number, to: number) => void,
  ): Generator<undefined, void> {
    const each = this.meter.rowsAtOnce(Math.max(1, workEach));
    for (let from = 0; from < count; from += each) {
      const to = Math.min(from + each, count);
      if (this.meter.spend((to - from) * workEach + operationWork)) yield undefined;
      run(from, to);
    }
  }
}

const adders: Partial<Record<Reduction, (total: number, value: number) => number>> = {
  max: Math.max,
  min: Math.min,
  absoluteSum: (total, value) => total + Math.abs(value),
};

const binary = {
  product: (a: number, b: number) => a * b,
  sum: (a: number, b: number) => a + b,
  quotient: (a: number, b: number) => a / b,
} as const;

const chosen = (mask: number, value: number) => (mask === 0 ? 0 : value);

/** Returns the factor of a sample in a reduction. */
function weightOf(reduction: Reduction, row: number, count: number, divisor: number): number {
  switch (reduction) {
    case 'mean':
      return 1 / divisor;
    case 'first':
      return row === 0 ? 1 : 0;
    case 'last':
      return row === count - 1 ? 1 : 0;
    case 'withoutFirst':
      return row === 0 ? 0 : 1;
    case 'withoutLast':
      return row === count - 1 ? 0 : 1;
    default:
      return 1;
  }
}
