import { availableParallelism } from 'node:os';
import type { BackendTask, CreateBackend } from '../engine/backend.js';
import { kernelBackends } from '../engine/wasm/backend.js';
import type { Kernels, Workshop } from '../engine/wasm/kernels.js';
import { isRight } from './check.js';
import { Choices, stepTime } from './choice.js';
import { hasFusedMultiplyAdd, hasVectorsAndThreads } from './features.js';
import { shapes, type Shape } from '../engine/wasm/shapes.js';
import { loadKernels } from './load.js';

/** Where the kernels are and how they may be used, as plain data. */
export interface KernelPlace {
  /** The folder with kernels/ and helper.cjs. */
  readonly folder: string;
  /** The largest number of threads; null: one per core. */
  readonly threads: number | null;
  /** The folder where the fastest shape is stored; null: it is not stored. */
  readonly cache: string | null;
  /** Whether large networks may train in a child process where that is faster. */
  readonly revectorize: boolean;
  /** The shape to use; absent: the fastest. */
  readonly shape?: string;
}

export interface KernelOptions extends Omit<KernelPlace, 'revectorize'> {
  /** Called where there are no kernels, with the reason. */
  readonly onMissing: (reason: Missing) => void;
}

/** Why the plain loops train: this engine lacks a feature, the kernels' numbers are wrong here, or memory is missing. */
export type Missing = 'unsupported' | 'wrong' | 'memory';

/** The number of weights below which the shapes differ too little to be timed. */
const worthTiming = 10_000;
const mostThreads = 16;

/** Provides backends that use the fastest kernels on this machine. All kernels it may choose compute the same numbers. */
export class KernelProvider {
  private readonly loaded = new Map<Shape, Kernels | null>();
  private readonly choices: Choices;
  private readonly threads: number;

  constructor(private readonly options: KernelOptions) {
    this.choices = new Choices(options.cache);
    this.threads = Math.max(1, Math.min(options.threads ?? availableParallelism(), mostThreads));
  }

  readonly createBackend: CreateBackend = (task) => {
    const kernels = this.kernelsFor(task);
    if (!kernels) return null;
    return kernelBackends({ ...kernels, open: (bytes) => this.open(kernels, bytes) })(task);
  };

  private open(kernels: Kernels, bytes: number): Workshop | null {
    const workshop = kernels.open(bytes);
    if (!workshop) this.options.onMissing('memory');
    return workshop;
  }

  /** Returns the fastest kernels, timing them if necessary; null where none can be used. */
  fastest(): Kernels | null {
    return hasVectorsAndThreads() ? this.chosen(this.candidates(), true) : null;
  }

  private kernelsFor({ state }: BackendTask): Kernels | null {
    if (!hasVectorsAndThreads()) {
      this.options.onMissing('unsupported');
      return null;
    }
    const weights = state.network.layers.reduce((sum, layer) => sum + layer.weights.length, 0);
    const kernels = this.chosen(this.candidates(), weights >= worthTiming);
    if (!kernels) this.options.onMissing('wrong');
    return kernels;
  }

  private candidates(): readonly Shape[] {
    const { shape } = this.options;
    const fuses = hasFusedMultiplyAdd();
    return shapes.filter((one) => one.fuses === fuses && one.name === (shape ?? one.name));
  }

  private chosen(candidates: readonly Shape[], isWorthTiming: boolean): Kernels | null {
    const known = this.choices.get();
    const remembered = candidates.find(({ name }) => name === known);
    if (remembered) return this.load(remembered);
    if (candidates.length === 1 || !isWorthTiming) return this.load(candidates[0]);
    const timed = candidates.flatMap((one) => {
      const kernels = this.load(one);
      return kernels ? [{ shape: one, kernels, ms: stepTime({ ...kernels, threads: 1 }) }] : [];
    });
    if (timed.length === 0) return null;
    const fastest = timed.reduce((best, other) => (other.ms < best.ms ? other : best));
    this.choices.set(fastest.shape.name);
    return fastest.kernels;
  }

  private load(shape: Shape): Kernels | null {
    const known = this.loaded.get(shape);
    if (known !== undefined) return known;
    const kernels = loadKernels(this.options.folder, shape, this.threads);
    const right = isRight(kernels) ? kernels : null;
    this.loaded.set(shape, right);
    return right;
  }
}
