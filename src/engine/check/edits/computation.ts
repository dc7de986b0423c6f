import type { WorkMeter } from '../workMeter.js';
import type { Tensor } from './evaluator.js';
import type { Expression } from './expression.js';

/** Evaluates an expression in a pass. */
export type Evaluate = (expression: Expression) => Generator<undefined, Tensor>;

/** A value that is computed by a function, since there is no expression for it. */
export interface Computed {
  readonly kind: 'computed';
  readonly compute: (evaluate: Evaluate, meter: WorkMeter) => Generator<undefined, Tensor>;
  /** Whether it can be computed in any pass, whatever its sizes. */
  readonly isGeneral: boolean;
}

export type Computation = Expression | Computed;

/** The work of a value that a function computes, in multiply-adds. */
const valueWork = 40;

/** Writes rows `from..to` of a value from those of its parts, which all are [rows][units]. */
export type Fill = (
  parts: readonly Float64Array[],
  values: Float64Array,
  from: number,
  to: number,
  units: number,
) => void;

/** Returns a value that is computed row by row from parts of the same shape. */
export function byRows(parts: readonly Computation[], fill: Fill, isGeneral = true): Computed {
  return {
    kind: 'computed',
    isGeneral: isGeneral && parts.every((part) => part.kind !== 'computed' || part.isGeneral),
    *compute(evaluate, meter) {
      const tensors: Tensor[] = [];
      for (const part of parts) tensors.push(yield* valueOf(part, evaluate, meter));
      const [{ rows, columns }] = tensors;
      const values = new Float64Array(rows * columns);
      const each = meter.rowsAtOnce(columns * valueWork);
      for (let from = 0; from < rows; from += each) {
        const to = Math.min(from + each, rows);
        if (meter.spend((to - from) * columns * valueWork)) yield undefined;
        fill(
          tensors.map((tensor) => tensor.values),
          values,
          from,
          to,
          columns,
        );
      }
      return { rows, columns, values };
    },
  };
}

/** Returns the product of a value and a function of another, by element. */
export function times(e: Computation, at: Expression, factor: (x: number) => number): Computed {
  return byRows([e, at], ([first, second], values, from, to, units) => {
    for (let i = from * units; i < to * units; i++) values[i] = first[i] * factor(second[i]);
  });
}

/** Evaluates a computation. */
export function* valueOf(
  computation: Computation,
  evaluate: Evaluate,
  meter: WorkMeter,
): Generator<undefined, Tensor> {
  return computation.kind === 'computed'
    ? yield* computation.compute(evaluate, meter)
    : yield* evaluate(computation);
}
