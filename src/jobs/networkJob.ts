import type { NetworkConfig } from '../config/spec.js';
import { backendOf, type Backend, type CreateBackend } from '../engine/training/backend.js';
import type { Dataset } from '../engine/model/dataset.js';
import { evaluateSteps } from '../engine/pass/evaluate.js';
import { createNetworkSteps } from '../engine/model/initialize.js';
import type { EpochMetrics, Evaluation, Outcome } from '../engine/model/metrics.js';
import { startTraining, type TrainingState } from '../engine/training/state.js';
import { measure, train } from '../engine/training/train.js';
import type { DataFacts, Plane, Regions, Snapshot } from '../protocol.js';
import { identityOf, type DataIdentity } from './dataIdentity.js';
import { optionsFor, type Job, type Part } from './job.js';
import { InputPlane, isPlanar } from './inputPlane.js';
import { snapshotOf } from './snapshot.js';

export function factsOf(dataset: Dataset): DataFacts {
  const { training, validation, inputNames, targetNames, classes } = dataset;
  return {
    trainingSamples: training.inputs.rows,
    validationSamples: validation?.inputs.rows ?? 0,
    inputNames,
    targetNames,
    classes,
    planar: isPlanar(dataset),
  };
}

/** Creates the initial state of a network's training. It yields between slices of work. */
export function* startNetwork(
  config: NetworkConfig,
  { training }: Dataset,
): Generator<undefined, TrainingState> {
  const network = yield* createNetworkSteps(config, training.inputs.columns, config.training);
  return startTraining(network, config.training);
}

/** The job of training a network on its data. */
export class NetworkJob implements Job {
  readonly facts: DataFacts;
  readonly data: DataIdentity;
  /** The backend of `backend`; undefined: not created yet. */
  private own: Backend | null | undefined;
  private readonly inputPlane: InputPlane | null;

  constructor(
    private readonly config: NetworkConfig,
    private readonly dataset: Dataset,
    readonly state: TrainingState,
    private readonly createBackend: CreateBackend,
  ) {
    this.facts = factsOf(dataset);
    this.data = identityOf(dataset);
    this.inputPlane = this.facts.planar ? new InputPlane(dataset, state.network) : null;
  }

  /** The run's only backend. It trains, and it computes the forward pass where there are many samples. */
  private get backend(): Backend | null {
    if (this.own === undefined) {
      const { createBackend, state, dataset, config } = this;
      this.own = backendOf(createBackend, state, dataset, config.training);
    }
    return this.own;
  }

  train(): Iterator<EpochMetrics | undefined, Outcome> {
    const { training } = this.config;
    const createBackend = () => this.backend;
    return train(this.state, this.dataset, training, { ...optionsFor(training), createBackend });
  }

  measure(): Iterator<undefined, EpochMetrics> {
    return measure(this.state, this.dataset, this.config.training, this.backend);
  }

  snapshot(sample: number): Snapshot {
    return snapshotOf(this.state.network, this.dataset, this.state.epoch, sample);
  }

  evaluations(): { part: Part; steps: Generator<undefined, Evaluation> }[] {
    const { state, dataset, backend } = this;
    const parts = [
      { part: 'training' as const, samples: dataset.training },
      { part: 'validation' as const, samples: dataset.validation },
    ];
    return parts.flatMap(({ part, samples }) =>
      samples ? [{ part, steps: evaluateSteps(state.network, samples, dataset.task, backend) }] : [],
    );
  }

  surface(): null {
    return null;
  }

  plane(): Plane | null {
    return this.inputPlane?.plane ?? null;
  }

  regions(fine: boolean): Generator<undefined, Regions> | null {
    return this.inputPlane?.regions(this.state, this.backend, fine) ?? null;
  }
}
