import fc from 'fast-check';

/** Damage to a file: bytes replaced, and bytes added at its end. */
export interface Corruption {
  readonly at: number;
  readonly length: number;
  readonly put: Uint8Array;
  readonly cut: number;
  readonly more: Uint8Array;
}

const zeros = (most: number): fc.Arbitrary<Uint8Array> => fc.nat(most).map((n) => new Uint8Array(n));

export const corruption: fc.Arbitrary<Corruption> = fc.record({
  at: fc.nat(2000),
  length: fc.oneof(fc.constant(0), fc.nat(8)),
  put: fc.oneof(fc.constant(new Uint8Array()), fc.uint8Array({ maxLength: 4 }), fc.constant(new Uint8Array([255, 255, 255, 255]))),
  cut: fc.oneof(fc.constant(0), fc.constant(0), fc.nat(100)),
  more: fc.oneof(
    fc.constant(new Uint8Array()),
    fc.uint8Array({ maxLength: 8 }),
    zeros(3),
    fc.constantFrom(255_999, 262_144, 300_000, 1_000_000).map((n) => new Uint8Array(n)),
  ),
}); // prettier-ignore

export function corruptedBytes(bytes: Uint8Array, corruption: Corruption | null): Buffer {
  if (!corruption) return Buffer.from(bytes);
  const at = corruption.at % (bytes.length + 1);
  const changed = Buffer.concat([
    bytes.subarray(0, at),
    corruption.put,
    bytes.subarray(at + corruption.length),
  ]);
  return Buffer.concat([changed.subarray(0, Math.max(0, changed.length - corruption.cut)), corruption.more]);
}
