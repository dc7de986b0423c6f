import type { RunId } from '../../protocol.js';
import { historyColumns } from '../../worker/history.js';
import type { PastRun } from './pastRun.js';

/** The limits of what is kept of a config's runs. */
export interface RunLimits {
  readonly runs: number;
  readonly bytes: number;
}

export const runLimits: RunLimits = { runs: 200, bytes: 1 << 28 };

/** What has to be dropped to stay within limits. */
export interface Excess {
  /** The runs that are no longer kept. */
  readonly runs: readonly RunId[];
  /** The runs that are still kept, but without their last state. */
  readonly states: readonly RunId[];
}

/**
 * Returns what has to be dropped of runs. Where there are too many bytes, last states are dropped before runs. The oldest
 * runs without a name go first, then the oldest with one; the newest run always stays.
 * @param runs the newest first
 */
export function excessOf(runs: readonly PastRun[], limits = runLimits): Excess {
  const oldestFirst = runs.slice(1).reverse();
  const isNamed = ({ record }: PastRun): boolean => record.name !== null;
  const order = [...oldestFirst.filter((run) => !isNamed(run)), ...oldestFirst.filter(isNamed)];
  const dropped = new Set(order.slice(0, Math.max(0, runs.length - limits.runs)));
  const left = order.filter((run) => !dropped.has(run));
  let bytes = runs.reduce((sum, run) => sum + (dropped.has(run) ? 0 : detailBytes(run) + run.stateBytes), 0);
  const states = new Set<PastRun>();
  for (const run of left) {
    if (bytes <= limits.bytes) break;
    if (run.stateBytes > 0) states.add(run);
    bytes -= run.stateBytes;
  }
  for (const run of left) {
    if (bytes <= limits.bytes) break;
    dropped.add(run);
    states.delete(run);
    bytes -= detailBytes(run);
  }
  const ids = (some: ReadonlySet<PastRun>): RunId[] => [...some].map(({ record }) => record.run);
  return { runs: ids(dropped), states: ids(states) };
}

/** Returns about how many bytes a run takes without its last state. The JSON value is about as large as the text. */
export function detailBytes({ source, curve }: PastRun): number {
  const columns = curve ? historyColumns.map((name) => curve[name]) : [];
  return 2 * source.text.length + columns.reduce((sum, { byteLength }) => sum + byteLength, 0);
}
