import { changedKeys, runDifferences } from '../../config/runDifferences.js';
import { pathText, valueText } from '../../config/configDifferences.js';
import type { ConfigView, RunId, RunsDiffer } from '../../protocol.js';
import { excessOf, type Excess, type RunLimits } from './runBounds.js';
import type { PastRun, UnnumberedRun } from './pastRun.js';

/** The runs of one config that are kept, the newest first. */
export class RunHistory {
  private runs: readonly PastRun[] = [];
  /** The largest number that a run has had. */
  private lastNumber = 0;
  /** What differs between the runs; null where that has to be computed again. */
  private differ: RunsDiffer | null = null;

  get all(): readonly PastRun[] {
    return this.runs;
  }

  get(run: RunId): PastRun | undefined {
    return this.runs.find(({ record }) => record.run === run);
  }

  /** Returns what pages show of the runs. */
  view(): Pick<ConfigView, 'runs' | 'runsDiffer'> {
    this.differ ??= differenceOf(this.runs);
    return { runs: this.runs.map(({ record }) => record), runsDiffer: this.differ };
  }

  /** Adds a run, or replaces what is known of it. A run that trains keeps the curve that it had. */
  put({ record, ...rest }: UnnumberedRun): void {
    const known = this.get(record.run);
    const number = known?.record.number ?? ++this.lastNumber;
    const sparkline = rest.curve ? record.sparkline : (known?.record.sparkline ?? []);
    const run: PastRun = {
      ...rest,
      curve: rest.curve ?? known?.curve ?? null,
      record: { ...record, sparkline, number, name: known?.record.name ?? null },
    };
    if (known) this.runs = this.runs.map((each) => (each === known ? run : each));
    else this.change([run, ...this.runs]);
  }

  /** Adds runs of earlier sessions, and those whose deletion is undone. */
  restore(runs: readonly PastRun[]): void {
    const others = runs.filter(({ record }) => !this.get(record.run));
    const all = [...this.runs, ...others];
    this.change(all.sort((a, b) => b.record.number - a.record.number || b.record.started - a.record.started));
    this.lastNumber = all.reduce((most, { record }) => Math.max(most, record.number), this.lastNumber);
  }

  rename(run: RunId, name: string | null): PastRun | undefined {
    this.runs = this.runs.map((past) =>
      past.record.run === run ? { ...past, record: { ...past.record, name } } : past,
    );
    return this.get(run);
  }

  /** Removes runs and returns them. */
  remove(ids: readonly RunId[]): PastRun[] {
    const removed = this.runs.filter(({ record }) => ids.includes(record.run));
    if (removed.length > 0) this.change(this.runs.filter((run) => !removed.includes(run)));
    return removed;
  }

  /** Drops what exceeds the limits, and returns what that was. */
  bound(limits?: RunLimits): Excess {
    const excess = excessOf(this.runs, limits);
    this.remove(excess.runs);
    this.runs = this.runs.map((run) => (excess.states.includes(run.record.run) ? withoutState(run) : run));
    return excess;
  }

  private change(runs: readonly PastRun[]): void {
    this.runs = runs;
    this.differ = null;
  }
}

const withoutState = (run: PastRun): PastRun => ({
  ...run,
  stateBytes: 0,
  record: { ...run.record, hasState: false },
});

/** Returns what differs between all runs, for the columns of a table. */
function differenceOf(runs: readonly PastRun[]): RunsDiffer {
  const ids = runs.map(({ record }) => record.run);
  const { settings } = runDifferences(runs.map(({ training }) => ({ config: undefined, training })));
  const columns = settings.map(({ path, values }) => ({
    path: pathText(path),
    texts: values.map(valueText),
  }));
  // A setting that only one optimizer has is said by the name of the optimizer.
  const telling = columns.filter(({ texts }) => new Set(texts.filter((text) => text !== null)).size > 1);
  const ofRuns = <T>(values: readonly T[]): Readonly<Record<RunId, T>> =>
    Object.fromEntries(ids.map((id, index) => [id, values[index]]));
  return {
    settings: telling.map(({ path, texts }) => ({ path, values: ofRuns(texts) })),
    changed: Object.fromEntries(
      runs.slice(0, -1).flatMap(({ source }, index) => {
        const keys = changedKeys(runs[index + 1].source.value, source.value);
        return keys.length > 0 ? [[ids[index], keys]] : [];
      }),
    ),
  };
}
