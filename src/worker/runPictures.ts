import type { Job } from '../jobs/job.js';
import type { Reporter } from './reporter.js';
import type { UnitPlace } from '../protocol.js';
import { Throttle } from './throttle.js';
import type { Viewer } from './viewer.js';

/** The time in ms after which the progress of an epoch that is trained again is reported. */
const progressMs = 100;

/** Work on pictures, which yields every few milliseconds. */
export type Steps = Generator<unknown, true>;

/** Posts the pictures of a run's subject: of the current state, or of the state after an epoch that is viewed. */
export class RunPictures {
  /** The pictures that are still to be made of a subject that does not change; null where there are none. */
  pending: Steps | null = null;
  /** The viewed epoch; null: the current state is shown. */
  private epoch: number | null = null;
  /** The job of the viewed epoch, once it is shown. */
  private shown: Job | null = null;
  /** Whether regions of the unit in focus have been posted. */
  private isFocusShown = true;
  /** Whether the importance of the columns is still to be measured. */
  private isImportanceWanted = false;
  private takes: ((subject: Job) => void)[] = [];

  constructor(
    private readonly reporter: Reporter,
    private readonly viewer: Viewer,
    /** Measures the current state where that has not been done. */
    private readonly measure: () => Generator<undefined, void>,
  ) {}

  get isViewing(): boolean {
    return this.epoch !== null;
  }

  /** Says what is shown of a run that has been loaded. */
  open(job: Job): void {
    if (this.epoch === null) this.reporter.postViewing(null, null);
    else this.epoch = this.viewer.nearest(job, this.epoch);
  }

  /** Shows an epoch in place of the current state; null: the current state again. A run may not be loaded yet. */
  view(epoch: number | null, job: Job | null, isTraining: boolean): void {
    if (!job) this.epoch = epoch;
    if (!job || (epoch === null && !this.isViewing)) return;
    this.epoch = epoch === null ? null : this.viewer.nearest(job, epoch);
    this.shown = null;
    this.cancelImportance();
    if (this.epoch === null) this.leave(job, true);
    this.begin(job, isTraining);
  }

  /** Shows the current state, because the run has another one now. */
  renew(job: Job): void {
    const wasViewing = this.isViewing;
    this.epoch = null;
    this.cancelImportance();
    this.leave(job, wasViewing);
    this.reporter.postSnapshot(job);
    this.pending = this.ofRenewed(job);
  }

  /** Begins the pictures of a run that has started, paused or ended. */
  begin(job: Job, isTraining: boolean): void {
    if (this.epoch !== null) {
      if (!this.shown) this.pending = this.ofEpoch(job, this.epoch);
      return;
    }
    if (isTraining) this.cancelImportance();
    this.pending = isTraining ? null : this.ofCurrent(job);
    if (isTraining) this.reporter.hurryPictures();
    else this.reporter.postSnapshot(job);
  }

  /** Shows the outputs of another unit in place of the network's: at once where nothing trains, else with the next slice. */
  focus(unit: UnitPlace | null, job: Job | null, isTraining: boolean): void {
    this.reporter.focus = unit;
    if (!job) return;
    if (isTraining && !this.isViewing) this.isFocusShown = false;
    else if (this.shown) this.pending = this.pending ? this.ofSubject(this.shown) : this.ofFocus(this.shown);
    else if (!this.isViewing) this.pending = this.pending ? this.ofCurrent(job) : this.ofFocus(job);
  }

  /** Shows the histograms that have been asked for: at once where nothing trains, else with the next slice. */
  showHistograms(layer: number, job: Job | null, isTraining: boolean): void {
    this.reporter.histogramLayer = layer;
    if (!job || (isTraining && !this.isViewing) || this.pending) return;
    if (this.shown) this.pending = this.ofHistograms(this.shown);
    else if (!this.isViewing) this.pending = this.ofHistograms(job);
  }

