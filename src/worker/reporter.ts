import type { InstrumentsHistory } from '../engine/health/instruments.js';
import type { EpochMetrics, Outcome } from '../engine/model/metrics.js';
import { fitsForm, predictOne } from '../models/predictOne.js';
import type { FromWorker, RunId, RunState, ToRun, UnitPlace } from '../protocol.js';
import { HistoryBuffer } from './history.js';
import type { DataIdentity } from '../jobs/dataIdentity.js';
import type { RunRecording } from './runRecording.js';
import type { Job } from '../jobs/job.js';
import type { Platform } from './platform.js';
import { packModelOf } from '../jobs/packModelOf.js';
import { Throttle } from './throttle.js';

/**
 * The largest share of the time that each report takes while a run trains as fast as possible, so that all of them take
 * less than a tenth of it. The regions get the most, because they are what people watch.
 */
const shares = { regions: 0.04, unitMaps: 0.02, evaluation: 0.015, snapshot: 0.005, checkpoint: 0.005 };

/** Reports one run to the host, in batches and no more often than the display needs. */
export class Reporter {
  elapsedMs = 0;
  sample = 0;
  /** The unit whose outputs the regions have; null for the network's. */
  focus: UnitPlace | null = null;
  /** The layer whose histograms have been asked for, an index from 0; null where none have been. */
  histogramLayer: number | null = null;
  /** The identity of the run's data; null where it has none. */
  data: DataIdentity | null = null;
  private state: RunState = 'loading';
  private outcome: Outcome | undefined;
  private isTested = false;
  private readonly metrics = new HistoryBuffer();
  private readonly loadingDue = new Throttle(100);
  private readonly metricsDue = new Throttle(50);
  private readonly snapshotDue = new Throttle(100);
  private readonly regionsDue = new Throttle(125);
  private readonly unitMapsDue = new Throttle(100);
  private readonly checkpointDue = new Throttle(2000);
  private readonly evaluationDue = new Throttle(2000);
  private readonly healthDue = new Throttle(100);

  constructor(
    private readonly run: RunId,
    private readonly post: (message: FromWorker) => void,
    private readonly pack: Platform['packCheckpoint'],
    private readonly recording: RunRecording,
  ) {
    this.checkpointDue.restart();
    this.evaluationDue.restart();
  }

  record(metrics: EpochMetrics): void {
    this.metrics.push(metrics);
  }

  postLoading(fraction: number | null): void {
    if (!this.loadingDue.isDue()) return;
    this.loadingDue.restart();
    this.post({ type: 'loading', run: this.run, fraction });
  }

  /** Posts the run's state after all the metrics so far, so that the receiver's history is complete. */
  postState(state: RunState, outcome?: Outcome): void {
    this.state = state;
    this.outcome = outcome;
    this.isTested = false;
    this.postMetrics();
    this.post({ type: 'state', run: this.run, state, ...(outcome && { outcome }) });
  }

  /** Posts what is due of a run between two slices of training, besides pictures. */
  postDue(job: Job): void {
    if (this.metricsDue.isDue()) this.postMetrics();
    if (this.healthDue.isDue()) this.postHealth(job);
    if (this.checkpointDue.isDue()) this.postCheckpoint(job);
  }

  /** Makes the pictures of a training run due, because those of another state are shown. */
  hurryPictures(): void {
    for (const due of [this.snapshotDue, this.regionsDue, this.unitMapsDue]) due.hurry();
  }

  get isSnapshotDue(): boolean {
    return this.snapshotDue.isDue();
  }

  /** Whether an evaluation is due. It takes several slices. */
  get isEvaluationDue(): boolean {
    return this.evaluationDue.isDue();
  }

  get areRegionsDue(): boolean {
    return this.regionsDue.isDue();
  }

  get areUnitMapsDue(): boolean {
    return this.unitMapsDue.isDue();
  }

  /** Posts the regions. A `fine` grid is for a run that is not training: its cost does not delay the next one. */
  *postRegions(job: Job, fine: boolean): Generator<undefined, void> {
    const start = performance.now();
    const steps = job.regions(fine, this.focus);
    if (steps) this.post({ type: 'regions', run: this.run, regions: yield* steps });
    this.regionsDue.restart(fine ? 0 : (performance.now() - start) / shares.regions);
  }

  /** Posts the outputs of all units on a coarse grid. */
  *postUnitMaps(job: Job): Generator<undefined, void> {
    const start = performance.now();
    const steps = job.unitMaps();
    if (steps) this.post({ type: 'unitMaps', run: this.run, maps: yield* steps });
    this.unitMapsDue.restart((performance.now() - start) / shares.unitMaps);
  }

  *postEvaluations(job: Job): Generator<undefined, void> {
    const start = performance.now();
    for (const { part, steps } of job.evaluations())
      this.post({ type: 'evaluation', run: this.run, part, evaluation: yield* steps });
    const predictions = job.predictions();
    if (predictions) this.post({ type: 'predictions', run: this.run, predictions: yield* predictions });
    for (const steps of job.classPredictions())
      this.post({ type: 'classPredictions', run: this.run, predictions: yield* steps });
    const gallery = job.gallery();
    if (gallery) this.post({ type: 'gallery', run: this.run, gallery: yield* gallery });
    this.evaluationDue.restart((performance.now() - start) / shares.evaluation);
  }

