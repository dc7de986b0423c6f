import { FUSES, ROWS, VECTORS } from './shape';

/**
 * The uses of a tile's sums: they are stored, stored after relu, or multiplied by the learning rate and subtracted from
 * the weights.
 */
export const STORE: i32 = 0;
export const STORE_RELU: i32 = 1;
export const DESCEND: i32 = 2;
export const TILE_ROWS: i32 = ROWS;

/** The number of columns in a panel: as many as a row of a tile has. */
export function PANEL<T>(): usize {
  return (VECTORS * 16) / sizeof<T>();
}

/** Returns x b + c. In float64 it is always rounded twice, as the plain loops round it. */
// @ts-ignore: decorator
@inline
function multiplyAdd<T>(x: v128, b: v128, c: v128): v128 {
  if (FUSES && sizeof<T>() == 4) return v128.relaxed_madd<T>(x, b, c);
  return v128.add<T>(c, v128.mul<T>(x, b));
}

/** Adds up the tile's rows in one column of vectors, in pairs, so that no sum waits for all the sums before it. */
// @ts-ignore: decorator
@inline
function sumOfRows<T>(rows: i32, r0: v128, r1: v128, r2: v128, r3: v128, r4: v128, r5: v128): v128 {
  if (rows == 1) return r0;
  if (rows == 4) return v128.add<T>(v128.add<T>(r0, r1), v128.add<T>(r2, r3));
  return v128.add<T>(v128.add<T>(v128.add<T>(r0, r1), r2), v128.add<T>(v128.add<T>(r3, r4), r5));
}


/** Returns the weights after a step of gradient descent, w − η ∂E/∂w. */
// @ts-ignore: decorator
@inline
function descended<T>(weights: v128, eta: v128, gradient: v128): v128 {
  return v128.sub<T>(weights, v128.mul<T>(eta, gradient));
}

/** Returns `sum` plus zero times `values`, which is NaN as soon as one of the values is not finite. */
// @ts-ignore: decorator
@inline
function plusZeroTimes<T>(sum: v128, values: v128): v128 {
  return v128.add<T>(sum, v128.mul<T>(values, v128.splat<T>(<T>0)));
}

/** Stores one row of a tile. */
// @ts-ignore: decorator
@inline
function storeRow(place: usize, v0: v128, v1: v128, v2: v128, v3: v128): void {
  v128.store(place, v0);
  v128.store(place, v1, 16);
  if (VECTORS > 2) {
    v128.store(place, v2, 32);
    v128.store(place, v3, 48);
  }
}

/**
 * Computes one tile, start + A B, with all its sums in registers. `rows` is 1, 4 or 6 and a constant at each call, like
 * `isInterleaved` and the shape, so the compiler drops the branches that do not apply. B consists of rows of PANEL
 * columns. The entries of A that one step takes lie side by side, `step` bytes after those of the step before, where
 * they are interleaved; else they lie in rows that are `step` bytes apart.
 *
 * A tile has as many of the accumulators c[row][vector] as its shape says. All loads of a row come before its adjacent
 * stores, so that V8's revectorizer can make one 256-bit operation of two.
 */
