import type { Dataset } from '../engine/model/dataset.js';
import type { Outcome } from '../engine/model/metrics.js';
import { trainedTensors, type TrainingState } from '../engine/training/state.js';
import type { TrainingSpec } from '../engine/model/spec.js';
import { trainBatch } from '../engine/training/train.js';
import { drive } from './drive.js';

/** The state and the data that one pass starts from. They are never written to. */
export interface Pass {
  readonly state: TrainingState;
  readonly dataset: Dataset;
}

/** The maximum number of bytes of the parameters of passes that are kept. */
const mostBytes = 2 ** 28;

/** The passes of a walk. Training on a mini-batch leads from one to the next. Dropped passes are computed again if needed. */
export class Passes {
  private readonly kept = new Map<number, Pass>();
  private version = 0;
  /** The passes that training does not derive from the previous one: the first, and those that were changed. */
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

  /** Returns the pass with the index `number`, from 0, or the outcome where the run ends before. It yields while training. */
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

  /** Replaces a pass, and drops all passes after it. */
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
    return (await drive(batch)) ?? { state: next, dataset };
  }
}

/** Returns a copy of a state to train on. Training replaces the network's arrays, so only the rest is copied. */
export function successor(state: TrainingState): TrainingState {
  return { ...state, plateau: { ...state.plateau }, stopping: structuredClone(state.stopping) };
}
