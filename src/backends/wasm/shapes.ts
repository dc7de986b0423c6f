import * as fused4x2 from './shapes/fused-4x2.js';
import * as fused6x2 from './shapes/fused-6x2.js';
import * as fused6x4 from './shapes/fused-6x4.js';
import * as plain4x2 from './shapes/plain-4x2.js';

/** Kernels that are compiled with one shape of tile. */
export interface Shape {
  /** The name of the file in `shapes`, and of the compiled kernels. */
  readonly name: string;
  /** The number of 128-bit vectors in a row of a tile. */
  readonly vectors: number;
  /** Whether float32 products are fused into their sums; all shapes that fuse compute the same numbers. */
  readonly fuses: boolean;
}

const shape = (name: string, { VECTORS, FUSES }: { VECTORS: number; FUSES: boolean }): Shape => ({
  name,
  vectors: VECTORS,
  fuses: FUSES,
});

/**
 * All shapes. The first that the JavaScript engine supports is used until a large network makes timing them worthwhile.
 */
export const shapes: readonly Shape[] = [
  shape('plain-4x2', plain4x2),
  shape('fused-6x2', fused6x2),
  shape('fused-4x2', fused4x2),
  shape('fused-6x4', fused6x4),
];
