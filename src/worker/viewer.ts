import { placeOf, type Recorder } from '../engine/training/recorder.js';
import type { Job, KeptJob } from '../jobs/job.js';

/** Has a run's state after any of its epochs, by training on from the nearest one that is kept. */
export class Viewer {
  /** The job that was viewed last. An epoch after its own is trained from it. */
  private viewed: Job | null = null;

  constructor(private readonly recorder: Recorder<KeptJob>) {}

  /** Returns the epoch that is viewed when one is wanted: the nearest that the run has and that can be had. */
  nearest(run: Job, wanted: number): number {
    const newest = run.position.epoch;
    const epoch = Number.isFinite(wanted) ? Math.round(wanted) : newest;
    return Math.min(newest, Math.max(this.recorder.earliest, 0, epoch));
  }

  /** Returns a job at the state after an epoch of a run. Yields the fraction that is done. */
  *at(run: Job, epoch: number): Generator<number, Job> {
    const job = yield* this.before(run, epoch);
    const start = job.position.epoch;
    const steps = job.advance(epoch);
    while (!steps.next().done) yield (job.position.epoch - start) / (epoch - start);
    return job;
  }

  /** Forgets the viewed state, because the current one is shown again, or the run goes on from another state. */
  leave(run: Job): void {
    if (this.viewed) run.closeView();
    this.viewed = null;
  }

  /** Returns a job at or before an epoch, as near as possible. */
  private *before(run: Job, epoch: number): Generator<number, Job> {
    if (placeOf(run.position) === epoch) {
      // Large networks have one state only.
      if (epoch < this.recorder.earliest) return run;
      return yield* this.begin(run, run.keep(null));
    }
    const kept = this.recorder.nearest(epoch);
    const from = kept ? placeOf(kept) : 0;
    const { viewed } = this;
    const viewedPlace = viewed ? placeOf(viewed.position) : -1;
    if (viewed && viewedPlace <= epoch && viewedPlace >= from) return viewed;
    return yield* this.begin(run, kept?.state ?? null);
  }

  private *begin(run: Job, kept: KeptJob | null): Generator<number, Job> {
    const steps = run.beside(kept);
    for (;;) {
      const { done, value } = steps.next();
      if (done) return (this.viewed = value);
      yield 0;
    }
  }
}
