import * as l10n from '@vscode/l10n';
import type { Finding } from '../config/problem.js';
import type { LoadOptions } from '../data/load.js';
import type { EpochMetrics, Outcome } from '../engine/metrics.js';
import type { FromWorker, RunId, ToRun } from '../protocol.js';
import { unpackCheckpoint, type Checkpoint } from './checkpoint.js';
import type { Job } from './job.js';
import { Reporter } from './reporter.js';
import { sliceMs, Throttle, Turn } from './turns.js';

/** What the run is to do; `epoch`: train to the end of one, then wait. */
type Wish = 'wait' | 'train' | 'epoch' | 'stop';

/** Makes a run's job, from a checkpoint where there is one. Throws a `Refusal` where it cannot be. */
export type Prepare = (options: LoadOptions, checkpoint: Checkpoint | null) => Promise<Job>;

/** A run, wherever it is. */
export interface Run {
  readonly id: RunId;
  receive(message: ToRun): void;
  /** Another run takes its place: nothing more is said of this one. */
  abandon(): void;
}

/** Why a run cannot start. */
export class Refusal extends Error {
  constructor(
    readonly findings: readonly Finding[],
    /** The run could be continued all the same, if the person wants it. */
    readonly isQuestion = false,
  ) {
    super(findings.map(({ message }) => message).join('\n'));
  }
}

/** One run in its thread: trains in short slices, listens in between, does what was wished last. */
export class WorkerRun implements Run {
  private readonly reporter: Reporter;
  private readonly loading = new AbortController();
  private wish: Wish;
  private job: Job | null = null;
  /** The start's own metrics, still to be had. */
  private measuring: Iterator<undefined, EpochMetrics> | null = null;
  private training: Iterator<EpochMetrics | undefined, Outcome> | null = null;
  private readonly turn = new Turn();
  private hasEnded = false;
  private isAbandoned = false;
  private wake: () => void = () => undefined;

  constructor(
    readonly id: RunId,
    train: boolean,
    private readonly post: (message: FromWorker) => void,
  ) {
    this.wish = train ? 'train' : 'wait';
    this.reporter = new Reporter(id, post);
  }

  /** The run's whole life; settles when it has been abandoned or could not start. */
  async live(prepare: Prepare, bytes: Uint8Array | null): Promise<void> {
    try {
      this.reporter.say('loading');
      const checkpoint = bytes && unpackCheckpoint(bytes);
      const job = await prepare(this.loadOptions(), checkpoint);
      this.job = job;
      this.open(job, checkpoint);
      while (!this.isAbandoned) await (this.isTraining ? this.train(job) : this.rest(job));
    } catch (error) {
      if (this.loading.signal.aborted) {
        if (!this.isAbandoned) this.reporter.say('stopped');
      } else this.fail(error, bytes !== null);
    }
  }

  /** A run that could go on but for its data stays what it was. */
  private fail(error: unknown, canGoOn: boolean): void {
    const { id: run } = this;
    if (canGoOn && error instanceof Refusal)
      this.post({ type: 'heldBack', run, findings: error.findings, isQuestion: error.isQuestion });
    else this.post({ type: 'failed', run, findings: findingsOf(error) });
  }

  receive(message: ToRun): void {
    switch (message.type) {
      case 'pause':
        this.wishFor('wait');
        return;
      case 'resume':
        this.wishFor('train');
        return;
      case 'stepEpoch':
        this.wishFor('epoch');
        return;
      case 'stop':
        this.wishFor('stop');
        if (!this.job) this.loading.abort();
        return;
      case 'sample':
        this.showSample(message.index);
    }
  }

  abandon(): void {
    this.isAbandoned = true;
    this.loading.abort();
    this.react();
  }

  private showSample(index: number): void {
    this.reporter.sample = index;
    if (this.job && !this.isTraining) this.reporter.tellSnapshot(this.job);
  }

  private get isTraining(): boolean {
    return !this.hasEnded && (this.wish === 'train' || this.wish === 'epoch');
  }

