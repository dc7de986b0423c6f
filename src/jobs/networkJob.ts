import type { NetworkConfig } from '../config/spec.js';
import { backendOf, type Backend, type CreateBackend } from '../engine/training/backend.js';
import type { Dataset, Samples } from '../engine/model/dataset.js';
import { layerHistograms } from '../engine/health/layerHistograms.js';
import { measuredSamples } from '../engine/health/measuredSamples.js';
import { planMeasurements } from '../engine/health/measurementPlan.js';
import { evaluateSteps } from '../engine/pass/evaluate.js';
import { importanceSteps } from '../engine/pass/permutationImportance.js';
import { createNetworkSteps, networkDataOf } from '../engine/model/initialize.js';
import type { Evaluation, TestScores } from '../engine/model/evaluation.js';
import type { Importance } from '../engine/model/importance.js';
import type { EpochMetrics, Outcome } from '../engine/model/metrics.js';
import { keepState, keptBytes, restoreState, type KeptState } from '../engine/training/keptState.js';
import type { Position } from '../engine/training/recorder.js';
import { Replay } from '../engine/training/replay.js';
import { hasParameter, withParameter } from '../engine/training/withParameter.js';
import type { ParameterPlace } from '../engine/trace/parameterPaths.js';
import { startTraining, type TrainingState } from '../engine/training/state.js';
import { measure, train } from '../engine/training/train.js';
import type {
  ClassPredictions,
  DataFacts,
  Gallery,
  HistogramsView,
  Plane,
  Predictions,
  Regions,
  Snapshot,
  UnitMaps,
  UnitPlace,
} from '../protocol.js';
import { modelOf, withTraining, type SavedModel } from '../models/savedModel.js';
import { failedInEvaluation, withOperation } from './failedOperation.js';
import { HealthMonitor } from './healthMonitor.js';
import { usualInterval, type Job, type KeptJob, type Part } from './job.js';
import { factsOf } from './factsOf.js';
import { InputPlane, isPlanar } from './inputPlane.js';
import { classify } from './classify.js';
import { classPredictionSteps } from './classPredictions.js';
import { gallerySteps } from './gallery.js';
import { predictionSteps } from './predictions.js';
import { snapshotOf } from './snapshot.js';
import { UnitGrid } from './unitMaps.js';

/** Creates the initial state of a network's training. It yields between slices of work. */
export function* startNetwork(config: NetworkConfig, dataset: Dataset): Generator<undefined, TrainingState> {
  const network = yield* createNetworkSteps(config, networkDataOf(dataset), config.training);
  return startTraining(network, config.training, dataset.progress);
}

/** The metrics and evaluations of a network. */
export interface Scores {
  readonly metrics: EpochMetrics;
  readonly training: Evaluation;
  /** The evaluation of the validation samples; null where there are none. */
  readonly validation: Evaluation | null;
}

/** The backend that trains earlier epochs of a run again. */
export interface ViewBackend {
  readonly create: CreateBackend;
  /** Gives back its memory. */
  close(): void;
}

/** The job of training a network on its data. */
export class NetworkJob implements Job {
  /** The backend of `backend`; undefined: not created yet. */
  private own: Backend | null | undefined;
  /** The plane of `inputPlane`; undefined: not created yet. */
  private ownPlane: InputPlane | null | undefined;
  /** The grid of the units' maps; null: not created yet, or there is no plane. */
  private unitGrid: UnitGrid | null = null;
  private replay: Replay | null = null;

  constructor(
    private readonly config: NetworkConfig,
    private readonly dataset: Dataset,
    readonly state: TrainingState,
    private readonly createBackend: CreateBackend,
    private readonly view: ViewBackend = { create: createBackend, close: () => undefined },
    readonly health: HealthMonitor | null = null,
  ) {}

  get facts(): DataFacts {
    return factsOf(this.dataset, this.config);
  }

  private get inputPlane(): InputPlane | null {
    if (this.ownPlane === undefined)
      this.ownPlane = isPlanar(this.dataset) ? new InputPlane(this.dataset, this.state.network) : null;
    return this.ownPlane;
  }

  get position(): Position {
    const { epoch, batch } = this.state;
    return { epoch, batch };
  }

  get keptBytes(): number {
    return keptBytes(this.state, this.config.training.earlyStopping?.restoreBest ?? false);
  }

  keep(former: KeptJob | null): KeptState {
    return keepState(this.state, former as KeptState | null);
  }

  *beside(kept: KeptJob | null): Generator<undefined, Job> {
    const { config, dataset, view } = this;
    const state = kept ? restoreState(kept as KeptState) : yield* startNetwork(config, dataset);
    return this.with(state, view.create, null);
  }

  closeView(): void {
    this.view.close();
  }

  returned(kept: KeptJob): Job {
    return this.replacedBy(restoreState(kept as KeptState));
  }

  withParameter(place: ParameterPlace, value: number): Job | null {
    const { state } = this;
    if (!Number.isFinite(value) || !hasParameter(state.network, place)) return null;
    const network = withParameter(state.network, place, value);
    return this.replacedBy({ ...state, network, converged: false });
  }

  advance(epoch: number): Generator<undefined, void> {
    const { state, dataset, config } = this;
    this.replay ??= new Replay(state, dataset, config.training, () => this.backend);
    return this.replay.to(epoch);
  }

