import { classOf } from './classOf.js';
import type { Loss } from './losses.js';
import type { Matrix } from './network.js';

/** The weight of each class in the loss, in the order of the classes. */
export type ClassWeights = readonly number[];

/** Returns a loss in which each row counts as many times as the weight of its target's class. */
export function weightedLoss(loss: Loss, weights: ClassWeights): Loss {
  return {
    ...loss,
    sum(rows, from, to) {
      const { values, offset } = rows.targets;
      let sum = 0;
      for (let row = from; row < to; row++) {
        const weight = weights[classOf(values, offset + row * rows.columns, rows.columns)];
        sum += weight * loss.sum(rows, row, row + 1);
      }
      return sum;
    },
    gradient(rows, gradient, scale, from, to) {
      const { values, offset } = rows.targets;
      for (let row = from; row < to; row++) {
        const weight = weights[classOf(values, offset + row * rows.columns, rows.columns)];
        loss.gradient(rows, gradient, scale * weight, row, row + 1);
      }
    },
  };
}

/** Returns the sum of the weights of rows `from..to` in an order, or in that of the data. */
export function totalWeight(
  weights: ClassWeights,
  { values, columns }: Matrix,
  order: Uint32Array | null,
  from: number,
  to: number,
): number {
  let sum = 0;
  for (let row = from; row < to; row++)
    sum += weights[classOf(values, (order ? order[row] : row) * columns, columns)];
  return sum;
}

/**
 * Returns weights for which every class contributes equally: n / (K · count of the class), as scikit-learn's
 * `compute_class_weight("balanced")` does. A class without samples has the weight 0.
 */
export function balancedWeights(classes: number, { values, columns, rows }: Matrix): ClassWeights {
  const counts = new Array<number>(classes).fill(0);
  for (let row = 0; row < rows; row++) counts[classOf(values, row * columns, columns)]++;
  return counts.map((count) => (count === 0 ? 0 : rows / (classes * count)));
}
