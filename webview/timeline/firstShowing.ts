import type { RunId, RunRecord, RunStatus } from '../../src/protocol.js';

/** A run that was seen for less time than this is played from its recording. */
const shortestMs = 1000;
/** So is a run that was seen in fewer pictures than this, and in less than half of its epochs. */
const fewestPictures = 10;
/** A run that ended longer ago than this is not played when a page opens. */
const recentMs = 15_000;

/** Decides which runs are played from their recording because they were over before they could be watched. */
export class FirstShowing {
  private run: RunId | null = null;
  private seenSince: number | null = null;
  /** The epochs whose pictures were shown while the run trained. */
  private readonly seen = new Set<number>();

  /** @param watched the run that was watched last, which may be of an earlier life of the page */
  constructor(private watched: RunId | null) {}

  /**
   * Returns the run that has ended and is to be played now; null where none is.
   * @param shown the epoch of the network that is drawn
   * @param now the time in ms of any monotonic clock
   * @param today the time in ms as in `RunRecord.started`
   */
  observe(
    status: RunStatus | null,
    runs: readonly RunRecord[],
    shown: number | null,
    now: number,
    today = Date.now(),
  ): RunId | null {
    if (!status) return null;
    if (status.run !== this.run) {
      this.run = status.run;
      this.seenSince = null;
      this.seen.clear();
    }
    if (status.state === 'training') {
      this.seenSince ??= now;
      if (shown !== null) this.seen.add(shown);
    }
    if (status.state !== 'done' || this.watched === status.run) return null;
    this.watched = status.run;
    if (this.seenSince !== null) {
      const enough = Math.min(fewestPictures, status.epoch / 2);
      const wasWatched = now - this.seenSince >= shortestMs && this.seen.size >= enough;
      return wasWatched ? null : status.run;
    }
    const started = runs.find(({ run }) => run === status.run)?.started ?? -Infinity;
    return today - started - status.elapsedMs < recentMs ? status.run : null;
  }
}
