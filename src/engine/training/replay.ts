import type { CreateBackend } from './backend.js';
import type { Dataset } from '../model/dataset.js';
import type { TrainingSpec } from '../model/spec.js';
import { Run } from './run.js';
import type { TrainingState } from './state.js';

/** Trains a state again over epochs that a run has done before, to exactly the same numbers. */
export class Replay {
  private readonly run: Run;

  constructor(
    private readonly state: TrainingState,
    dataset: Dataset,
    training: TrainingSpec,
    createBackend: CreateBackend,
  ) {
    this.run = new Run(state, dataset, training, createBackend);
  }

  /** Trains to the end of an epoch. It may be abandoned at any yield, and another call continues from there. */
  *to(epoch: number): Generator<undefined, void> {
    const { state, run } = this;
    while (state.epoch < epoch) {
      // An epoch that fails here also failed in the run, so there is no state after it.
      if (yield* run.epoch(epoch)) return;
    }
  }
}