  /** Measures the importance of the columns after all pictures. A state that trains has no time for it. */
  measureImportance(job: Job | null, isTraining: boolean): void {
    if (!job || (isTraining && !this.isViewing)) return;
    this.isImportanceWanted = true;
    this.pending ??= this.ofImportance(this.subjectOf(job));
  }

  private cancelImportance(): void {
    if (this.isImportanceWanted) this.reporter.postNoImportance();
    this.isImportanceWanted = false;
  }

  /** Posts the pictures of a training run that are due. */
  *due(job: Job): Steps {
    const { reporter } = this;
    if (reporter.isSnapshotDue) reporter.postSnapshot(job);
    if (reporter.areRegionsDue || !this.isFocusShown) {
      this.isFocusShown = true;
      yield* reporter.postRegions(job, false);
    }
    if (reporter.areUnitMapsDue) yield* reporter.postUnitMaps(job);
    yield* reporter.postHistograms(job);
    if (reporter.isEvaluationDue) yield* reporter.postEvaluations(job);
    return true;
  }

  /** Posts the pictures of a training run that are shown of every epoch. */
  *ofWatched(job: Job): Steps {
    yield* this.reporter.postRegions(job, false);
    yield* this.reporter.postUnitMaps(job);
    this.reporter.postSnapshot(job);
    yield* this.reporter.postHistograms(job);
    return true;
  }

  /** Returns the job whose pictures are shown. */
  subjectOf(job: Job): Job {
    return this.shown ?? job;
  }

  /** Calls back with the subject, as soon as it is shown. */
  take(job: Job, receive: (subject: Job) => void): void {
    const subject = this.isViewing ? this.shown : job;
    if (subject) receive(subject);
    else this.takes.push(receive);
  }

  private leave(job: Job, wasViewing: boolean): void {
    this.shown = null;
    this.takes = [];
    this.viewer.leave(job);
    if (wasViewing) this.reporter.postViewing(null, null);
  }

  private *ofCurrent(job: Job): Steps {
    yield* this.measure();
    this.reporter.postMetrics();
    yield* this.reporter.postTest(job);
    return yield* this.ofSubject(job);
  }

  private *ofRenewed(job: Job): Steps {
    yield* this.reporter.postRegions(job, false);
    yield* this.reporter.postUnitMaps(job);
    return yield* this.ofCurrent(job);
  }

  private *ofEpoch(job: Job, epoch: number): Steps {
    const { reporter } = this;
    const due = new Throttle(progressMs);
    due.restart();
    const steps = this.viewer.at(job, epoch);
    let step = steps.next();
    for (; !step.done; step = steps.next()) {
      if (due.isDue()) {
        due.restart();
        reporter.postViewing(epoch, step.value);
      }
      yield undefined;
    }
    const subject = step.value;
    yield* reporter.postRegions(subject, false);
    yield* reporter.postUnitMaps(subject);
    this.shown = subject;
    reporter.postViewing(epoch, null);
    reporter.postSnapshot(subject);
    for (const receive of this.takes.splice(0)) receive(subject);
    yield* this.measure();
    reporter.postMetrics();
    return yield* this.ofSubject(subject);
  }

  private *ofFocus(subject: Job): Steps {
    yield* this.reporter.postRegions(subject, true);
    return yield* this.ofImportance(subject);
  }

  private *ofImportance(subject: Job): Steps {
    if (this.isImportanceWanted) yield* this.reporter.postImportance(subject);
    this.isImportanceWanted = false;
    return yield* this.ofHistograms(subject);
  }

  private *ofHistograms(subject: Job): Steps {
    yield* this.reporter.postHistograms(subject);
    return true;
  }

  private *ofSubject(subject: Job): Steps {
    yield* this.reporter.postRegions(subject, true);
    yield* this.reporter.postUnitMaps(subject);
    yield* this.reporter.postEvaluations(subject);
    yield* this.reporter.postHistograms(subject);
    return yield* this.ofImportance(subject);
  }
}
