/**
 * Computes eˣ to one unit in the last place as 2^(k/64) eʳ, where x = k ln 2 / 64 + r and |r| ≤ ln 2 / 128. Unlike
 * `Math.exp` it can be inlined into generated programs, in half the time of a call, and has the same bits everywhere.
 * P. T. P. Tang, "Table-driven implementation of the exponential function in IEEE floating-point arithmetic", ACM TOMS
 * 15 (1989).
 */
export function exp(x: number): number {
  if (!(x < expLimit && x > -expLimit)) return Math.exp(x);
  const k = x * perPower + toInteger - toInteger;
  const r = x - k * powerHigh - k * powerLow;
  const rr = r * r;
  const power = powers[(k | 0) + middle];
  return power + power * (r + rr * (c2 + r * c3) + rr * rr * (c4 + r * c5));
}

/** The largest |x| that the table covers. */
export const expLimit = 44;
/** 64 / ln 2 */
export const perPower = 92.33248261689366;
/** ln 2 / 64 in two parts; k times the first is exact. */
export const powerHigh = 0.010830424696223417;
export const powerLow = 2.572804622327669e-14;
/** Adding and subtracting 1.5 · 2⁵² rounds to an integer. */
export const toInteger = 2 ** 52 * 1.5;
/** Taylor coefficients of eʳ − 1 − r; c2 and c4 include the mean contribution of the term in r⁶ (Chebyshev). */
export const c2 = 0.4999999999993282;
export const c3 = 1 / 6;
export const c4 = 0.04166672775942661;
export const c5 = 1 / 120;

/** 2^(i/64) for i from 0. */
// prettier-ignore
const roots = [
  1.0, 1.0108892860517005, 1.0218971486541166, 1.0330248790212284, 1.0442737824274138, 1.0556451783605572,
  1.0671404006768237, 1.0787607977571199, 1.0905077326652577, 1.102382583307841, 1.1143867425958924,
  1.1265216186082418, 1.1387886347566916, 1.1511892299529827, 1.1637248587775775, 1.1763969916502812,
  1.189207115002721, 1.202156731452703, 1.215247359980469, 1.22848053610687, 1.241857812073484,
  1.255380757024691, 1.2690509571917332, 1.2828700160787783, 1.2968395546510096, 1.3109612115247644,
  1.3252366431597413, 1.339667524053303, 1.3542555469368927, 1.3690024229745905, 1.383909881963832,
  1.3989796725383112, 1.4142135623730951, 1.42961333839197, 1.4451808069770467, 1.460917794180647,
  1.4768261459394993, 1.4929077282912648, 1.5091644275934228, 1.5255981507445384, 1.5422108254079407,
  1.559004400237837, 1.5759808451078865, 1.593142151342267, 1.6104903319492543, 1.6280274218573478,
  1.645755478153965, 1.6636765803267364, 1.681792830507429, 1.7001063537185235, 1.718619298122478,
  1.7373338352737062, 1.7562521603732995, 1.7753764925265212, 1.7947090750031072, 1.8142521755003989,
  1.8340080864093424, 1.8539791250833855, 1.8741676341103, 1.8945759815869656, 1.9152065613971474,
  1.9360617934922943, 1.9571441241754002, 1.978456026387951,
];
/** The index of 2⁰ in the table. */
export const middle = 64 * 64;
/** 2^(k/64) at index k + `middle`. */
export const powers = Float64Array.from(
  { length: 2 * middle },
  (_, i) => roots[i % 64] * 2 ** (Math.floor(i / 64) - 64),
);
