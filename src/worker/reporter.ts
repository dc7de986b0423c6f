import type { EpochMetrics, Outcome } from '../engine/metrics.js';
import type { FromWorker, RunId, RunState } from '../protocol.js';
import { packCheckpoint } from './checkpoint.js';
import { HistoryBuffer } from './history.js';
import type { Job } from './job.js';
import { Throttle } from './turns.js';

/** Snapshots, regions, checkpoints and evaluations are made beside training: together they may take a twentieth of the time. */
const costFactor = 4 * 20;

/** Tells the host of one run: batched, and no more often than it can be looked at. */
export class Reporter {
  elapsedMs = 0;
  sample = 0;
  private state: RunState = 'loading';
  private outcome: Outcome | undefined;
  private readonly metrics = new HistoryBuffer();
  private readonly metricsDue = new Throttle(50);
  private readonly snapshotDue = new Throttle(100);
  private readonly regionsDue = new Throttle(125);
  private readonly checkpointDue = new Throttle(2000);
  private readonly evaluationDue = new Throttle(2000);

  constructor(
    private readonly run: RunId,
    private readonly post: (message: FromWorker) => void,
  ) {
    this.checkpointDue.restart();
    this.evaluationDue.restart();
  }

  record(metrics: EpochMetrics): void {
    this.metrics.push(metrics);
  }

  /** With all the metrics up to it, so that whoever hears it knows the whole story. */
  say(state: RunState, outcome?: Outcome): void {
    this.state = state;
    this.outcome = outcome;
    this.tellMetrics();
    this.post({ type: 'state', run: this.run, state, ...(outcome && { outcome }) });
  }

  /** Between two slices of training. */
  keepUp(job: Job): void {
    if (this.metricsDue.isDue()) this.tellMetrics();
    if (this.snapshotDue.isDue()) this.tellSnapshot(job);
    if (this.checkpointDue.isDue()) this.tellCheckpoint(job);
  }

  /** A closer look is due that takes a while. */
  get wantsEvaluation(): boolean {
    return this.evaluationDue.isDue();
  }

  get wantsRegions(): boolean {
    return this.regionsDue.isDue();
  }

  /** What takes a while to know of where training stands; the checkpoint comes last. */
  *settle(job: Job): Generator<undefined, void> {
    this.tellMetrics();
    yield* this.tellRegions(job, true);
    yield* this.evaluate(job);
    this.tellCheckpoint(job);
  }

  /** While it trains; at rest (`fine`) nobody waits for what it costs. */
  *tellRegions(job: Job, fine: boolean): Generator<undefined, void> {
    const start = performance.now();
    const steps = job.regions(fine);
    if (steps) this.post({ type: 'regions', run: this.run, regions: yield* steps });
    this.regionsDue.restart(fine ? 0 : (performance.now() - start) * costFactor);
  }

  *evaluate(job: Job): Generator<undefined, void> {
    const start = performance.now();
    for (const { part, steps } of job.evaluations())
      this.post({ type: 'evaluation', run: this.run, part, evaluation: yield* steps });
    this.evaluationDue.restart((performance.now() - start) * costFactor);
  }

  tellSnapshot(job: Job): void {
    const start = performance.now();
    const snapshot = job.snapshot(this.sample);
    if (snapshot) this.post({ type: 'snapshot', run: this.run, snapshot });
    this.snapshotDue.restart((performance.now() - start) * costFactor);
  }

  private tellMetrics(): void {
    const { run, elapsedMs } = this;
    if (this.metrics.length) this.post({ type: 'metrics', run, history: this.metrics.take(), elapsedMs });
    this.metricsDue.restart();
  }

  /** The metrics go first: who keeps both has a history that ends where the checkpoint stands. */
  private tellCheckpoint({ state, data }: Job): void {
    this.tellMetrics();
    const start = performance.now();
    const { run, elapsedMs } = this;
    const bytes = packCheckpoint({ state, data, elapsedMs, runState: this.state, outcome: this.outcome });
    this.post({ type: 'checkpoint', run, bytes });
    this.checkpointDue.restart((performance.now() - start) * costFactor);
  }
}
