import type { FunctionConfig } from '../config/spec.js';
import { descend, measureDescent, startDescent, type DescentState } from '../engine/training/descent.js';
import type { Position } from '../engine/training/recorder.js';
import type { EpochMetrics, Outcome } from '../engine/model/metrics.js';
import type { Surface } from '../protocol.js';
import { contourOf } from './contour.js';
import { usualInterval, type Job, type KeptJob } from './job.js';

/** The job of gradient descent on a plain function. */
export class FunctionJob implements Job {
  readonly facts = null;
  readonly health = null;
  readonly state: DescentState;

  constructor(
    private readonly config: FunctionConfig,
    state: DescentState | null,
  ) {
    this.state = state ?? startDescent(config, config.training);
  }

  get position(): Position {
    return { epoch: this.state.epoch, batch: 0 };
  }

  get keptBytes(): number {
    return 32 * (2 + this.state.slots.length);
  }

  keep(): DescentState {
    return copyDescent(this.state);
  }

  *beside(kept: KeptJob | null): Generator<undefined, Job> {
    yield undefined;
    return new FunctionJob(this.config, kept && copyDescent(kept as DescentState));
  }

  closeView(): void {
    // The job has no backend.
  }

  returned(kept: KeptJob): Job {
    return new FunctionJob(this.config, copyDescent(kept as DescentState));
  }

  withParameter(): null {
    return null;
  }

  *advance(epoch: number): Generator<undefined, void> {
    const training = { ...this.config.training, epochs: epoch };
    const steps = descend(this.state, this.config, training, { evaluateEvery: Infinity });
    while (!steps.next().done) yield undefined;
  }

  train(interval?: number): Generator<EpochMetrics | undefined, Outcome> {
    const { training } = this.config;
    return descend(this.state, this.config, training, { evaluateEvery: interval ?? usualInterval(training) });
  }

  *measure(): Generator<undefined, EpochMetrics> {
    yield undefined;
    return measureDescent(this.state, this.config, this.config.training);
  }

  snapshot(): null {
    return null;
  }

  evaluations(): [] {
    return [];
  }

  test(): null {
    return null;
  }

  importance(): null {
    return null;
  }

  surface(): Surface {
    return contourOf(this.config);
  }

  plane(): null {
    return null;
  }

  regions(): null {
    return null;
  }

  gallery(): null {
    return null;
  }

  predictions(): null {
    return null;
  }

  classPredictions(): [] {
    return [];
  }

  classify(): null {
    return null;
  }

  model(): null {
    return null;
  }

  histograms(): null {
    return null;
  }

  unitMaps(): null {
    return null;
  }
}

/** Copies a state. A step replaces the arrays of a state and does not write to them. */
export const copyDescent = (state: DescentState): DescentState => ({
  ...state,
  plateau: { ...state.plateau },
  stopping: { ...state.stopping },
});
