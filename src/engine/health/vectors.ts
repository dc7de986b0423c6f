/** Returns the scalar product of two vectors. */
export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/** Returns the Euclidean norm, which does not overflow before the result does. */
export function norm(a: ArrayLike<number>, from = 0, to = a.length): number {
  let largest = 0;
  for (let i = from; i < to; i++) {
    const size = Math.abs(a[i]);
    if (!(size <= largest)) largest = size;
  }
  if (largest === 0 || !Number.isFinite(largest)) return largest;
  let sum = 0;
  for (let i = from; i < to; i++) sum += (a[i] / largest) ** 2;
  return largest * Math.sqrt(sum);
}

/** Adds `factor` times a vector to another one. */
export function addTo(sum: Float64Array, factor: number, a: Float64Array): void {
  for (let i = 0; i < sum.length; i++) sum[i] += factor * a[i];
}

export function scale(a: Float64Array, factor: number): void {
  for (let i = 0; i < a.length; i++) a[i] *= factor;
}
