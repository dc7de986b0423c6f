import type { LoadOptions } from '../data/loadDataset.js';
import type { EpochMetrics } from '../engine/model/metrics.js';
import type { FromWorker, ParameterPlace, RunId, StartRun, ToRun } from '../protocol.js';
import type { DataIdentity } from '../jobs/dataIdentity.js';
import type { Checkpoint } from './checkpoint.js';
import type { Platform } from './platform.js';
import { placeOf } from '../engine/training/recorder.js';
import type { Job } from '../jobs/job.js';
import type { Run } from './run.js';
import { CommandedTurns } from './commandedTurns.js';
import { PacedTraining } from './pacedTraining.js';
import { continuationRefusal, findingsOf, Refusal } from './refusal.js';
import { Reporter } from './reporter.js';
import { RunPictures } from './runPictures.js';
import { RunRecording } from './runRecording.js';
import { Viewer } from './viewer.js';
import { runSlice } from '../jobs/drive.js';

/** The requested state of a run; `epoch`: train to the end of one epoch, then wait. */
type RequestedState = 'wait' | 'train' | 'epoch' | 'stop';
const requestedBy = { pause: 'wait', resume: 'train', stepEpoch: 'epoch' } as const;

/** A run's job and the identity of its data, which is null where it has none. */
export interface Prepared {
  readonly job: Job;
  readonly data: DataIdentity | null;
}

/** Creates a run's job, from a checkpoint where there is one. Throws a `Refusal` where that is not possible. */
export type Prepare = (options: LoadOptions, checkpoint: Checkpoint | null) => Promise<Prepared>;

/** A run in this process. It trains in short slices, yields in between, and follows the last command. */
export class WorkerRun implements Run {
  private readonly reporter: Reporter;
  private readonly recording = new RunRecording();
  private readonly pictures: RunPictures;
  private readonly loading = new AbortController();
  private requested: RequestedState;
  private job: Job | null = null;
  /** The computation of the initial metrics, until they are known. */
  private measuring: Generator<undefined, EpochMetrics> | null = null;
  private readonly training = new PacedTraining();
  private readonly turns = new CommandedTurns();
  /** Whether the present state and its pictures have been posted. */
  private isSaved = false;
  private hasEnded = false;
  private isAbandoned = false;

  constructor(
    readonly id: RunId,
    { train, pace = 'fast' }: Pick<StartRun, 'train' | 'pace'>,
    private readonly post: (message: FromWorker) => void,
    private readonly platform: Pick<Platform, 'packCheckpoint' | 'unpackCheckpoint'>,
  ) {
    this.requested = train ? 'train' : 'wait';
    this.training.change(pace);
    this.reporter = new Reporter(id, post, platform.packCheckpoint, this.recording);
    this.pictures = new RunPictures(this.reporter, new Viewer(this.recording.recorder), () =>
      this.measureStart(),
    );
  }

  /** Executes the run. Resolves when it has been abandoned or could not start. */
  async execute(prepare: Prepare, bytes: Uint8Array | null, isBranch: boolean): Promise<void> {
    try {
      this.reporter.postState('loading');
      const checkpoint = bytes && this.platform.unpackCheckpoint(bytes);
      const onProgress = (fraction: number | null): void => this.reporter.postLoading(fraction);
      const { job, data } = await prepare({ signal: this.loading.signal, onProgress }, checkpoint);
      this.reporter.data = data;
      this.recording.begin(job, checkpoint?.recording ?? null, isBranch);
      this.open(job, isBranch ? null : checkpoint);
      this.job = job;
      while (!this.isAbandoned) await (this.isTraining ? this.train() : this.idle());
    } catch (error) {
      const keepsState = (bytes !== null && !isBranch) || this.requested === 'wait';
      const reason = bytes && !this.job ? continuationRefusal(error) : error;
      if (!this.loading.signal.aborted) this.fail(reason, keepsState);
      else if (!this.isAbandoned) this.reporter.postState('stopped');
    }
  }

