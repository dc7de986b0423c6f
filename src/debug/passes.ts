import type { Dataset } from '../engine/dataset.js';
import type { Outcome } from '../engine/metrics.js';
import { trainedTensors, type TrainingState } from '../engine/state.js';
import type { TrainingSpec } from '../engine/spec.js';
import { trainBatch } from '../engine/train.js';

/** What one pass starts from. Nothing of it is written to. */
export interface Pass {
  readonly state: TrainingState;
  readonly dataset: Dataset;
}

/** Passes are kept to go back to while their parameters take no more bytes than this. */
const mostBytes = 2 ** 28;

/** The passes of a walk, each the one before it with a mini-batch of training done. Older ones are trained again when needed. */
export class Passes {
  private readonly kept = new Map<number, Pass>();
  private version = 0;
  /** Those that do not follow from the one before: the first, and those that were changed. */
  private readonly origins = new Set<number>();
  private readonly most: number;

  constructor(
    first: Pass,
    private readonly training: TrainingSpec,
    most = mostBytes,
  ) {
    this.set(0, first);
    const { network, slots } = first.state;
    const tensors = [...trainedTensors(network).map(({ values }) => values), ...slots.flat()];
    this.most = Math.max(2, Math.floor(most / tensors.reduce((sum, each) => sum + each.byteLength, 1)));
  }

  /** The pass `number`, from 0; how the run ended where it ends before. Lets others have their turn. */
  async get(number: number): Promise<Pass | Outcome> {
    let at = number;
    while (!this.kept.has(at)) at--;
    let pass = this.kept.get(at)!;
    for (; at < number; at++) {
      const { version } = this;
      const next = await this.follow(pass);
      if (version !== this.version) return this.get(number);
      if ('kind' in next) return next;
      pass = next;
      this.keep(at + 1, pass);
    }
    return pass;
  }

  /** Puts another in its place; what came after it is no longer so. */
  set(number: number, pass: Pass): void {
    this.version++;
    for (const later of [...this.kept.keys()].filter((each) => each > number)) {
      this.kept.delete(later);
      this.origins.delete(later);
    }
    this.origins.add(number);
    this.kept.set(number, pass);
  }

  private keep(number: number, pass: Pass): void {
    this.kept.set(number, pass);
    for (const old of this.kept.keys()) {
      if (this.kept.size <= this.most) return;
      if (!this.origins.has(old) && old !== number) this.kept.delete(old);
    }
  }

  private async follow({ state, dataset }: Pass): Promise<Pass | Outcome> {
    const next = successor(state);
    const batch = trainBatch(next, dataset, this.training);
    for (;;) {
      const { done, value } = batch.next();
      if (done) return value ?? { state: next, dataset };
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

/** A state to train on: a mini-batch replaces the arrays of its network and writes to the rest. */
export function successor(state: TrainingState): TrainingState {
  return { ...state, plateau: { ...state.plateau }, stopping: structuredClone(state.stopping) };
}
