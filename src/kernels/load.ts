import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Kernels } from '../engine/wasm/kernels.js';
import type { Shape } from '../engine/wasm/shapes.js';
import { ThreadedWorkshop } from './workshop.js';

/** The number of bytes of data up to which a second copy in the kernels' memory is acceptable. */
const mostData = 2 ** 26;
const pageBytes = 65536;
const mostPages = 65536;

/** Loads the kernels of one shape. They hold one network at a time. @throws CompileError where this engine lacks a feature */
export function loadKernels(folder: string, { name, vectors }: Shape, threads: number): Kernels {
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
