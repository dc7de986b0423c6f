/**
 * Computes the error function to full double precision.
 * W. J. Cody, "Rational Chebyshev approximations for the error function", Math. Comp. 23 (1969), with the coefficients
 * of his CALERF.
 */
export function erf(x: number): number {
  const y = Math.abs(x);
  if (y <= 0.46875) return erfNearZero(x);
  return Math.sign(x) * (1 - erfcOf(y));
}

/** Computes 1 − erf(x) without cancellation for large x. */
export function erfc(x: number): number {
  const y = Math.abs(x);
  if (y <= 0.46875) return 1 - erfNearZero(x);
  return x > 0 ? erfcOf(y) : 2 - erfcOf(y);
}

// prettier-ignore
const nearZero = {
  p: [0.18577770618460315, 3.1611237438705655, 113.86415415105016, 377.485237685302, 3209.3775891384694],
  q: [1, 23.601290952344122, 244.02463793444417, 1282.6165260773723, 2844.236833439171],
};
// prettier-ignore
const middle = {
  p: [2.1531153547440383e-8, 0.5641884969886701, 8.883149794388377, 66.11919063714163, 298.6351381974001,
    881.952221241769, 1712.0476126340707, 2051.0783778260716, 1230.3393547979972],
  q: [1, 15.744926110709835, 117.6939508913125, 537.1811018620099, 1621.3895745666903, 3290.7992357334597,
    4362.619090143247, 3439.3676741437216, 1230.3393548037495],
};
// prettier-ignore
const tail = {
  p: [0.016315387137302097, 0.30532663496123236, 0.36034489994980445, 0.12578172611122926,
    0.016083785148742275, 0.0006587491615298378],
  q: [1, 2.568520192289822, 1.8729528499234604, 0.5279051029514285, 0.06051834131244132,
    0.0023352049762686918],
};

function erfNearZero(x: number): number {
  return x * ratio(nearZero, x * x);
}

/** Computes erfc(y) for y > 0.46875. */
function erfcOf(y: number): number {
  if (y > 27) return 0; // below the smallest double
  if (y <= 4) return expMinusSquare(y) * ratio(middle, y);
  const z = 1 / (y * y);
  return (expMinusSquare(y) * (1 / Math.sqrt(Math.PI) - z * ratio(tail, z))) / y;
}

/** Computes exp(−y²) with the square split, so that its rounding error is not magnified. */
function expMinusSquare(y: number): number {
  const rounded = Math.floor(y * 16) / 16;
  return Math.exp(-rounded * rounded) * Math.exp(-(y - rounded) * (y + rounded));
}

/** Computes p(x) / q(x); coefficients start with the highest power. */
function ratio(
  { p, q }: { readonly p: readonly number[]; readonly q: readonly number[] },
  x: number,
): number {
  let above = 0;
  let below = 0;
  for (let i = 0; i < p.length; i++) {
    above = above * x + p[i];
    below = below * x + q[i];
  }
  return above / below;
}
