import { createHash } from 'node:crypto';
import type { NetworkSpec, TrainingSpec } from '../engine/model/spec.js';
import { stepTime } from '../backends/wasm/stepTime.js';
import { Choices } from './choices.js';
import { digestSteps } from './weightDigest.js';
import { hasFusedMultiplyAdd } from '../backends/wasm/features.js';
import { shapes } from '../backends/wasm/shapes.js';
import type { ChildOptions } from './forkChild.js';
import { isLarge } from '../backends/wasm/isLarge.js';
import { askProbe } from './askProbe.js';
import type { KernelPlace } from '../backends/wasm/kernelPlace.js';
import { readKernels } from './loadKernels.js';
import type { KernelProvider } from './kernelProvider.js';

/**
 * V8's experimental revectorizer turns two 128-bit operations into one of 256 bits. A flag enables it for a whole process,
 * so only processes that do nothing but train carry it. Code is optimized from the first call on, so that the code that
 * the probe has checked is the code that runs.
 */
export const revectorizing: ChildOptions = {
  flags: ['--experimental-wasm-revectorize', '--no-liftoff'],
  shape: 'fused-6x4',
};

/** The speedup below which a child process is not worth it. */
const worthIt = 1.1;
/** The largest number of comparisons before "slower", since the verdict is stored and another program may have interfered. */
const mostComparisons = 3;
/** The time between two yields to the event loop, in milliseconds. */
const sliceMs = 20;

/** Decides which networks train in a child process with 256-bit vectors: those that are faster there with equal numbers. */
export class Revectorizer {
  private readonly choices: Choices;
  private verdict: 'yes' | 'no' | null = null;

  constructor(
    private readonly place: KernelPlace,
    private readonly provider: Pick<KernelProvider, 'fastest'>,
    readonly childOptions: ChildOptions,
  ) {
    this.choices = new Choices(place.cache);
  }

  /**
   * Returns whether a network should train there. The first large network on a machine waits for the probe. Rejects as
   * soon as the signal is aborted.
   * @param countInputs counts the network's inputs, or returns null where they cannot be known
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
    if (matter === null) return false;
    const kept = this.choices.get(matter);
    this.verdict ??= kept === 'yes' || kept === 'no' ? kept : null;
    if (this.verdict === null) {
      const answer = await this.isEqualAndFaster(signal);
      this.verdict = answer ? 'yes' : 'no';
      if (answer !== null) this.choices.set(this.verdict, matter);
    }
    return this.verdict === 'yes';
  }

  /**
   * Returns null where a probe died or did not answer in time, which may have had a cause that passes: the next start
   * of this program probes again.
   */
  private async isEqualAndFaster(signal: AbortSignal): Promise<boolean | null> {
    const { fuses } = shapes.find(({ name }) => name === this.childOptions.shape)!;
    const kernels = fuses === hasFusedMultiplyAdd() ? this.provider.fastest() : null;
    if (!kernels) return false;
    const probe = () => askProbe(this.place.folder, this.childOptions, signal);
    const first = await probe();
    if (!first) return null;
    if (first.digest !== (await runYielding(digestSteps(kernels), signal))) return false;
    const here = () => stepTime({ ...kernels, threads: 1 });
    let deaths = 0;
    const there = async (): Promise<number> => {
      const answer = await probe();
      if (!answer) deaths++;
      return answer?.ms ?? Infinity;
    };
    return (await isFaster(here, first.ms, there)) || (deaths > 0 ? null : false);
  }

  /** Identifies what the verdict applies to: the compiled kernels and the flags. Returns null where the kernels are missing. */
  private matter(): string | null {
    const { folder } = this.place;
    const { shape, flags } = this.childOptions;
    const code = readKernels(folder, shape);
    return code && [shape, createHash('sha256').update(code).digest('hex').slice(0, 16), ...flags].join(' ');
  }
}

/** Compares the best times of up to three measurements, and stops as soon as the child process is faster. */
export async function isFaster(
  here: () => number,
  first: number,
  there: () => Promise<number>,
): Promise<boolean> {
  let best = { here: here(), there: first };
  for (let comparisons = 1; best.here <= worthIt * best.there; comparisons++) {
    if (comparisons === mostComparisons) return false;
    best = { there: Math.min(best.there, await there()), here: Math.min(best.here, here()) };
  }
  return true;
}

/** Runs steps to their result, yielding to the event loop in between. */
async function runYielding<T>(steps: Iterator<unknown, T>, signal: AbortSignal): Promise<T> {
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
