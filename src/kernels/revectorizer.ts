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
/** The verdict is kept, and another program may have had the core just then. */
const mostLooks = 3;
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
    const probe = () => askProbe(this.place.folder, this.apart, signal);
    const first = kernels && (await probe());
    if (!first || first.digest !== (await inTurns(digestSteps(kernels), signal))) return false;
    const here = () => stepTime({ ...kernels, threads: 1 });
    return isFaster(here, first.ms, async () => (await probe())?.ms ?? Infinity);
  }

  /** What the verdict is about: other kernels may be compiled otherwise. */
  private matter(): string {
    const { folder } = this.place;
    const { shape, flags } = this.apart;
    const code = readFileSync(path.join(folder, 'kernels', `${shape}.wasm`));
    return [shape, createHash('sha256').update(code).digest('hex').slice(0, 16), ...flags].join(' ');
  }
}

/** Compares the best times of some looks; no more of them than it takes to see that it is faster there. */
export async function isFaster(
  here: () => number,
  first: number,
  there: () => Promise<number>,
): Promise<boolean> {
  let best = { here: here(), there: first };
  for (let looks = 1; best.here <= worthIt * best.there; looks++) {
    if (looks === mostLooks) return false;
    best = { there: Math.min(best.there, await there()), here: Math.min(best.here, here()) };
  }
  return true;
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
