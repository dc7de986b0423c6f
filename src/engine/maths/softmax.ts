import { exp } from './exp.js';
import type { Floats } from '../model/network.js';

/**
 * Computes rows `from..to` of y = exp(x − m) / Σ exp(x − m), where m is the row's maximum. The constant does not change
 * the result but keeps the exponentials from overflowing.
 */
export function softmaxRows(x: Floats, y: Floats, from: number, to: number, columns: number): void {
  for (let start = from * columns; start < to * columns; start += columns) {
    const end = start + columns;
    let maximum = x[start];
    for (let i = start + 1; i < end; i++) if (x[i] > maximum) maximum = x[i];
    let sum = 0;
    for (let i = start; i < end; i++) {
      const e = exp(x[i] - maximum);
      sum += e;
      y[i] = e;
    }
    for (let i = start; i < end; i++) y[i] /= sum;
  }
}

/**
 * Turns the gradient of y into that of x in place, with the full Jacobian
 * ∂y_k/∂x_j = y_k (δ_kj − y_j): g_j ← y_j (g_j − Σ_k g_k y_k).
 */
export function softmaxRowsBackward(
  y: Floats,
  gradient: Floats,
  from: number,
  to: number,
  columns: number,
): void {
  for (let start = from * columns; start < to * columns; start += columns) {
    const end = start + columns;
    let mean = 0;
    for (let i = start; i < end; i++) mean += gradient[i] * y[i];
    for (let i = start; i < end; i++) gradient[i] = y[i] * (gradient[i] - mean);
  }
}

/** Computes log Σ exp(x) of the row at `start` from its softmax y, whose largest entry is exp(max x) / Σ exp(x). */
export function logSumExp(x: Floats, y: Floats, start: number, columns: number): number {
  let largest = start;
  for (let i = start + 1; i < start + columns; i++) if (x[i] > x[largest]) largest = i;
  return x[largest] - Math.log(y[largest]);
}

/** Computes log Σ exp(x) of the row at `start` without its softmax. */
export function logSumExpOf(x: Floats, start: number, columns: number): number {
  let maximum = x[start];
  for (let i = start + 1; i < start + columns; i++) if (x[i] > maximum) maximum = x[i];
  let sum = 0;
  for (let i = start; i < start + columns; i++) sum += exp(x[i] - maximum);
  return maximum + Math.log(sum);
}
