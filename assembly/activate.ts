import { leakySlope } from './constants';
import { IDENTITY, LEAKY_RELU, RELU, SIGMOID, TANH } from './layout';
import { exp4, sigmoid4, tanh4 } from './math';

/** Computes y = f(x) for `count` elements. x and y may be the same memory; `scratch` belongs to this thread. */
export function activate<T>(kind: i32, x: usize, y: usize, count: i32, scratch: usize): void {
  if (kind == IDENTITY && x == y) return;
  const end = x + (<usize>count & ~(lanesOf<T>() - 1)) * sizeof<T>();
  for (; x < end; x += 16, y += 16) v128.store(y, forward4<T>(kind, v128.load(x)));
  const rest = (<usize>count & (lanesOf<T>() - 1)) * sizeof<T>();
  if (rest == 0) return;
  memory.copy(scratch, x, rest);
  v128.store(scratch, forward4<T>(kind, v128.load(scratch)));
  memory.copy(y, scratch, rest);
}

/** Multiplies g by f′, computed from the outputs y. */
export function differentiate<T>(kind: i32, y: usize, g: usize, count: i32, scratch: usize): void {
  if (kind == IDENTITY) return;
  const end = y + (<usize>count & ~(lanesOf<T>() - 1)) * sizeof<T>();
  for (; y < end; y += 16, g += 16) v128.store(g, backward4<T>(kind, v128.load(y), v128.load(g)));
  const rest = (<usize>count & (lanesOf<T>() - 1)) * sizeof<T>();
  if (rest == 0) return;
  memory.copy(scratch, y, rest);
  memory.copy(scratch + 16, g, rest);
  v128.store(scratch, backward4<T>(kind, v128.load(scratch), v128.load(scratch, 16)));
  memory.copy(g, scratch, rest);
}

/** Multiplies g by the factors, element by element, into `to`. */
export function multiply<T>(g: usize, factors: usize, to: usize, count: i32): void {
  for (const end = g + <usize>count * sizeof<T>(); g < end;) {
    store<T>(to, load<T>(g) * load<T>(factors));
    g += sizeof<T>();
    factors += sizeof<T>();
    to += sizeof<T>();
  }
}

function lanesOf<T>(): usize {
  return 16 / sizeof<T>();
}

function forward4<T>(kind: i32, x: v128): v128 {
  if (kind == RELU) return v128.pmax<T>(x, v128.splat<T>(<T>0));
  if (kind == LEAKY_RELU) {
    const isPositive = v128.gt<T>(x, v128.splat<T>(<T>0));
    return v128.bitselect(x, v128.mul<T>(v128.splat<T>(<T>leakySlope), x), isPositive);
  }
  if (sizeof<T>() == 4) {
    if (kind == SIGMOID) return sigmoid4(x);
    if (kind == TANH) return tanh4(x);
  }
  return x;
}

function backward4<T>(kind: i32, y: v128, g: v128): v128 {
  const one = v128.splat<T>(<T>1);
  const isLow = v128.le<T>(y, v128.splat<T>(<T>0));
  if (kind == RELU) return v128.andnot(g, isLow);
  if (kind == LEAKY_RELU) return v128.bitselect(v128.mul<T>(g, v128.splat<T>(<T>leakySlope)), g, isLow);
  if (kind == SIGMOID) return v128.mul<T>(g, v128.mul<T>(y, v128.sub<T>(one, y)));
  if (kind == TANH) return v128.mul<T>(g, v128.sub<T>(one, v128.mul<T>(y, y)));
  return g;
}

/** Computes y = exp(x − max x) / Σ exp(x − max x) row by row, in float32. */
export function softmax(x: usize, y: usize, rows: i32, columns: i32, scratch: usize): void {
  const whole = columns & ~3;
  const rest = (<usize>(columns & 3)) << 2;
  for (; rows > 0; rows--) {
    let most = load<f32>(x);
    for (let c = 1; c < columns; c++) {
      const value = load<f32>(x + ((<usize>c) << 2));
      if (value > most) most = value;
    }
    const shift = f32x4.splat(most);
    let sums = f32x4.splat(0);
    for (let c = 0; c < whole; c += 4) {
      const e = exp4(f32x4.sub(v128.load(x + ((<usize>c) << 2)), shift));
      v128.store(y + ((<usize>c) << 2), e);
      sums = f32x4.add(sums, e);
    }
    const tail = (<usize>whole) << 2;
    if (rest) {
      v128.store(scratch, f32x4.splat(f32.NEGATIVE_INFINITY));
      memory.copy(scratch, x + tail, rest);
      const e = exp4(f32x4.sub(v128.load(scratch), shift));
      v128.store(scratch, e);
      memory.copy(y + tail, scratch, rest);
      sums = f32x4.add(sums, e);
    }
    const sum =
      f32x4.extract_lane(sums, 0) +
      f32x4.extract_lane(sums, 1) +
      f32x4.extract_lane(sums, 2) +
      f32x4.extract_lane(sums, 3);
    const factor = <f32>1 / sum;
    for (let c = 0; c < columns; c++) {
      const at = y + ((<usize>c) << 2);
      store<f32>(at, load<f32>(at) * factor);
    }
    x += (<usize>columns) << 2;
    y += (<usize>columns) << 2;
  }
}