  /** Measures the importance of the columns, which takes longer than the pictures. */
  *postImportance(job: Job): Generator<unknown, void> {
    const steps = job.importance();
    const due = new Throttle(100);
    for (let step = steps?.next(); step; step = steps?.next()) {
      if (step.done) {
        const importance = { ...step.value, epoch: job.position.epoch };
        this.post({ type: 'importance', run: this.run, importance, fraction: null });
        return;
      }
      if (due.isDue()) {
        due.restart();
        this.post({ type: 'importance', run: this.run, importance: null, fraction: step.value });
      }
      yield undefined;
    }
  }

  postNoImportance(): void {
    this.post({ type: 'importance', run: this.run, importance: null, fraction: null });
  }

  /** Measures a run that is done on its test samples, once. */
  *postTest(job: Job): Generator<undefined, void> {
    const steps = this.state === 'done' && !this.isTested ? job.test() : null;
    if (!steps) return;
    const test = yield* steps;
    this.isTested = true;
    this.post({ type: 'tested', run: this.run, test });
  }

  /** Posts the histograms that have been asked for. */
  *postHistograms(job: Job): Generator<undefined, void> {
    while (this.histogramLayer !== null) {
      const steps = job.histograms(this.histogramLayer);
      this.histogramLayer = null;
      if (steps) this.post({ type: 'histograms', run: this.run, histograms: yield* steps });
    }
  }

  postSnapshot(job: Job): void {
    const start = performance.now();
    const snapshot = job.snapshot(this.sample);
    if (snapshot) this.post({ type: 'snapshot', run: this.run, snapshot });
    this.snapshotDue.restart((performance.now() - start) / shares.snapshot);
  }

  /** Posts the viewed epoch; `fraction` is null once it is shown. */
  postViewing(epoch: number | null, fraction: number | null): void {
    this.post({ type: 'viewing', run: this.run, epoch, fraction });
  }

  /** Posts whether parameters were changed by hand. */
  postEdited(): void {
    this.post({ type: 'edited', run: this.run, edited: this.recording.isEdited });
  }

  /** Posts the outputs or the prediction for inputs that a person gave. */
  postAnswer(job: Job, question: Extract<ToRun, { type: 'classify' | 'predict' }>): void {
    const { run } = this;
    if (question.type === 'classify') {
      const outputs = job.classify(question.inputs);
      if (outputs) this.post({ type: 'classified', run, outputs });
      return;
    }
    const model = job.model(false);
    if (!model || !fitsForm(model, question.values)) return;
    this.post({ type: 'predicted', run, prediction: predictOne(model, question.values) });
  }

  /** Posts a state from which another run may begin, or its model in a format. */
  postTaken(job: Job, message: Extract<ToRun, { type: 'take' | 'pack' }>): void {
    const { state, position } = job;
    if (message.type === 'pack') {
      this.post({ type: 'packed', run: this.run, epoch: position.epoch, ...packModelOf(job, message) });
      return;
    }
    const { run, elapsedMs, data, recording } = this;
    const isEdited = recording.isEditedAt(position);
    const bytes = this.pack({ state, data, elapsedMs, runState: 'paused', outcome: undefined, recording: null, isEdited }); // prettier-ignore
    this.post({ type: 'taken', run, epoch: position.epoch, bytes });
  }

  postMetrics(): void {
    const { run, elapsedMs } = this;
    if (this.metrics.length) this.post({ type: 'metrics', run, history: this.metrics.take(), elapsedMs });
    this.metricsDue.restart();
  }

  /** Posts what is new of the run's health. */
  postHealth({ health }: Job): void {
    const { instruments, alarms } = health?.take() ?? { instruments: [], alarms: null };
    if (instruments.length > 0) this.postInstruments(instruments[0].epoch, instruments);
    if (alarms && health) this.post({ type: 'alarms', run: this.run, alarms: health.alarms });
    this.healthDue.restart();
  }

  /** Posts all that is known of the run's health, because the receiver may know something else. */
  postWholeHealth({ health }: Job): void {
    if (!health) return;
    health.take();
    this.postInstruments(0, health.history.instruments);
    this.post({ type: 'alarms', run: this.run, alarms: health.alarms });
  }

  private postInstruments(from: number, instruments: InstrumentsHistory): void {
    this.post({ type: 'instruments', run: this.run, from, instruments });
  }

  /** Posts a checkpoint, after metrics and health: so the receiver's history ends at the checkpoint. */
  postCheckpoint(job: Job): void {
    this.postMetrics();
    this.postHealth(job);
    const { state } = job;
    const start = performance.now();
    const { run, elapsedMs, data, state: runState, outcome, recording } = this;
    const { isEdited } = recording;
    const bytes = this.pack({ state, data, elapsedMs, runState, outcome, recording: recording.save(), isEdited, health: job.health?.history ?? null }); // prettier-ignore
    this.post({ type: 'checkpoint', run, bytes });
    this.checkpointDue.restart((performance.now() - start) / shares.checkpoint);
  }
}
