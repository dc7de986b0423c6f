import type { FunctionConfig } from '../config/spec.js';
import { descend, measureDescent, startDescent, type DescentState } from '../engine/training/descent.js';
import type { EpochMetrics, Outcome } from '../engine/model/metrics.js';
import type { Surface } from '../protocol.js';
import { contourOf } from './contour.js';
import { usualInterval, type Job } from './job.js';

/** The job of gradient descent on a plain function. */
export class FunctionJob implements Job {
  readonly facts = null;
  readonly state: DescentState;

  constructor(
    private readonly config: FunctionConfig,
    state: DescentState | null,
  ) {
    this.state = state ?? startDescent(config, config.training);
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

  classify(): null {
    return null;
  }

  unitMaps(): null {
    return null;
  }
}
