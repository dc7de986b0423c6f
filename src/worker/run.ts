import * as l10n from '@vscode/l10n';
import type { Finding } from '../config/problem.js';
import type { LoadOptions } from '../data/load.js';
import type { EpochMetrics, Outcome } from '../engine/model/metrics.js';
import type { FromWorker, RunId, ToRun, UnitPlace } from '../protocol.js';
import type { Checkpoint } from './checkpoint.js';
import type { DataIdentity } from '../jobs/dataIdentity.js';
import type { Job } from '../jobs/job.js';
import type { Platform } from './platform.js';
import { Reporter } from './reporter.js';
import { Throttle } from './throttle.js';
import { runSlice, Turn } from '../jobs/drive.js';

/** The requested state of a run; `epoch`: train to the end of one epoch, then wait. */
type RequestedState = 'wait' | 'train' | 'epoch' | 'stop';

/** A run's job and the identity of its data, which is null where it has none. */
export interface Prepared {
  readonly job: Job;
  readonly data: DataIdentity | null;
}

/** Creates a run's job, from a checkpoint where there is one. Throws a `Refusal` where that is not possible. */
export type Prepare = (options: LoadOptions, checkpoint: Checkpoint | null) => Promise<Prepared>;

/** A run in this process or in the child process. */
export interface Run {
  readonly id: RunId;
  receive(message: ToRun): void;
  /** Ends the run because another one replaces it. It reports nothing more. */
  abandon(): void;
}

/** An error that says why a run cannot start. */
export class Refusal extends Error {
  constructor(
    readonly findings: readonly Finding[],
    /** Whether the run could be continued nevertheless if the user confirms it. */
    readonly isQuestion = false,
  ) {
    super(findings.map(({ message }) => message).join('\n'));
  }
}

/** A run in this process. It trains in short slices, yields in between, and follows the last command. */
export class WorkerRun implements Run {
  private readonly reporter: Reporter;
  private readonly loading = new AbortController();
  private requested: RequestedState;
  private job: Job | null = null;
  /** The computation of the initial metrics, until they are known. */
  private measuring: Iterator<undefined, EpochMetrics> | null = null;
  private training: Iterator<EpochMetrics | undefined, Outcome> | null = null;
  private readonly turn = new Turn();
  private hasEnded = false;
  private isAbandoned = false;
  /** Whether the idle run has posted the regions of the unit that is in focus. */
  private isFocusShown = true;
  private wake: () => void = () => undefined;

  constructor(
    readonly id: RunId,
    train: boolean,
    private readonly post: (message: FromWorker) => void,
    private readonly platform: Pick<Platform, 'packCheckpoint' | 'unpackCheckpoint'>,
  ) {
    this.requested = train ? 'train' : 'wait';
    this.reporter = new Reporter(id, post, platform.packCheckpoint);
  }

  /** Executes the run. Resolves when it has been abandoned or could not start. */
  async execute(prepare: Prepare, bytes: Uint8Array | null): Promise<void> {
    try {
      this.reporter.postState('loading');
      const checkpoint = bytes && this.platform.unpackCheckpoint(bytes);
      const { job, data } = await prepare(this.loadOptions(), checkpoint);
      this.job = job;
      this.reporter.data = data;
      this.open(job, checkpoint);
      while (!this.isAbandoned) await (this.isTraining ? this.train(job) : this.idle(job));
    } catch (error) {
      if (this.loading.signal.aborted) {
        if (!this.isAbandoned) this.reporter.postState('stopped');
      } else this.fail(error, bytes !== null || this.requested === 'wait');
    }
  }

  /** Reports an error at the start. A run that is continued, or only shows its start, keeps its state. */
  private fail(error: unknown, keepsState: boolean): void {
    const { id: run } = this;
    if (keepsState && error instanceof Refusal)
      this.post({ type: 'refused', run, findings: error.findings, isQuestion: error.isQuestion });
    else this.post({ type: 'failed', run, findings: findingsOf(error) });
  }

  receive(message: ToRun): void {
    switch (message.type) {
      case 'pause':
        this.request('wait');
        return;
      case 'resume':
        this.request('train');
        return;
      case 'stepEpoch':
        this.request('epoch');
        return;
      case 'stop':
        this.request('stop');
        if (!this.job) this.loading.abort();
        return;
      case 'sample':
        this.showSample(message.index);
        return;
      case 'classify':
        this.classify(message.inputs);
        return;
      case 'focus':
        this.focus(message.unit);
        return;
      case 'view':
      case 'pace':
      case 'setParameter':
      case 'resetParameters':
      case 'take': // follow with the recording of epochs
    }
  }

  abandon(): void {
    this.isAbandoned = true;
    this.loading.abort();
    this.handleCommand();
  }

  private showSample(index: number): void {
    this.reporter.sample = index;
    if (this.job && !this.isTraining) this.reporter.postSnapshot(this.job);
  }

  private classify(inputs: Float32Array): void {
    const outputs = this.job?.classify(inputs);
    if (outputs) this.post({ type: 'classified', run: this.id, outputs });
  }

