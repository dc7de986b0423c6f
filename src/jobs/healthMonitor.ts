import type { NetworkConfig } from '../config/spec.js';
import type { Alarm } from '../engine/health/alarm.js';
import { alarmsOf } from '../engine/health/alarmsOf.js';
import type { Instruments, InstrumentsHistory } from '../engine/health/instruments.js';
import { measuredSamples } from '../engine/health/measuredSamples.js';
import { measureInstruments } from '../engine/health/measureInstruments.js';
import { planMeasurements, type MeasurementPlan, type Planned } from '../engine/health/measurementPlan.js';
import type { Dataset, Samples } from '../engine/model/dataset.js';
import type { EpochMetrics, Outcome } from '../engine/model/metrics.js';
import type { Network } from '../engine/model/network.js';
import { keepState, restoreState, type KeptState } from '../engine/training/keptState.js';
import type { TrainingState } from '../engine/training/state.js';
import type { Observer } from '../engine/training/train.js';
import type { AlarmView } from '../protocol.js';
import { alarmViews } from './alarmViews.js';
import { dataNames } from './dataNames.js';
import { knownProfile, profileOf } from './dataProfiles.js';

/** The number of evenly spaced epochs whose metrics alarms are judged by, besides those that are measured. */
const judgedEpochs = 50;

/** What is known of a run's health. Plain data, bounded, part of a checkpoint. */
export interface HealthHistory {
  readonly instruments: InstrumentsHistory;
  /** The metrics of some epochs, the same ones wherever the run is trained. */
  readonly metrics: readonly EpochMetrics[];
  /** All alarms that were raised; after the end of the run, those that still hold. */
  readonly alarms: readonly Alarm[];
  /** A copy of the state before the first epoch, until it has been measured. */
  readonly start: KeptState | null;
}

/** What is new since it was taken last. */
export interface HealthNews {
  /** The new measurements; they replace those of the same and of later epochs. */
  readonly instruments: InstrumentsHistory;
  /** All alarms, if they have changed. */
  readonly alarms: readonly Alarm[] | null;
}

const nothing: HealthHistory = { instruments: [], metrics: [], alarms: [], start: null };

/** Measures a run while it trains and raises alarms. It changes no number of the run. */
export class HealthMonitor implements Observer {
  private readonly plan: MeasurementPlan;
  private ownSamples: Samples | null = null;
  private news: { instruments: Instruments[]; alarms: readonly Alarm[] | null } = {
    instruments: [],
    alarms: null,
  };

  constructor(
    private readonly config: NetworkConfig,
    private readonly dataset: Dataset,
    network: Network,
    private known: HealthHistory = nothing,
  ) {
    this.plan = planMeasurements(network, dataset.training.inputs.rows, config.training);
  }

  get history(): HealthHistory {
    return this.known;
  }

  /** The alarms in the user's language. */
  get alarms(): AlarmView[] {
    return alarmViews(this.known.alarms, this.config, dataNames(this.dataset));
  }

  /** Returns what is known up to an epoch, since the run goes on from there in another way. */
  upTo(epoch: number): HealthHistory {
    const isKept = (one: { readonly epoch: number | null }) => one.epoch === null || one.epoch <= epoch;
    const { instruments, metrics, alarms, start } = this.known;
    return {
      start,
      instruments: instruments.filter(isKept),
      metrics: metrics.filter(isKept),
      alarms: alarms.filter(isKept),
    };
  }

  /** Returns what is new since the last call. */
  take(): HealthNews {
    const { news } = this;
    this.news = { instruments: [], alarms: null };
    return news;
  }

  next(epoch: number): number {
    const planned = this.plan.planned.find((each) => each.epoch > epoch)?.epoch ?? Infinity;
    const every = Math.max(1, Math.ceil(this.config.training.epochs / judgedEpochs));
    return Math.min(planned, (Math.floor(epoch / every) + 1) * every);
  }

  record(metrics: EpochMetrics): void {
    const before = this.known.metrics.filter(({ epoch }) => epoch < metrics.epoch);
    this.known = { ...this.known, metrics: [...before, metrics] };
  }

  /** Copies the state before the first epoch, so that its measurement does not delay the first epoch and its pictures. */
  *begin(state: Readonly<TrainingState>): Generator<undefined, void> {
    if (state.epoch > 0) yield* this.observe(state);
    else if (this.plannedAt(state)) this.known = { ...this.known, start: keepState(state, null) };
  }

