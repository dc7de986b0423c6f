/** Returns the smallest WebAssembly module that has one function of type () → () with this body. */
function moduleOf(...body: readonly number[]): Uint8Array<ArrayBuffer> {
  const code = [body.length + 2, 0, ...body, 0x0b];
  return Uint8Array.of(
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...[1, 4, 1, 0x60, 0, 0],
    ...[3, 2, 1, 0],
    ...[10, code.length + 1, 1, ...code],
  );
}

const simd = 0xfd;
/** The instructions i32.const 0 and i32x4.splat. */
const vector = [0x41, 0, simd, 0x11];
const drop = 0x1a;

/** Returns whether this engine has shared memory and 128-bit vectors, which all kernels need. */
export function hasVectorsAndThreads(): boolean {
  return typeof SharedArrayBuffer === 'function' && WebAssembly.validate(moduleOf(...vector, drop));
}

/** Returns whether this engine has f32x4.relaxed_madd of relaxed SIMD, which rounds only once, after the addition. */
export function hasFusedMultiplyAdd(): boolean {
  return WebAssembly.validate(moduleOf(...vector, ...vector, ...vector, simd, 0x85, 0x02, drop));
}
