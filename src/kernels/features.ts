/** The smallest module with one function of type () → () and this body. */
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
/** i32.const 0, i32x4.splat */
const vector = [0x41, 0, simd, 0x11];
const drop = 0x1a;

/** Memory that threads share, and vectors of 128 bits: without them there are no kernels. */
export function hasVectorsAndThreads(): boolean {
  return typeof SharedArrayBuffer === 'function' && WebAssembly.validate(moduleOf(...vector, drop));
}

/** Relaxed SIMD's f32x4.relaxed_madd: a product and a sum rounded once, where the machine can. */
export function hasFusedMultiplyAdd(): boolean {
  return WebAssembly.validate(moduleOf(...vector, ...vector, ...vector, simd, 0x85, 0x02, drop));
}
