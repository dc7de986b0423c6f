import type { WorkMeter } from '../workMeter.js';
import { elementwise } from './elementwise.js';
import {
  partsOf,
  type Constant,
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

const none: ReadonlySet<Expression> = new Set();

/** The work of one element, and of the overhead of an operation, in multiply-adds. */
const [elementWork, operationWork, functionWork] = [2, 200, 20];

/**
 * Evaluates expressions over tensors and keeps the values of quantities and of the parts of some expressions, so that
 * edits of these cost little.
 */
export class Evaluator {
  private readonly known = new Map<Expression, Tensor>();
  /** Whether a yield is due. */
  private isDue = false;

  constructor(
    private readonly values: Values,
    private readonly samples: number,
    private readonly slices: Slices | null,
    private readonly meter: WorkMeter,
    /** Whether an expression is so little work that it is evaluated at once. */
    private readonly isSmall: boolean,
    /** The expressions whose values are kept. */
    private readonly kept: ReadonlySet<Expression> = none,
    /** The number by which a mean over the samples divides. */
    private readonly divisor = samples,
  ) {}

  /** Evaluates an expression and yields during the work. */
  *evaluate(expression: Expression): Generator<undefined, Tensor> {
    const known = this.known.get(expression);
    if (known) return known;
    if (this.isSmall) {
      const value = this.evaluateAtOnce(expression);
      if (this.isDue) yield undefined;
      this.isDue = false;
      return value;
    }
    const parts: Tensor[] = [];
    for (const part of partsOf(expression)) parts.push(yield* this.evaluate(part));
    if (expression.kind === 'quantity' || expression.kind === 'constant') return this.leaf(expression);
    const plan = this.plan(expression, parts);
    const each = this.meter.rowsAtOnce(Math.max(1, plan.workEach));
    for (let from = 0; from < plan.count; from += each) {
      const to = Math.min(from + each, plan.count);
      if (this.meter.spend((to - from) * plan.workEach + operationWork)) yield undefined;
      plan.run(from, to);
    }
    return this.remember(expression, plan.value);
  }

  /** Evaluates an expression of little work. */
  evaluateAtOnce(expression: Expression): Tensor {
    const known = this.known.get(expression);
    if (known) return known;
    if (expression.kind === 'quantity' || expression.kind === 'constant') return this.leaf(expression);
    const plan = this.plan(expression, expression.parts.map((part) => this.evaluateAtOnce(part))); // prettier-ignore
    if (this.meter.spend(plan.count * plan.workEach + operationWork)) this.isDue = true;
    plan.run(0, plan.count);
    return this.remember(expression, plan.value);
  }

  private leaf(leaf: Quantity | Constant): Tensor {
    if (leaf.kind === 'constant') return { rows: 1, columns: 1, values: Float64Array.of(leaf.value) };
    const value = this.take(leaf);
    this.known.set(leaf, value);
    return value;
  }

  private remember(expression: Expression, value: Tensor): Tensor {
    if (this.kept.has(expression)) this.known.set(expression, value);
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

  /** Returns how an operation is computed, row by row. */
  private plan(operation: Operation, parts: readonly Tensor[]): Plan {
    switch (operation.kind) {
      case 'through':
        return multiplied(parts[0], parts[1]);
      case 'outer':
        return this.reduced(operation.reduction, parts[0], parts[1]);
      case 'rows': {
        const ones = { rows: parts[0].rows, columns: 1, values: new Float64Array(parts[0].rows).fill(1) };
        return this.reduced(operation.reduction, ones, parts[0]);
      }
      case 'units':
        return summedOverUnits(parts[0]);
      case 'product':
      case 'sum':
      case 'quotient':
        return combined(operation.kind, parts);
      case 'branch':
        return branched(parts[0], parts[1], parts[2]);
      case 'negate':
        return mapped(parts[0], (x) => -x, elementWork);
      case 'power': {
        const { exponent } = operation;
        return exponent === 2
          ? mapped(parts[0], (x) => x * x, elementWork)
          : mapped(parts[0], (x) => x ** exponent, functionWork);
      }
      case 'call': {
        const [f, limit] = [elementwise[operation.name], operation.limit ?? 1];
        return mapped(parts[0], (x) => f(x, limit), functionWork);
      }
    }
  }

  /** Reduces the samples' products of two columns each, [a.columns][b.columns]. */
  private reduced(reduction: Reduction, a: Tensor, b: Tensor): Plan {
    const { samples, divisor } = this;
    const values = new Float64Array(a.columns * b.columns);
    if (reduction === 'max') values.fill(-Infinity);
    if (reduction === 'min') values.fill(Infinity);
    const add = adders[reduction] ?? ((total, value) => total + value);
    const [ra, rb] = [a.rows === 1 ? 0 : a.columns, b.rows === 1 ? 0 : b.columns];
    const run = (from: number, to: number) => {
      for (let row = from; row < to; row++) {
        const weight = weightOf(reduction, row, samples, divisor);
        if (weight === 0) continue;
        for (let i = 0, at = 0; i < a.columns; i++) {
          const x = weight * a.values[row * ra + i];
          if (reduction === 'sum')
            for (let j = 0; j < b.columns; j++, at++) values[at] += x * b.values[row * rb + j];
          else
            for (let j = 0; j < b.columns; j++, at++)
              values[at] = add(values[at], x * b.values[row * rb + j]);
        }
      }
    };
    return {
      value: { rows: a.columns, columns: b.columns, values },
      count: samples,
      workEach: values.length,
      run,
    };
  }
}

/** A value, and how its rows are computed. */
interface Plan {
  readonly value: Tensor;
  readonly count: number;
  readonly workEach: number;
  readonly run: (from: number, to: number) => void;
}

function mapped(part: Tensor, f: (x: number) => number, workEach: number): Plan {
  const values = new Float64Array(part.values.length);
  const run = (from: number, to: number) => {
    for (let i = from; i < to; i++) values[i] = f(part.values[i]);
  };
  return { value: { ...part, values }, count: values.length, workEach, run };
}

/** The distance to the next row and to the next column of a value that is repeated where it has only one. */
function strides({ rows, columns }: Tensor): readonly [number, number] {
  return [rows === 1 ? 0 : columns, columns === 1 ? 0 : 1];
}

function broadcast(parts: readonly Tensor[]): Tensor {
  let [rows, columns] = [1, 1];
  for (const part of parts) {
    rows = Math.max(rows, part.rows);
    columns = Math.max(columns, part.columns);
  }
  return { rows, columns, values: new Float64Array(rows * columns) };
}

function combined(kind: 'product' | 'sum' | 'quotient', parts: readonly Tensor[]): Plan {
  const value = broadcast(parts);
  const { rows, columns, values } = value;
  const run = (from: number, to: number) => {
    for (const [k, part] of parts.entries()) {
      const [r, c] = strides(part);
      const other = part.values;
      for (let i = from; i < to; i++)
        for (let j = 0, at = i * columns; j < columns; j++, at++) {
          const x = other[i * r + j * c];
          if (k === 0) values[at] = x;
          else if (kind === 'product') values[at] *= x;
          else if (kind === 'sum') values[at] += x;
          else values[at] /= x;
        }
    }
  };
  return { value, count: rows, workEach: parts.length * columns * elementWork, run };
}

function branched(condition: Tensor, above: Tensor, below: Tensor): Plan {
  const value = broadcast([condition, above, below]);
  const { rows, columns, values } = value;
  const [[rc, cc], [ra, ca], [rb, cb]] = [strides(condition), strides(above), strides(below)];
  const run = (from: number, to: number) => {
    for (let i = from; i < to; i++)
      for (let j = 0; j < columns; j++)
        values[i * columns + j] = condition.values[i * rc + j * cc] > 0 ? above.values[i * ra + j * ca] : below.values[i * rb + j * cb]; // prettier-ignore
  };
  return { value, count: rows, workEach: 3 * columns * elementWork, run };
}

function multiplied(a: Tensor, b: Tensor): Plan {
  const [inner, width] = [a.columns, b.columns];
  const values = new Float64Array(a.rows * width);
  const run = (from: number, to: number) => {
    for (let i = from; i < to; i++)
      for (let k = 0; k < inner; k++) {
        const x = a.values[i * inner + k];
        if (x === 0) continue;
        for (let j = 0; j < width; j++) values[i * width + j] += x * b.values[k * width + j];
      }
  };
  return { value: { rows: a.rows, columns: width, values }, count: a.rows, workEach: inner * width, run };
}

function summedOverUnits(part: Tensor): Plan {
  const values = new Float64Array(part.rows);
  const run = (from: number, to: number) => {
    for (let i = from; i < to; i++)
      for (let j = 0; j < part.columns; j++) values[i] += part.values[i * part.columns + j];
  };
  return {
    value: { rows: part.rows, columns: 1, values },
    count: part.rows,
    workEach: part.columns * elementWork,
    run,
  };
}

const adders: Partial<Record<Reduction, (total: number, value: number) => number>> = {
  max: Math.max,
  min: Math.min,
  absoluteSum: (total, value) => total + Math.abs(value),
};

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