  private wishFor(wish: Wish): void {
    if (this.hasEnded) return;
    this.wish = wish;
    this.react();
  }

  /** Lets the run see at once that something else is wanted of it, whether it sleeps or waits for its turn. */
  private react(): void {
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
    if (checkpoint) this.takeUp(checkpoint);
    else this.measuring = job.measure();
    if (!checkpoint && !this.isTraining) reporter.say('ready');
  }

  private takeUp({ runState, outcome, elapsedMs }: Checkpoint): void {
    this.hasEnded = runState === 'done' || runState === 'stopped' || runState === 'failed';
    this.reporter.elapsedMs = elapsedMs;
    this.reporter.say(this.hasEnded || runState === 'ready' ? runState : 'paused', outcome);
  }

  private async train(job: Job): Promise<void> {
    const { reporter } = this;
    reporter.say('training');
    this.training ??= job.train();
    await this.measureStart(() => this.isTraining);
    const start = performance.now() - reporter.elapsedMs;
    while (this.isTraining && !this.isAbandoned) {
      const outcome = this.slice(this.training);
      reporter.elapsedMs = performance.now() - start;
      if (outcome) {
        this.end(outcome);
        return;
      }
      reporter.keepUp(job);
      if (reporter.wantsRegions) await this.drive(reporter.tellRegions(job, false), () => this.isTraining);
      if (reporter.wantsEvaluation) await this.drive(reporter.evaluate(job), () => this.isTraining);
      await this.turn.next();
    }
    if (!this.isAbandoned && this.wish === 'wait') reporter.say('paused');
  }

  private async measureStart(isWanted: () => boolean): Promise<void> {
    const metrics = this.measuring && (await this.drive(this.measuring, isWanted));
    if (!metrics) return;
    this.measuring = null;
    this.reporter.record(metrics);
  }

  /** Trains until the slice is over; the outcome, if the run is. */
  private slice(training: Iterator<EpochMetrics | undefined, Outcome>): Outcome | null {
    const end = performance.now() + sliceMs;
    do {
      const { done, value } = training.next();
      if (done) return value;
      if (!value) continue;
      this.reporter.record(value);
      if (this.wish !== 'epoch') continue;
      this.wish = 'wait';
      return null;
    } while (performance.now() < end);
    return null;
  }

  private end(outcome: Outcome): void {
    this.hasEnded = true;
    this.reporter.say(outcome.kind === 'failed' ? 'failed' : 'done', outcome);
  }

  /** Says all there is to say, then sleeps until something else is wished. */
  private async rest(job: Job): Promise<void> {
    if (this.wish === 'stop' && !this.hasEnded) {
      this.hasEnded = true;
      this.reporter.say('stopped');
    }
    const isResting = (): boolean => !this.isTraining && (this.hasEnded || this.wish !== 'stop');
    this.reporter.tellSnapshot(job);
    await this.measureStart(isResting);
    await this.drive(this.reporter.settle(job), isResting);
    while (isResting() && !this.isAbandoned) await new Promise<void>((resolve) => (this.wake = resolve));
  }

  /** Does work in slices for as long as it is wanted; its result, or null where it was broken off. */
  private async drive<T>(steps: Iterator<unknown, T>, isWanted: () => boolean): Promise<T | null> {
    while (isWanted() && !this.isAbandoned) {
      const end = performance.now() + sliceMs;
      do {
        const { done, value } = steps.next();
        if (done) return value;
      } while (performance.now() < end);
      await this.turn.next();
    }
    return null;
  }
}

/** What to say of an error: what it found wrong, or that something broke. */
export function findingsOf(error: unknown): readonly Finding[] {
  if (error instanceof Refusal) return error.findings;
  const reason = error instanceof Error ? error.message : String(error);
  const message = l10n.t('The run broke off: {0}', reason);
  return [{ severity: 'error', code: 'run-broke-off', message, path: [] }];
}
