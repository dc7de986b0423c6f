import type { Floats } from '../model/network.js';

/*
 * The two products of a dense layer as plain loops over row-major matrices. Each entry is summed in the order of its
 * index, so it does not depend on how the work is cut into pieces. Blocks of two rows by four keep their sums in
 * registers.
 */

/** Rows of a row-major matrix; the first begins at `offset`. */
export interface Rows {
  readonly values: Floats;
  readonly offset: number;
  readonly columns: number;
}

/** The part of a result with the indices `from..to`. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Computes Y = X Wᵀ + b for the first `rows` rows of X and the given units of W. `bias` has one entry per unit, or one for all. */
export function affine(x: Rows, rows: number, w: Rows, bias: Floats | null, y: Rows, units: Range): void {
  startWithBias(y, rows, bias, units);
  let row = 0;
  for (; row + 1 < rows; row += 2) affineTwoRows(x, row, w, y, units);
  if (row < rows) affineRow(x, row, w, y, units);
}

function startWithBias(y: Rows, rows: number, bias: Floats | null, { from, to }: Range): void {
  const last = bias ? bias.length - 1 : 0;
  for (let row = 0; row < rows; row++) {
    const start = y.offset + row * y.columns;
    for (let unit = from; unit < to; unit++) y.values[start + unit] = bias ? bias[Math.min(unit, last)] : 0;
  }
}

function affineTwoRows(xs: Rows, row: number, ws: Rows, ys: Rows, { from, to }: Range): void {
  const { values: x, columns: n } = xs;
  const w = ws.values;
  const y = ys.values;
  const a = xs.offset + row * n;
  const b = a + n;
  const ya = ys.offset + row * ys.columns;
  const yb = ya + ys.columns;
  let unit = from;
  for (; unit + 3 < to; unit += 4) {
    const w0 = ws.offset + unit * n;
    const w1 = w0 + n;
    const w2 = w1 + n;
    const w3 = w2 + n;
    let a0 = y[ya + unit];
    let a1 = y[ya + unit + 1];
    let a2 = y[ya + unit + 2];
    let a3 = y[ya + unit + 3];
    let b0 = y[yb + unit];
    let b1 = y[yb + unit + 1];
    let b2 = y[yb + unit + 2];
    let b3 = y[yb + unit + 3];
    for (let k = 0; k < n; k++) {
      const xa = x[a + k];
      const xb = x[b + k];
      a0 += xa * w[w0 + k];
      a1 += xa * w[w1 + k];
      a2 += xa * w[w2 + k];
      a3 += xa * w[w3 + k];
      b0 += xb * w[w0 + k];
      b1 += xb * w[w1 + k];
      b2 += xb * w[w2 + k];
      b3 += xb * w[w3 + k];
    }
    y[ya + unit] = a0;
    y[ya + unit + 1] = a1;
    y[ya + unit + 2] = a2;
    y[ya + unit + 3] = a3;
    y[yb + unit] = b0;
    y[yb + unit + 1] = b1;
    y[yb + unit + 2] = b2;
    y[yb + unit + 3] = b3;
  }
  for (; unit < to; unit++) {
    y[ya + unit] = dot(x, a, w, ws.offset + unit * n, n, y[ya + unit]);
    y[yb + unit] = dot(x, b, w, ws.offset + unit * n, n, y[yb + unit]);
  }
}

function affineRow(xs: Rows, row: number, ws: Rows, ys: Rows, { from, to }: Range): void {
  const { values: x, columns: n } = xs;
  const w = ws.values;
  const y = ys.values;
  const a = xs.offset + row * n;
  const ya = ys.offset + row * ys.columns;
  let unit = from;
  for (; unit + 3 < to; unit += 4) {
    const w0 = ws.offset + unit * n;
    const w1 = w0 + n;
    const w2 = w1 + n;
    const w3 = w2 + n;
    let a0 = y[ya + unit];
    let a1 = y[ya + unit + 1];
    let a2 = y[ya + unit + 2];
    let a3 = y[ya + unit + 3];
    for (let k = 0; k < n; k++) {
      const xa = x[a + k];
      a0 += xa * w[w0 + k];
      a1 += xa * w[w1 + k];
      a2 += xa * w[w2 + k];
      a3 += xa * w[w3 + k];
    }
    y[ya + unit] = a0;
    y[ya + unit + 1] = a1;
    y[ya + unit + 2] = a2;
    y[ya + unit + 3] = a3;
  }
  for (; unit < to; unit++) y[ya + unit] = dot(x, a, w, ws.offset + unit * n, n, y[ya + unit]);
}