  /** Reports an error at the start. A run that is continued, or only shows its start, keeps its state. */
  private fail(error: unknown, keepsState: boolean): void {
    const [run, findings] = [this.id, findingsOf(error)];
    if (keepsState && error instanceof Refusal)
      this.post({ type: 'refused', run, findings, isQuestion: error.isQuestion });
    else this.post({ type: 'failed', run, findings });
  }

  receive(message: ToRun): void {
    switch (message.type) {
      case 'pause':
      case 'resume':
      case 'stepEpoch':
        this.request(requestedBy[message.type]);
        return;
      case 'stop':
        this.request('stop');
        if (!this.job) this.loading.abort();
        return;
      case 'sample':
        this.reporter.sample = message.index;
        if (this.job && this.isAtRest) this.reporter.postSnapshot(this.pictures.subjectOf(this.job));
        return;
      case 'classify':
      case 'predict':
        if (this.job) this.reporter.postAnswer(this.pictures.subjectOf(this.job), message);
        return;
      case 'histograms':
        this.pictures.showHistograms(message.layer, this.job, this.isTraining);
        break;
      case 'importance':
        this.pictures.measureImportance(this.job, this.isTraining);
        break;
      case 'focus':
        this.pictures.focus(message.unit, this.job, this.isTraining);
        break;
      case 'view':
        this.pictures.view(message.epoch, this.job, this.isTraining);
        break;
      case 'pace':
        this.training.change(message.pace);
        break;
      case 'setParameter':
        this.edit(message.place, message.value);
        return;
      case 'resetParameters':
        this.reset();
        return;
      case 'take':
      case 'pack':
        if (this.job) this.pictures.take(this.job, (subject) => this.reporter.postTaken(subject, message));
        return;
    }
    this.turns.interrupt();
  }

  abandon(): void {
    this.isAbandoned = true;
    this.loading.abort();
    this.turns.interrupt();
  }

  private edit(place: ParameterPlace, value: number): void {
    const { job } = this;
    const isRefused = this.isTraining || this.pictures.isViewing;
    const edited = job && !isRefused && this.recording.edit(job, place, value);
    if (edited) this.replace(edited);
  }

  /** Takes the run back to its state before the first change by hand. A run that went on from the change can go on again. */
  private reset(): void {
    const { job } = this;
    const unedited = job && !this.isTraining && this.recording.reset(job);
    if (!unedited) return;
    this.replace(unedited);
    if (!this.hasEnded || placeOf(unedited.position) === placeOf(job.position)) return;
    this.hasEnded = false;
    this.requested = 'wait';
    this.reporter.postState('paused');
  }

  /** Continues with a job at another state. */
  private replace(job: Job): void {
    this.job = job;
    this.training.renew();
    this.measuring = job.measure();
    this.isSaved = false;
    this.reporter.postWholeHealth(job);
    this.reporter.postEdited();
    this.pictures.renew(job);
    this.turns.interrupt();
  }

  /** Whether what is shown does not change by itself. */
  private get isAtRest(): boolean {
    return !this.isTraining || this.pictures.isViewing;
  }

  private get isTraining(): boolean {
    const isRequested = this.requested === 'train' || this.requested === 'epoch';
    return isRequested && !this.hasEnded && !this.isAbandoned;
  }

  private get isIdle(): boolean {
    return !this.isTraining && !this.isAbandoned && (this.hasEnded || this.requested !== 'stop');
  }

  private request(requested: RequestedState): void {
    if (this.hasEnded) return;
    this.requested = requested;
    this.turns.interrupt();
  }

