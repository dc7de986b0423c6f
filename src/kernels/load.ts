import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Kernels } from '../engine/wasm/kernels.js';
import { ThreadedWorkshop } from './workshop.js';

/** The shapes that scripts/kernels.mjs builds; all that fuse give the same numbers. */
export const variants = [
  { name: 'plain-4x2', vectors: 2, fuses: false },
  { name: 'fused-6x2', vectors: 2, fuses: true },
  { name: 'fused-4x2', vectors: 2, fuses: true },
  { name: 'fused-6x4', vectors: 4, fuses: true },
] as const;
export type Variant = (typeof variants)[number];

/** Data that is no burden twice. */
const mostData = 2 ** 26;
const pageBytes = 65536;
const mostPages = 65536;

/** Kernels of one shape. Throws where this engine cannot compile them. One network at a time: the next takes its place. */
export function loadVariant(folder: string, { name, vectors }: Variant, threads: number): Kernels {
  const module = new WebAssembly.Module(readFileSync(path.join(folder, 'kernels', `${name}.wasm`)));
  let open: ThreadedWorkshop | null = null;
  return {
    vectors,
    threads,
    mostData,
    open(bytes) {
      open?.close();
      open = null;
      const pages = Math.ceil(bytes / pageBytes);
      const memory = pages <= mostPages ? sharedMemory(pages) : null;
      if (memory) open = new ThreadedWorkshop(module, memory, path.join(folder, 'helper.cjs'));
      return open;
    },
  };
}

function sharedMemory(pages: number): WebAssembly.Memory | null {
  try {
    return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
