/** Computes four exponentials in float32 to about one unit in the last place. Method and coefficients: Moshier, Cephes (expf). */
export function exp4(value: v128): v128 {
  const tooLow = f32x4.lt(value, f32x4.splat(-87.33654475));
  let x = f32x4.max(f32x4.min(value, f32x4.splat(88.3762626647949)), f32x4.splat(-87.33654475));
  const n = f32x4.nearest(f32x4.mul(x, f32x4.splat(1.44269504088896341)));
  x = f32x4.sub(x, f32x4.mul(n, f32x4.splat(0.693359375)));
  x = f32x4.sub(x, f32x4.mul(n, f32x4.splat(-2.1219444e-4)));
  let y = f32x4.splat(1.98756915e-4);
  y = f32x4.add(f32x4.mul(y, x), f32x4.splat(1.3981999507e-3));
  y = f32x4.add(f32x4.mul(y, x), f32x4.splat(8.3334519073e-3));
  y = f32x4.add(f32x4.mul(y, x), f32x4.splat(4.1665795894e-2));
  y = f32x4.add(f32x4.mul(y, x), f32x4.splat(1.6666665459e-1));
  y = f32x4.add(f32x4.mul(y, x), f32x4.splat(5.0000001201e-1));
  y = f32x4.add(f32x4.add(f32x4.mul(y, f32x4.mul(x, x)), x), f32x4.splat(1));
  const power = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23);
  return v128.andnot(f32x4.mul(y, power), tooLow);
}

/** Computes 1 / (1 + e⁻ˣ). */
export function sigmoid4(x: v128): v128 {
  const one = f32x4.splat(1);
  return f32x4.div(one, f32x4.add(one, exp4(f32x4.neg(x))));
}

/** Computes tanh: near 0 by an odd polynomial, else as 1 − 2 / (e²ˣ + 1). Coefficients: Moshier, Cephes (tanhf). */
export function tanh4(x: v128): v128 {
  const one = f32x4.splat(1);
  const magnitude = f32x4.abs(x);
  const far = f32x4.sub(
    one,
    f32x4.div(f32x4.splat(2), f32x4.add(exp4(f32x4.add(magnitude, magnitude)), one)),
  );
  const z = f32x4.mul(x, x);
  let near = f32x4.splat(-5.70498872745e-3);
  near = f32x4.add(f32x4.mul(near, z), f32x4.splat(2.06390887954e-2));
  near = f32x4.add(f32x4.mul(near, z), f32x4.splat(-5.37397155531e-2));
  near = f32x4.add(f32x4.mul(near, z), f32x4.splat(1.33314422036e-1));
  near = f32x4.add(f32x4.mul(near, z), f32x4.splat(-3.33332819422e-1));
  near = f32x4.add(f32x4.mul(f32x4.mul(near, z), x), x);
  const sign = f32x4.splat(-0.0);
  const signed = v128.or(far, v128.and(x, sign));
  return v128.bitselect(near, signed, f32x4.lt(magnitude, f32x4.splat(0.625)));
}