function dot(x: Floats, xStart: number, w: Floats, wStart: number, n: number, start: number): number {
  let sum = start;
  for (let k = 0; k < n; k++) sum += x[xStart + k] * w[wStart + k];
  return sum;
}

/** A matrix or its transpose: entry (i, j) is `values[i * iStride + j * jStride]`. */
export interface Coefficients {
  readonly values: Floats;
  readonly iStride: number;
  readonly jStride: number;
}

/** Computes C_i += Σ_j a_ij B_j for rows i of C and rows j of B. */
export function accumulate(c: Rows, rowsOfC: Range, a: Coefficients, b: Rows, rowsOfB: Range): void {
  let i = rowsOfC.from;
  for (; i + 1 < rowsOfC.to; i += 2) accumulateTwoRows(c, i, a, b, rowsOfB);
  if (i < rowsOfC.to) accumulateRow(c, i, a, b, rowsOfB);
}

function accumulateTwoRows(cs: Rows, i: number, as: Coefficients, bs: Rows, { from, to }: Range): void {
  const c = cs.values;
  const { values: a, iStride, jStride } = as;
  const { values: b, columns: n } = bs;
  const c0 = cs.offset + i * n;
  const c1 = c0 + n;
  let j = from;
  for (; j + 3 < to; j += 4) {
    const p = i * iStride + j * jStride;
    const q = p + iStride;
    const p0 = a[p];
    const p1 = a[p + jStride];
    const p2 = a[p + 2 * jStride];
    const p3 = a[p + 3 * jStride];
    const q0 = a[q];
    const q1 = a[q + jStride];
    const q2 = a[q + 2 * jStride];
    const q3 = a[q + 3 * jStride];
    const b0 = bs.offset + j * n;
    const b1 = b0 + n;
    const b2 = b1 + n;
    const b3 = b2 + n;
    for (let k = 0; k < n; k++) {
      const v0 = b[b0 + k];
      const v1 = b[b1 + k];
      const v2 = b[b2 + k];
      const v3 = b[b3 + k];
      c[c0 + k] = c[c0 + k] + p0 * v0 + p1 * v1 + p2 * v2 + p3 * v3;
      c[c1 + k] = c[c1 + k] + q0 * v0 + q1 * v1 + q2 * v2 + q3 * v3;
    }
  }
  for (; j < to; j++) {
    addMultiple(c, c0, a[i * iStride + j * jStride], b, bs.offset + j * n, n);
    addMultiple(c, c1, a[(i + 1) * iStride + j * jStride], b, bs.offset + j * n, n);
  }
}

function accumulateRow(cs: Rows, i: number, as: Coefficients, bs: Rows, { from, to }: Range): void {
  const c = cs.values;
  const { values: a, iStride, jStride } = as;
  const { values: b, columns: n } = bs;
  const c0 = cs.offset + i * n;
  let j = from;
  for (; j + 3 < to; j += 4) {
    const p = i * iStride + j * jStride;
    const p0 = a[p];
    const p1 = a[p + jStride];
    const p2 = a[p + 2 * jStride];
    const p3 = a[p + 3 * jStride];
    const b0 = bs.offset + j * n;
    const b1 = b0 + n;
    const b2 = b1 + n;
    const b3 = b2 + n;
    for (let k = 0; k < n; k++)
      c[c0 + k] = c[c0 + k] + p0 * b[b0 + k] + p1 * b[b1 + k] + p2 * b[b2 + k] + p3 * b[b3 + k];
  }
  for (; j < to; j++) addMultiple(c, c0, a[i * iStride + j * jStride], b, bs.offset + j * n, n);
}

function addMultiple(c: Floats, cStart: number, factor: number, b: Floats, bStart: number, n: number): void {
  for (let k = 0; k < n; k++) c[cStart + k] += factor * b[bStart + k];
}