  *observe(state: Readonly<TrainingState>): Generator<undefined, void> {
    yield* this.observeStart();
    const planned = this.plannedAt(state);
    if (!planned) return;
    yield* this.measure(state, planned);
    yield* this.judge(state.epoch, null);
  }

  private *observeStart(): Generator<undefined, void> {
    const { start } = this.known;
    const state = start && restoreState(start);
    const planned = state && this.plannedAt(state);
    if (planned) {
      yield* this.measure(state, planned);
      yield* this.judge(0, null);
    }
    this.known = { ...this.known, start: null };
  }

  /** Returns the measurement that is planned for a state; null where there is none, or it has been made. */
  private plannedAt({ epoch, batch }: Readonly<TrainingState>): Planned | null {
    const isMeasured = this.known.instruments.some((each) => each.epoch === epoch);
    const isEnd = epoch === this.config.training.epochs;
    if (isMeasured || isEnd || batch > 0) return null;
    return this.plan.planned.find((each) => each.epoch === epoch) ?? null;
  }

  /**
   * Measures the last state as is planned for the end, although the run may have ended early. A failed run is not
   * measured: its parameters are on their way to infinity.
   */
  *conclude(state: Readonly<TrainingState>, outcome: Outcome): Generator<undefined, void> {
    yield* this.observeStart();
    const end = this.plan.planned.at(-1);
    const isRestored = outcome.kind === 'stoppedEarly' && outcome.restored;
    const epoch = isRestored ? outcome.bestEpoch : state.epoch;
    const isLater = epoch > (this.known.instruments.at(-1)?.epoch ?? -1);
    if (end && isLater && outcome.kind !== 'failed') yield* this.measure({ ...state, epoch }, end);
    yield* this.judge(state.epoch, outcome);
  }

  private *measure(
    state: Readonly<TrainingState>,
    { isSharp }: Pick<Planned, 'isSharp'>,
  ): Generator<undefined, void> {
    const { plan, config, dataset } = this;
    const { rows, sharpnessRows, sharpnessProducts: products } = plan;
    this.ownSamples ??= measuredSamples(dataset.training, rows);
    const measured = yield* measureInstruments({
      state,
      samples: this.ownSamples,
      rows: dataset.training.inputs.rows,
      training: config.training,
      task: dataset.task,
      sharpness: isSharp ? { rows: sharpnessRows, products } : null,
    });
    const { instruments } = this.known;
    const before = instruments.filter(({ epoch }) => epoch < measured.epoch);
    this.known = { ...this.known, instruments: [...before, measured] };
    this.news.instruments.push(measured);
    if (measured.epoch > 0) return;
    const after = this.known.metrics.filter(({ epoch }) => epoch > 0);
    this.known = { ...this.known, metrics: [metricsAtStart(measured), ...after] };
  }

  /**
   * Raises the alarms that hold now. At the end of a run only these are left, as the end shows them, so that they do not
   * depend on when the data were looked at.
   */
  private *judge(epoch: number, outcome: Outcome | null): Generator<undefined, void> {
    const { config, dataset, plan } = this;
    const isDue = outcome !== null || epoch >= plan.profiledAfter;
    const data = isDue ? yield* profileOf(dataset, config) : knownProfile(dataset, config);
    if (!data) return;
    const { alarms, instruments } = this.known;
    const metrics = this.known.metrics.filter((each) => each.epoch <= epoch);
    const holding = alarmsOf({ spec: config, data, metrics, instruments, outcome });
    const gone = alarms.filter(({ code }) => !holding.some((other) => other.code === code));
    const raised = outcome ? holding : [...gone, ...holding.map((alarm) => this.asRaised(alarm))];
    const isNew = ({ code }: Alarm) => !alarms.some((other) => other.code === code);
    const hasChanged = outcome ? alarms.length + raised.length > 0 : raised.some(isNew);
    this.known = { ...this.known, alarms: raised };
    if (hasChanged) this.news.alarms = raised;
  }

  /** Returns an alarm with the epoch in which it was raised first. */
  private asRaised(alarm: Alarm): Alarm {
    const former = this.known.alarms.find(({ code }) => code === alarm.code);
    return former ? { ...alarm, epoch: former.epoch } : alarm;
  }
}

/** Returns what the measured samples say about the metrics before the first update. */
function metricsAtStart({ loss, learningRate }: Instruments): EpochMetrics {
  return { epoch: 0, loss, validationLoss: null, accuracy: null, validationAccuracy: null, learningRate };
}
