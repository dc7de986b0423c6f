import type { EpochMetrics, Outcome } from '../engine/model/metrics.js';
import { runSlice } from '../jobs/drive.js';
import type { Job } from '../jobs/job.js';
import type { Pace } from '../protocol.js';
import { WatchPace } from './watchPace.js';

/** The training of a run, in slices and at the requested pace. */
export class PacedTraining {
  private steps: Iterator<EpochMetrics | undefined, Outcome> | null = null;
  private interval: number | undefined;
  /** The pace at which the run is watched; null: it trains as fast as possible. */
  private watch: WatchPace | null = null;
  /** The number of epochs that may be trained before the next picture. */
  private left = Infinity;

  change(pace: Pace): void {
    this.watch = pace === 'watch' ? new WatchPace() : null;
    this.left = this.watch?.next() ?? Infinity;
  }

  /** A watched run begins slowly again. */
  begin(): void {
    this.change(this.watch ? 'watch' : 'fast');
  }

  /** Goes on from the job's present state, because that was changed. */
  renew(): void {
    this.steps = null;
  }

  /**
   * Trains until a slice is over, `isWanted` no longer holds, or a picture is due. Returns the outcome if training ends.
   *
   * @param isSingle whether one epoch is trained alone, which needs metrics of its own
   */
  slice(
    job: Job,
    isSingle: boolean,
    isWanted: () => boolean,
    onEpoch: (metrics: EpochMetrics) => void,
  ): { readonly result: Outcome } | null {
    const steps = this.stepsOf(job, this.watch || isSingle ? 1 : undefined);
    return runSlice(
      steps,
      () => isWanted() && this.left > 0,
      (metrics) => {
        if (!metrics) return;
        this.left--;
        onEpoch(metrics);
      },
    );
  }

  /** Whether a watched run waits for its picture. */
  get isPictureDue(): boolean {
    return this.watch !== null && this.left <= 0;
  }

  /** The time in ms for which a picture is shown before training goes on. */
  get waitMs(): number {
    return this.watch?.waitMs ?? 0;
  }

  /** Allows the epochs before the next picture. */
  proceed(): void {
    if (this.watch) this.left = this.watch.next();
  }

  private stepsOf(job: Job, interval: number | undefined): Iterator<EpochMetrics | undefined, Outcome> {
    if (!this.steps || interval !== this.interval) this.steps = job.train(interval);
    this.interval = interval;
    return this.steps;
  }
}
