import type { RunId, RunRecord, RunStatus } from '../../src/protocol.js';

/** A run that was seen for less time than this is played from its recording. */
const shortestMs = 1000;
/** A run that ended longer ago than this is not played when a page opens. */
const recentMs = 15_000;

/** Decides which runs are played from their recording because they were over before they could be watched. */
export class FirstShowing {
  private run: RunId | null = null;
  private seenSince: number | null = null;

  /** @param watched the run that was watched last, which may be of an earlier life of the page */
  constructor(private watched: RunId | null) {}

  /**
   * Returns the run that has ended and is to be played now; null where none is.
   * @param now the time in ms of any monotonic clock
   * @param today the time in ms as in `RunRecord.started`
   */
  observe(
    status: RunStatus | null,
    runs: readonly RunRecord[],
    now: number,
    today = Date.now(),
  ): RunId | null {
    if (!status) return null;
    if (status.run !== this.run) {
      this.run = status.run;
      this.seenSince = null;
    }
    if (status.state === 'training') this.seenSince ??= now;
    if (status.state !== 'done' || this.watched === status.run) return null;
    this.watched = status.run;
    if (this.seenSince !== null) return now - this.seenSince < shortestMs ? status.run : null;
    const started = runs.find(({ run }) => run === status.run)?.started ?? -Infinity;
    return today - started - status.elapsedMs < recentMs ? status.run : null;
  }
}