  /** Shows the outputs of one unit in place of the network's: at once where nothing trains, else with the next regions. */
  private focus(unit: UnitPlace | null): void {
    this.reporter.focus = unit;
    this.isFocusShown = false;
    this.wake();
  }

  private get isTraining(): boolean {
    return !this.hasEnded && (this.requested === 'train' || this.requested === 'epoch');
  }

  private request(requested: RequestedState): void {
    if (this.hasEnded) return;
    this.requested = requested;
    this.handleCommand();
  }

  /** Makes the run handle a command at once, whether it is idle or waits for its turn. */
  private handleCommand(): void {
    this.wake();
    this.turn.hurry();
  }

  private loadOptions(): LoadOptions {
    const due = new Throttle(100);
    const onProgress = (fraction: number | null): void => {
      if (!due.isDue()) return;
      due.restart();
      this.post({ type: 'loading', run: this.id, fraction });
    };
    return { signal: this.loading.signal, onProgress };
  }

  private open(job: Job, checkpoint: Checkpoint | null): void {
    const { reporter } = this;
    this.post({ type: 'ready', run: this.id, facts: job.facts });
    const surface = job.surface();
    if (surface) this.post({ type: 'surface', run: this.id, surface });
    const plane = job.plane();
    if (plane) this.post({ type: 'plane', run: this.id, plane });
    if (checkpoint) this.restore(checkpoint);
    else this.measuring = job.measure();
    if (!checkpoint && !this.isTraining) reporter.postState('ready');
  }

  private restore({ runState, outcome, elapsedMs }: Checkpoint): void {
    this.hasEnded = runState === 'done' || runState === 'stopped' || runState === 'failed';
    this.reporter.elapsedMs = elapsedMs;
    this.reporter.postState(this.hasEnded || runState === 'ready' ? runState : 'paused', outcome);
  }

  private async train(job: Job): Promise<void> {
    const { reporter } = this;
    reporter.postState('training');
    this.training ??= job.train();
    await this.measureStart(() => this.isTraining);
    const start = performance.now() - reporter.elapsedMs;
    while (this.isTraining && !this.isAbandoned) {
      const end = runSlice(
        this.training,
        () => this.isTraining,
        (metrics) => this.record(metrics),
      );
      reporter.elapsedMs = performance.now() - start;
      if (end) {
        this.end(end.result);
        return;
      }
      reporter.postDue(job);
      if (reporter.areRegionsDue || !this.isFocusShown)
        await this.drive(this.regions(job, false), () => this.isTraining);
      if (reporter.areUnitMapsDue) await this.drive(reporter.postUnitMaps(job), () => this.isTraining);
      if (reporter.isEvaluationDue) await this.drive(reporter.postEvaluations(job), () => this.isTraining);
      await this.turn.next();
    }
    if (!this.isAbandoned && this.requested === 'wait') reporter.postState('paused');
  }

  private async measureStart(isWanted: () => boolean): Promise<void> {
    const metrics = this.measuring && (await this.drive(this.measuring, isWanted));
    if (!metrics) return;
    this.measuring = null;
    this.reporter.record(metrics);
  }

  /** Records the result of a training step; the end of an epoch may be all that is requested. */
  private record(metrics: EpochMetrics | undefined): void {
    if (!metrics) return;
    this.reporter.record(metrics);
    if (this.requested === 'epoch') this.requested = 'wait';
  }

  private end(outcome: Outcome): void {
    this.hasEnded = true;
    this.reporter.postState(outcome.kind === 'failed' ? 'failed' : 'done', outcome);
  }

  /** Posts all reports, then waits for the next command. */
  private async idle(job: Job): Promise<void> {
    if (this.requested === 'stop' && !this.hasEnded) {
      this.hasEnded = true;
      this.reporter.postState('stopped');
    }
    const isIdle = (): boolean => !this.isTraining && (this.hasEnded || this.requested !== 'stop');
    this.reporter.postSnapshot(job);
    await this.measureStart(isIdle);
    await this.drive(this.reporter.postAll(job), isIdle);
    while (isIdle() && !this.isAbandoned) {
      if (this.isFocusShown) await new Promise<void>((resolve) => (this.wake = resolve));
      else await this.drive(this.regions(job, true), isIdle);
    }
  }

  private *regions(job: Job, fine: boolean): Generator<undefined, void> {
    this.isFocusShown = true;
    yield* this.reporter.postRegions(job, fine);
  }

  /** Does work in slices while `isWanted` holds. Returns its result, or null where it was canceled. */
  private async drive<T>(steps: Iterator<unknown, T>, isWanted: () => boolean): Promise<T | null> {
    while (isWanted() && !this.isAbandoned) {
      const end = runSlice(steps, isWanted);
      if (end) return end.result;
      await this.turn.next();
    }
    return null;
  }
}

/** Returns the findings of an error: those of a refusal, or one that says that the run failed unexpectedly. */
export function findingsOf(error: unknown): readonly Finding[] {
  if (error instanceof Refusal) return error.findings;
  const reason = error instanceof Error ? error.message : String(error);
  const message = l10n.t('The run was interrupted: {0}', reason);
  return [{ severity: 'error', code: 'run-broke-off', message, path: [] }];
}
