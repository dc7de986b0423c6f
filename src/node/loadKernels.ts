import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Kernels } from '../backends/wasm/kernels.js';
import type { Shape } from '../backends/wasm/shapes.js';
import { HelperLock } from '../backends/threads/helperLock.js';
import type { StartHelper } from '../backends/threads/instantiate.js';
import { ThreadedKernels } from '../backends/threads/threadedKernels.js';

/** The number of bytes of data up to which a second copy in the kernels' memory is acceptable. */
const mostData = 2 ** 26;
const pageBytes = 65536;
const mostPages = 65536;

/** Kernels of one shape, for one network at a time: the next takes its place. */
export interface LoadedKernels extends Kernels {
  /** Gives back the memory and the threads of the network that was opened last. */
  close(): void;
}

/** Loads kernels of one shape. @throws CompileError where this engine lacks a feature */
export function loadKernels(folder: string, shape: Shape, threads: number): LoadedKernels {
  return kernelsOf(compileKernels(folder, shape), folder, shape, threads);
}

/** Compiles the kernels of one shape. @throws MissingKernels, or CompileError where this engine lacks a feature */
export function compileKernels(folder: string, { name }: Shape): WebAssembly.Module {
  const code = readKernels(folder, name);
  if (!code) throw new MissingKernels(name);
  return new WebAssembly.Module(code);
}

/** Reads the file with the kernels of a shape. Returns null where it cannot be read. */
export function readKernels(folder: string, shape: string): Buffer<ArrayBuffer> | null {
  try {
    return readFileSync(path.join(folder, 'kernels', `${shape}.wasm`));
  } catch {
    return null;
  }
}

/** The file of a shape's kernels cannot be read, because the build or the installation is incomplete. */
export class MissingKernels extends Error {}

/**
 * Kernels of a shape that is compiled already.
 * @param helperLock the lock that the kernel instances of this thread share
 */
export function kernelsOf(
  module: WebAssembly.Module,
  folder: string,
  { vectors }: Shape,
  threads: number,
  helperLock: HelperLock = new HelperLock(),
): LoadedKernels {
  let open: ThreadedKernels | null = null;
  const startHelper = helperStarter(path.join(folder, 'helper.cjs'));
  const close = (): void => {
    open?.close();
    open = null;
  };
  return {
    vectors,
    threads,
    mostData,
    close,
    open(bytes) {
      close();
      const pages = Math.ceil(bytes / pageBytes);
      const memory = pages <= mostPages ? sharedMemory(pages) : null;
      if (memory) open = new ThreadedKernels(module, memory, startHelper, helperLock);
      return open;
    },
  };
}

function helperStarter(script: string): StartHelper {
  return (workerData) => {
    const helper = new Worker(script, { workerData });
    // The thread that waits for the helper reports what went wrong.
    helper.on('error', () => undefined);
    helper.unref();
    return { terminate: () => void helper.terminate() };
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
