import { createTape, forward, type Tape } from '../maths/differentiate.js';
import type { Expression, Operation } from '../maths/expression.js';
import type { Network } from '../model/network.js';

/**
 * Determines where a piecewise smooth function changes from one piece to another. Every piece has a number, and the
 * border itself has its own, so that a point on the border differs from both sides.
 */
export interface Regions {
  /**
   * Whether the derivative is continuous over the borders. They are then no kinks, but extrapolation must not cross
   * them.
   */
  readonly soft: boolean;
  /** Returns which of the first `count` elements have their two points on different pieces. */
  crossings(before: Points, after: Points, count: number): readonly number[];
}

/** The function's argument and, for a loss, the target. */
export interface Points {
  readonly x: Float64Array;
  readonly t: Float64Array;
}

/** Returns points for activations, which have no targets. */
export function withoutTargets(...values: readonly Float64Array[]): Points[] {
  const t = new Float64Array(values[0].length);
  return values.map((x) => ({ x, t }));
}

/** Returns the pieces of an activation. `step` has none, since it is not differentiated at all. */
export function regionsOfActivation(network: Network, name: string): Regions | null {
  if (name === 'relu' || name === 'leakyRelu' || name === 'selu') return signOf((x) => x);
  if (name === 'elu' || name === 'softsign') return signOf((x) => x, true);
  return Object.hasOwn(network.functions, name)
    ? regionsOfExpression(network.functions[name].f, ['x', 't'])
    : null;
}

export function regionsOfLoss({ loss }: Network): Regions | null {
  if (loss === 'meanAbsoluteError') return signOf((y, t) => y - t);
  if (loss === 'huber') return signOf((y, t) => Math.abs(y - t) - 1, true);
  return typeof loss === 'string' ? null : regionsOfExpression(loss.f, ['y', 't']);
}

function signOf(of: (x: number, t: number) => number, soft = false): Regions {
  return {
    soft,
    crossings(before, after, count) {
      const crossed: number[] = [];
      for (let i = 0; i < count; i++)
        if (Math.sign(of(before.x[i], before.t[i])) !== Math.sign(of(after.x[i], after.t[i])))
          crossed.push(i);
      return crossed;
    },
  };
}

/** The number of the piece that an operation is on, given its arguments. */
const pieces: Partial<Record<Operation['op'], (a: number, b: number) => number>> = {
  abs: Math.sign,
  sign: Math.sign,
  not: Math.sign,
  floor: Math.floor,
  ceil: Math.ceil,
  round: (a) => Math.round(2 * a),
  min: (a, b) => Math.sign(a - b),
  max: (a, b) => Math.sign(a - b),
  less: (a, b) => Math.sign(a - b),
  lessOrEqual: (a, b) => Math.sign(a - b),
  greater: (a, b) => Math.sign(a - b),
  greaterOrEqual: (a, b) => Math.sign(a - b),
  equal: (a, b) => Math.sign(a - b),
  unequal: (a, b) => Math.sign(a - b),
  mod: (a, b) => Math.floor(a / b),
};

/** Returns the pieces of an expression; null where it is smooth everywhere. */
export function regionsOfExpression(
  expression: Expression,
  [argument, other]: readonly string[],
): Regions | null {
  const nodes = expression.operations.flatMap((operation) => {
    const piece = pieces[operation.op];
    return piece && 'args' in operation
      ? [{ piece, left: operation.args[0], right: operation.args[1] ?? operation.args[0] }]
      : [];
  });
  if (nodes.length === 0) return null;
  const block = 64;
  const tapes = [createTape(expression, block), createTape(expression, block)];
  const fill = (tape: Tape, points: Points, start: number, n: number) => {
    forward(
      tape,
      { [argument]: points.x.subarray(start, start + n), [other]: points.t.subarray(start, start + n) },
      n,
    );
  };
  return {
    soft: false,
    crossings(before, after, count) {
      const crossed: number[] = [];
      for (let start = 0; start < count; start += block) {
        const n = Math.min(block, count - start);
        fill(tapes[0], before, start, n);
        fill(tapes[1], after, start, n);
        for (let p = 0; p < n; p++) {
          const at = ({ values }: Tape, { piece, left, right }: (typeof nodes)[number]) =>
            piece(values[left][p], values[right][p]);
          if (nodes.some((node) => at(tapes[0], node) !== at(tapes[1], node))) crossed.push(start + p);
        }
      }
      return crossed;
    },
  };
}
