import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { NetworkSpec, TrainingSpec } from '../engine/spec.js';
import { Choices, stepTime } from './choice.js';
import { digestSteps } from './digest.js';
import { hasFusedMultiplyAdd } from './features.js';
import type { Apart } from './forked.js';
import { isLarge } from './large.js';
import { askProbe } from './probing.js';
import type { KernelPlace, KernelProvider } from './provide.js';

/**
 * V8's experimental revectoriser makes one operation on 256 bits of two on 128. It is asked for by a flag, and a flag of
 * V8 concerns a whole process: none but those that train, and do nothing else, may carry it. Code is optimised from the
 * first call on, so that what the probe has checked is what will run.
 */
export const revectorizing: Apart = {
  flags: ['--experimental-wasm-revectorize', '--no-liftoff'],
  shape: 'fused-6x4',
};

/** Times of the best kernels here over those there, below which a process of its own is not worth it. */
const worthIt = 1.1;
/** Milliseconds between two looks at what else there is to do. */
const sliceMs = 20;

/** Says of which networks training is faster in a process of its own, with the same numbers. */
export class Revectorizer {
  private readonly choices: Choices;
  private verdict: string | null = null;

  constructor(
    private readonly place: KernelPlace,
    private readonly provider: Pick<KernelProvider, 'fastest'>,
    readonly apart: Apart,
  ) {
    this.choices = new Choices(place.cache);
  }

  /**
   * Whether a network should train there. The first large one on a machine waits for the probe. Rejects as soon as the
   * signal is aborted.
   * @param countInputs null where they cannot be known
   */
  async isFor(
    network: NetworkSpec,
    training: TrainingSpec,
    countInputs: (signal: AbortSignal) => Promise<number | null>,
    signal: AbortSignal,
  ): Promise<boolean> {
    if (!this.place.revectorize || training.precision !== 'float32') return false;
    const inputs = await countInputs(signal);
    if (inputs === null || !isLarge(network, training, inputs)) return false;
    const matter = this.matter();
    this.verdict ??= this.choices.get(matter);
    if (this.verdict === null) {
      this.verdict = (await this.isEqualAndFaster(signal)) ? 'yes' : 'no';
      this.choices.set(this.verdict, matter);
    }
    return this.verdict === 'yes';
  }

  private async isEqualAndFaster(signal: AbortSignal): Promise<boolean> {
    const kernels = hasFusedMultiplyAdd() ? this.provider.fastest() : null;
    const there = kernels && (await askProbe(this.place.folder, this.apart, signal));
    if (!there || there.digest !== (await inTurns(digestSteps(kernels), signal))) return false;
    return stepTime({ ...kernels, threads: 1 }) > worthIt * there.ms;
  }

  /** What the verdict is about: other kernels may be compiled otherwise. */
  private matter(): string {
    const { folder } = this.place;
    const { shape, flags } = this.apart;
    const code = readFileSync(path.join(folder, 'kernels', `${shape}.wasm`));
    return [shape, createHash('sha256').update(code).digest('hex').slice(0, 16), ...flags].join(' ');
  }
}

/** The result of steps that take a while together. */
async function inTurns<T>(steps: Iterator<unknown, T>, signal: AbortSignal): Promise<T> {
  for (;;) {
    signal.throwIfAborted();
    const end = performance.now() + sliceMs;
    do {
      const { done, value } = steps.next();
      if (done) return value;
    } while (performance.now() < end);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