  private open(job: Job, checkpoint: Checkpoint | null): void {
    const { reporter } = this;
    this.post({ type: 'ready', run: this.id, facts: job.facts, data: reporter.data?.digest ?? null });
    const [surface, plane] = [job.surface(), job.plane()];
    if (surface) this.post({ type: 'surface', run: this.id, surface });
    if (plane) this.post({ type: 'plane', run: this.id, plane });
    if (checkpoint) reporter.postWholeHealth(job);
    if (checkpoint) this.restore(checkpoint);
    else this.measuring = job.measure();
    this.post({ type: 'recorded', run: this.id, note: this.recording.note });
    if (checkpoint) reporter.postEdited();
    this.pictures.open(job);
    if (!checkpoint && !this.isTraining) reporter.postState('ready');
  }

  private restore({ runState, outcome, elapsedMs }: Checkpoint): void {
    this.hasEnded = runState === 'done' || runState === 'stopped' || runState === 'failed';
    this.reporter.elapsedMs = elapsedMs;
    this.reporter.postState(this.hasEnded || runState === 'ready' ? runState : 'paused', outcome);
  }

  private async train(): Promise<void> {
    const { reporter } = this;
    reporter.postState('training');
    this.training.begin();
    await this.turns.drive(this.measureStart(), () => this.isTraining);
    if (this.job) this.pictures.begin(this.job, true);
    const start = performance.now() - reporter.elapsedMs;
    while (this.isTraining && this.job) {
      const { job } = this;
      const end = this.training.slice(
        job,
        this.requested === 'epoch',
        () => this.isTraining,
        (metrics) => this.record(job, metrics),
      );
      reporter.elapsedMs = performance.now() - start;
      this.hasEnded = end !== null;
      if (end) reporter.postHealth(job);
      if (end) reporter.postState(end.result.kind === 'failed' ? 'failed' : 'done', end.result);
      if (end) return;
      reporter.postDue(job);
      await this.show(job);
      await this.turns.next();
    }
    if (!this.isAbandoned && this.requested === 'wait') reporter.postState('paused');
  }

  /** Posts pictures between two slices of training, and waits where the run is watched. */
  private async show(job: Job): Promise<void> {
    const { pictures, training } = this;
    const isDue = training.isPictureDue;
    if (pictures.pending) {
      const { pending } = pictures;
      const end = runSlice(pending, () => this.isTraining && pictures.pending === pending);
      if (end && pictures.pending === pending) pictures.pending = null;
    } else if (!pictures.isViewing) {
      const steps = isDue ? pictures.ofWatched(job) : pictures.due(job);
      await this.turns.drive(steps, () => this.isTraining && !pictures.isViewing);
    }
    if (!isDue || !this.isTraining) return;
    await this.turns.pause(training.waitMs);
    if (this.training.isPictureDue) training.proceed();
  }

  private *measureStart(): Generator<undefined, void> {
    const { measuring } = this;
    if (!measuring) return;
    const metrics = yield* measuring;
    if (this.measuring !== measuring) return;
    this.measuring = null;
    this.reporter.record(metrics);
  }

  /** Records the result of a training step; the end of an epoch may be all that is requested. */
  private record(job: Job, metrics: EpochMetrics): void {
    this.reporter.record(metrics);
    this.recording.offer(job);
    if (this.requested === 'epoch') this.requested = 'wait';
  }

  /** Posts what is to be seen of the run, then waits for the next command. */
  private async idle(): Promise<void> {
    if (this.requested === 'stop' && !this.hasEnded) {
      this.hasEnded = true;
      this.reporter.postState('stopped');
    }
    const { pictures } = this;
    if (this.job) pictures.begin(this.job, false);
    this.isSaved = false;
    while (this.isIdle && this.job) {
      const { pending } = pictures;
      if (pending && !(pictures.isViewing && !this.isSaved)) {
        const isDone = await this.turns.drive(pending, () => this.isIdle && pictures.pending === pending);
        if (isDone && pictures.pending === pending) pictures.pending = null;
      } else if (!this.isSaved) {
        this.isSaved = true;
        this.reporter.postCheckpoint(this.job);
      } else await this.turns.pause();
    }
  }
}
