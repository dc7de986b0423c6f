import { availableParallelism } from 'node:os';
import type { BackendTask, CreateBackend } from '../engine/training/backend.js';
import { kernelBackends } from '../backends/wasm/kernelBackend.js';
import type { KernelPlace, FallbackReason } from '../backends/wasm/kernelPlace.js';
import type { Kernels, KernelInstance } from '../backends/wasm/kernels.js';
import { verifyKernels } from '../backends/wasm/verifyKernels.js';
import { stepTime } from '../backends/wasm/stepTime.js';
import { Choices } from './choices.js';
import { HelperLock } from '../backends/threads/helperLock.js';
import { hasFusedMultiplyAdd, hasVectorsAndThreads } from '../backends/wasm/features.js';
import { compileKernels, kernelsOf, MissingKernels, type LoadedKernels } from './loadKernels.js';
import { shapes, type Shape } from '../backends/wasm/shapes.js';

/** Backends for one run after another: each gets the memory and the threads of the one before. */
export interface KernelBackends {
  readonly createBackend: CreateBackend;
  /** Gives back the memory and the threads of the last run. */
  close(): void;
}

/** The number of weights below which the shapes differ too little to be timed. */
const worthTiming = 10_000;
const mostThreads = 16;

/** Kernels that are compiled here and give the right numbers. */
interface Compiled {
  readonly shape: Shape;
  readonly module: WebAssembly.Module;
}

/** Provides backends that use the fastest kernels on this machine. All kernels it may choose compute the same numbers. */
export class KernelProvider {
  private readonly loaded = new Map<Shape, Compiled | null>();
  private readonly choices: Choices;
  private readonly threads: number;
  private readonly helperLock = new HelperLock();
  private isFileMissing = false;

  constructor(private readonly options: Omit<KernelPlace, 'revectorize'>) {
    this.choices = new Choices(options.cache);
    this.threads = Math.max(1, Math.min(options.threads ?? availableParallelism(), mostThreads));
  }

  /** @param onMissing is called where no kernels can be used for a run */
  backends(onMissing: (reason: FallbackReason) => void): KernelBackends {
    let kernels: LoadedKernels | null = null;
    const close = (): void => {
      kernels?.close();
      kernels = null;
    };
    const createBackend: CreateBackend = (task) => {
      close();
      const found = this.compiledFor(task, onMissing);
      if (!found) return null;
      const own = (kernels = this.kernelsOf(found));
      const open = (bytes: number): KernelInstance | null => {
        const instance = own.open(bytes);
        if (!instance) onMissing('memory');
        return instance;
      };
      return kernelBackends({ ...own, open })(task);
    };
    return { createBackend, close };
  }

  /** Returns the fastest kernels, timing them if necessary; null where none can be used. */
  fastest(): Kernels | null {
    const found = hasVectorsAndThreads() ? this.chosen(this.candidates(), true) : null;
    return found && this.kernelsOf(found);
  }

  private kernelsOf({ module, shape }: Compiled): LoadedKernels {
    return kernelsOf(module, this.options.folder, shape, this.threads, this.helperLock);
  }

  private compiledFor({ state }: BackendTask, onMissing: (reason: FallbackReason) => void): Compiled | null {
    if (!hasVectorsAndThreads()) {
      onMissing('unsupported');
      return null;
    }
    const weights = state.network.layers.reduce((sum, layer) => sum + layer.weights.length, 0);
    const compiled = this.chosen(this.candidates(), weights >= worthTiming);
    if (!compiled) onMissing(this.isFileMissing ? 'file' : 'wrong');
    return compiled;
  }

  private candidates(): readonly Shape[] {
    const { shape } = this.options;
    const fuses = hasFusedMultiplyAdd();
    return shapes.filter((one) => one.fuses === fuses && one.name === (shape ?? one.name));
  }

  private chosen(candidates: readonly Shape[], isWorthTiming: boolean): Compiled | null {
    const known = this.choices.get();
    const remembered = candidates.find(({ name }) => name === known);
    if (remembered) return this.load(remembered);
    if (candidates.length === 1 || !isWorthTiming) return this.load(candidates[0]);
    const timed = candidates.flatMap((shape) => {
      const compiled = this.load(shape);
      return compiled ? [{ compiled, ms: this.time(compiled) }] : [];
    });
    if (timed.length === 0) return null;
    const fastest = timed.reduce((best, other) => (other.ms < best.ms ? other : best));
    this.choices.set(fastest.compiled.shape.name);
    return fastest.compiled;
  }

  private time(compiled: Compiled): number {
    const kernels = this.kernelsOf(compiled);
    const ms = stepTime({ ...kernels, threads: 1 });
    kernels.close();
    return ms;
  }

  private load(shape: Shape): Compiled | null {
    const known = this.loaded.get(shape);
    if (known !== undefined) return known;
    const loaded = this.loadRight(shape);
    this.loaded.set(shape, loaded);
    return loaded;
  }

  /** Returns the compiled kernels of a shape; null where their file is missing or their numbers are wrong. */
  private loadRight(shape: Shape): Compiled | null {
    try {
      const compiled = { shape, module: compileKernels(this.options.folder, shape) };
      const kernels = this.kernelsOf(compiled);
      const right = verifyKernels(kernels);
      kernels.close();
      return right ? compiled : null;
    } catch (error) {
      if (!(error instanceof MissingKernels)) throw error;
      this.isFileMissing = true;
      return null;
    }
  }
}