  /** Returns a job in place of this one, which knows of the run's health what comes before its state. */
  private replacedBy(state: TrainingState): NetworkJob {
    const { config, dataset, health } = this;
    const known = health && new HealthMonitor(config, dataset, state.network, health.upTo(state.epoch));
    return this.with(state, this.createBackend, known);
  }

  /** Returns a job of the same run at another state. */
  private with(state: TrainingState, createBackend: CreateBackend, health: HealthMonitor | null): NetworkJob {
    const { config, dataset, view } = this;
    const other = new NetworkJob(config, dataset, state, createBackend, view, health);
    other.ownPlane = this.inputPlane;
    return other;
  }

  /** The run's only backend. It trains, and it computes the forward pass where there are many samples. */
  private get backend(): Backend | null {
    if (this.own === undefined) {
      const { createBackend, state, dataset, config } = this;
      this.own = backendOf(createBackend, state, dataset, config.training);
    }
    return this.own;
  }

  *train(interval?: number): Generator<EpochMetrics | undefined, Outcome> {
    const { backend, health, config, dataset, state } = this;
    const { training } = config;
    const outcome = yield* train(state, dataset, training, {
      evaluateEvery: interval ?? usualInterval(training),
      createBackend: () => backend,
      ...(health && { observer: health }),
    });
    if (outcome.kind !== 'failed') return outcome;
    const isEvaluated = failedInEvaluation(outcome.failure, state);
    const failed = { config, dataset, state, isEvaluated };
    return { ...outcome, failure: yield* withOperation(outcome.failure, failed) };
  }

  measure(): Generator<undefined, EpochMetrics> {
    return measure(this.state, this.dataset, this.config.training, this.backend);
  }

  snapshot(sample: number): Snapshot {
    return snapshotOf(this.state.network, this.dataset, this.state.epoch, sample);
  }

  evaluations(): { part: Part; steps: Generator<undefined, Evaluation> }[] {
    const { training, validation } = this.dataset;
    return [
      { part: 'training', steps: this.evaluate('training', training) },
      ...(validation
        ? [{ part: 'validation' as const, steps: this.evaluate('validation', validation) }]
        : []),
    ];
  }

  /** Computes the metrics and the evaluations of the present state. */
  *scores(): Generator<undefined, Scores> {
    const { training, validation } = this.dataset;
    return {
      metrics: yield* this.measure(),
      training: yield* this.evaluate('training', training),
      validation: validation && (yield* this.evaluate('validation', validation)),
    };
  }

  test(): Generator<undefined, TestScores> | null {
    const { test } = this.dataset;
    return test ? this.testSteps(test) : null;
  }

  private *testSteps(test: Samples): Generator<undefined, TestScores> {
    const { config, dataset, state } = this;
    const { task, targetNormalization } = dataset;
    const alone = { ...dataset, training: test, validation: null };
    const { loss } = yield* measure(state, alone, config.training);
    const evaluation = yield* evaluateSteps(state.network, test, task, this.backend, { targetNormalization });
    return { samples: test.inputs.rows, loss, evaluation };
  }

  importance(): Generator<number, Importance> | null {
    const { dataset, state, config } = this;
    if (dataset.image) return null;
    return importanceSteps(state.network, dataset, config.training.seed, this.backend);
  }

  private evaluate(part: Part, samples: Samples): Generator<undefined, Evaluation> {
    const { task, rows, targetNormalization } = this.dataset;
    const origin = { sources: rows?.[part] ?? null, targetNormalization };
    return evaluateSteps(this.state.network, samples, task, this.backend, origin);
  }

  surface(): null {
    return null;
  }

  plane(): Plane | null {
    return this.inputPlane?.plane ?? null;
  }

  regions(fine: boolean, unit: UnitPlace | null): Generator<undefined, Regions> | null {
    return this.inputPlane?.regions(this.state, this.backend, fine, unit) ?? null;
  }

  gallery(): Generator<undefined, Gallery> | null {
    return gallerySteps(this.state, this.dataset, this.backend);
  }

  predictions(): Generator<undefined, Predictions> | null {
    return predictionSteps(this.state, this.dataset, this.backend);
  }

  classPredictions(): Generator<undefined, ClassPredictions>[] {
    return classPredictionSteps(this.state, this.dataset, this.backend);
  }

  classify(inputs: Float32Array): Float32Array | null {
    return classify(this.state.network, this.dataset, inputs);
  }

  model(hasTraining: boolean): SavedModel {
    const { state, dataset, config } = this;
    const model = modelOf(state.network, dataset, config.name, state.epoch);
    return hasTraining ? withTraining(model, state, config.training) : model;
  }

  histograms(layer: number): Generator<undefined, HistogramsView> | null {
    return layer in this.state.network.layers ? this.histogramSteps(layer) : null;
  }

  private *histogramSteps(layer: number): Generator<undefined, HistogramsView> {
    const { state, dataset, config } = this;
    const { epoch, network } = state;
    const { rows } = planMeasurements(network, dataset.training.inputs.rows, config.training);
    const samples = measuredSamples(dataset.training, rows);
    return { epoch, layer, ...(yield* layerHistograms(network, samples, layer)) };
  }

  unitMaps(): Generator<undefined, UnitMaps> | null {
    const { inputPlane, state } = this;
    if (inputPlane) this.unitGrid ??= new UnitGrid(inputPlane, state.network);
    return this.unitGrid?.maps(state) ?? null;
  }
}