// @ts-ignore: decorator
@inline
export function tile<T>(
  rows: i32,
  isInterleaved: bool,
  a: usize,
  step: usize,
  steps: i32,
  b: usize,
  start: usize,
  startRow: usize,
  c: usize,
  cRow: usize,
  mode: i32,
  rate: usize,
  sums: usize,
): void {
  let a1: usize = 0;
  let a2: usize = 0;
  let a3: usize = 0;
  let a4: usize = 0;
  let a5: usize = 0;
  if (!isInterleaved && rows > 1) {
    a1 = a + step;
    a2 = a + step * 2;
    a3 = a + step * 3;
  }
  if (!isInterleaved && rows > 4) {
    a4 = a + step * 4;
    a5 = a + step * 5;
  }
  const none = v128.splat<T>(<T>0);
  let c00 = none;
  let c01 = none;
  let c02 = none;
  let c03 = none;
  let c10 = none;
  let c11 = none;
  let c12 = none;
  let c13 = none;
  let c20 = none;
  let c21 = none;
  let c22 = none;
  let c23 = none;
  let c30 = none;
  let c31 = none;
  let c32 = none;
  let c33 = none;
  let c40 = none;
  let c41 = none;
  let c42 = none;
  let c43 = none;
  let c50 = none;
  let c51 = none;
  let c52 = none;
  let c53 = none;
  c00 = v128.load(start);
  c01 = v128.load(start, 16);
  if (VECTORS > 2) c02 = v128.load(start, 32);
  if (VECTORS > 2) c03 = v128.load(start, 48);
  if (rows > 1) {
    const start1 = start + startRow * 1;
    c10 = v128.load(start1);
    c11 = v128.load(start1, 16);
    if (VECTORS > 2) c12 = v128.load(start1, 32);
    if (VECTORS > 2) c13 = v128.load(start1, 48);
    const start2 = start + startRow * 2;
    c20 = v128.load(start2);
    c21 = v128.load(start2, 16);
    if (VECTORS > 2) c22 = v128.load(start2, 32);
    if (VECTORS > 2) c23 = v128.load(start2, 48);
    const start3 = start + startRow * 3;
    c30 = v128.load(start3);
    c31 = v128.load(start3, 16);
    if (VECTORS > 2) c32 = v128.load(start3, 32);
    if (VECTORS > 2) c33 = v128.load(start3, 48);
  }
  if (rows > 4) {
    const start4 = start + startRow * 4;
    c40 = v128.load(start4);
    c41 = v128.load(start4, 16);
    if (VECTORS > 2) c42 = v128.load(start4, 32);
    if (VECTORS > 2) c43 = v128.load(start4, 48);
    const start5 = start + startRow * 5;
    c50 = v128.load(start5);
    c51 = v128.load(start5, 16);
    if (VECTORS > 2) c52 = v128.load(start5, 32);
    if (VECTORS > 2) c53 = v128.load(start5, 48);
  }
  for (const end = b + <usize>steps * (VECTORS * 16); b < end; b += VECTORS * 16) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    const b2 = VECTORS > 2 ? v128.load(b, 32) : none;
    const b3 = VECTORS > 2 ? v128.load(b, 48) : none;
    const x0 = isInterleaved ? v128.load_splat<T>(a, 0 * sizeof<T>()) : v128.load_splat<T>(a);
    c00 = multiplyAdd<T>(x0, b0, c00);
    c01 = multiplyAdd<T>(x0, b1, c01);
    if (VECTORS > 2) c02 = multiplyAdd<T>(x0, b2, c02);
    if (VECTORS > 2) c03 = multiplyAdd<T>(x0, b3, c03);
    if (rows > 1) {
      const x1 = isInterleaved ? v128.load_splat<T>(a, 1 * sizeof<T>()) : v128.load_splat<T>(a1);
      c10 = multiplyAdd<T>(x1, b0, c10);
      c11 = multiplyAdd<T>(x1, b1, c11);
      if (VECTORS > 2) c12 = multiplyAdd<T>(x1, b2, c12);
      if (VECTORS > 2) c13 = multiplyAdd<T>(x1, b3, c13);
      const x2 = isInterleaved ? v128.load_splat<T>(a, 2 * sizeof<T>()) : v128.load_splat<T>(a2);
      c20 = multiplyAdd<T>(x2, b0, c20);
      c21 = multiplyAdd<T>(x2, b1, c21);
      if (VECTORS > 2) c22 = multiplyAdd<T>(x2, b2, c22);
      if (VECTORS > 2) c23 = multiplyAdd<T>(x2, b3, c23);
      const x3 = isInterleaved ? v128.load_splat<T>(a, 3 * sizeof<T>()) : v128.load_splat<T>(a3);
      c30 = multiplyAdd<T>(x3, b0, c30);
      c31 = multiplyAdd<T>(x3, b1, c31);
      if (VECTORS > 2) c32 = multiplyAdd<T>(x3, b2, c32);
      if (VECTORS > 2) c33 = multiplyAdd<T>(x3, b3, c33);
    }
    if (rows > 4) {
      const x4 = isInterleaved ? v128.load_splat<T>(a, 4 * sizeof<T>()) : v128.load_splat<T>(a4);
      c40 = multiplyAdd<T>(x4, b0, c40);
      c41 = multiplyAdd<T>(x4, b1, c41);
      if (VECTORS > 2) c42 = multiplyAdd<T>(x4, b2, c42);
      if (VECTORS > 2) c43 = multiplyAdd<T>(x4, b3, c43);
      const x5 = isInterleaved ? v128.load_splat<T>(a, 5 * sizeof<T>()) : v128.load_splat<T>(a5);
      c50 = multiplyAdd<T>(x5, b0, c50);
      c51 = multiplyAdd<T>(x5, b1, c51);
      if (VECTORS > 2) c52 = multiplyAdd<T>(x5, b2, c52);
      if (VECTORS > 2) c53 = multiplyAdd<T>(x5, b3, c53);
    }
    if (isInterleaved) a += step;
    else {
      a += sizeof<T>();
      if (rows > 1) {
        a1 += sizeof<T>();
        a2 += sizeof<T>();
        a3 += sizeof<T>();
      }
      if (rows > 4) {
        a4 += sizeof<T>();
        a5 += sizeof<T>();
      }
    }
  }
  if (mode == DESCEND) {
    const eta = v128.load_splat<T>(rate);
    c00 = descended<T>(v128.load(c), eta, c00);
    c01 = descended<T>(v128.load(c, 16), eta, c01);
    if (VECTORS > 2) c02 = descended<T>(v128.load(c, 32), eta, c02);
    if (VECTORS > 2) c03 = descended<T>(v128.load(c, 48), eta, c03);
    storeRow(c, c00, c01, c02, c03);
    if (rows > 1) {
      const w1 = c + cRow * 1;
      c10 = descended<T>(v128.load(w1), eta, c10);
      c11 = descended<T>(v128.load(w1, 16), eta, c11);
      if (VECTORS > 2) c12 = descended<T>(v128.load(w1, 32), eta, c12);
      if (VECTORS > 2) c13 = descended<T>(v128.load(w1, 48), eta, c13);
      storeRow(w1, c10, c11, c12, c13);
      const w2 = c + cRow * 2;
      c20 = descended<T>(v128.load(w2), eta, c20);
      c21 = descended<T>(v128.load(w2, 16), eta, c21);
      if (VECTORS > 2) c22 = descended<T>(v128.load(w2, 32), eta, c22);
      if (VECTORS > 2) c23 = descended<T>(v128.load(w2, 48), eta, c23);
      storeRow(w2, c20, c21, c22, c23);
      const w3 = c + cRow * 3;
      c30 = descended<T>(v128.load(w3), eta, c30);
      c31 = descended<T>(v128.load(w3, 16), eta, c31);
      if (VECTORS > 2) c32 = descended<T>(v128.load(w3, 32), eta, c32);
      if (VECTORS > 2) c33 = descended<T>(v128.load(w3, 48), eta, c33);
      storeRow(w3, c30, c31, c32, c33);
    }
    if (rows > 4) {
      const w4 = c + cRow * 4;
      c40 = descended<T>(v128.load(w4), eta, c40);
      c41 = descended<T>(v128.load(w4, 16), eta, c41);
      if (VECTORS > 2) c42 = descended<T>(v128.load(w4, 32), eta, c42);
      if (VECTORS > 2) c43 = descended<T>(v128.load(w4, 48), eta, c43);
      storeRow(w4, c40, c41, c42, c43);
      const w5 = c + cRow * 5;
      c50 = descended<T>(v128.load(w5), eta, c50);
      c51 = descended<T>(v128.load(w5, 16), eta, c51);
      if (VECTORS > 2) c52 = descended<T>(v128.load(w5, 32), eta, c52);
      if (VECTORS > 2) c53 = descended<T>(v128.load(w5, 48), eta, c53);
      storeRow(w5, c50, c51, c52, c53);
    }
    const sum0 = sumOfRows<T>(rows, c00, c10, c20, c30, c40, c50);
    const sum1 = sumOfRows<T>(rows, c01, c11, c21, c31, c41, c51);
    const sum2 = sumOfRows<T>(rows, c02, c12, c22, c32, c42, c52);
    const sum3 = sumOfRows<T>(rows, c03, c13, c23, c33, c43, c53);
    v128.store(sums, plusZeroTimes<T>(v128.load(sums), sum0));
    v128.store(sums, plusZeroTimes<T>(v128.load(sums, 16), sum1), 16);
    if (VECTORS > 2) v128.store(sums, plusZeroTimes<T>(v128.load(sums, 32), sum2), 32);
    if (VECTORS > 2) v128.store(sums, plusZeroTimes<T>(v128.load(sums, 48), sum3), 48);
    return;
  }
  if (mode == STORE_RELU) {
    c00 = v128.pmax<T>(c00, none);
    c01 = v128.pmax<T>(c01, none);
    c02 = v128.pmax<T>(c02, none);
    c03 = v128.pmax<T>(c03, none);
    if (rows > 1) {
      c10 = v128.pmax<T>(c10, none);
      c11 = v128.pmax<T>(c11, none);
      c12 = v128.pmax<T>(c12, none);
      c13 = v128.pmax<T>(c13, none);
      c20 = v128.pmax<T>(c20, none);
      c21 = v128.pmax<T>(c21, none);
      c22 = v128.pmax<T>(c22, none);
      c23 = v128.pmax<T>(c23, none);
      c30 = v128.pmax<T>(c30, none);
      c31 = v128.pmax<T>(c31, none);
      c32 = v128.pmax<T>(c32, none);
      c33 = v128.pmax<T>(c33, none);
    }
    if (rows > 4) {
      c40 = v128.pmax<T>(c40, none);
      c41 = v128.pmax<T>(c41, none);
      c42 = v128.pmax<T>(c42, none);
      c43 = v128.pmax<T>(c43, none);
      c50 = v128.pmax<T>(c50, none);
      c51 = v128.pmax<T>(c51, none);
      c52 = v128.pmax<T>(c52, none);
      c53 = v128.pmax<T>(c53, none);
    }
  }
  storeRow(c, c00, c01, c02, c03);
  if (rows > 1) {
    storeRow(c + cRow * 1, c10, c11, c12, c13);
    storeRow(c + cRow * 2, c20, c21, c22, c23);
    storeRow(c + cRow * 3, c30, c31, c32, c33);
  }
  if (rows > 4) {
    storeRow(c + cRow * 4, c40, c41, c42, c43);
    storeRow(c + cRow * 5, c50, c51, c52, c53);
  }
}
