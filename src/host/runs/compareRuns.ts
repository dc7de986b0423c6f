import { pathText, valueText, type Difference } from '../../config/configDifferences.js';
import { runDifferences } from '../../config/runDifferences.js';
import type { RunsComparison } from '../../protocol.js';
import { emptyHistory } from '../../worker/history.js';
import type { PastRun } from './pastRun.js';

/** The number of differences that are listed. */
const most = 200;

type Listed = RunsComparison['differences'][number];

/** Returns the curves of runs and what differs between the runs. */
export function compareRuns(runs: readonly PastRun[]): RunsComparison {
  const { settings, text } = runDifferences(
    runs.map(({ source, training }) => ({ config: source.value, training })),
    most + 1,
  );
  const listed = [
    ...settings.map((difference) => listedAs('setting', difference)),
    ...text.map((difference) => listedAs('text', difference)),
    ...dataDifference(runs),
  ];
  return {
    runs: runs.map(({ record, curve }) => ({ run: record.run, curve: curve ?? emptyHistory() })),
    differences: listed.slice(0, most),
    isCut: listed.length > most,
  };
}

const listedAs = (kind: Listed['kind'], { path, values }: Difference): Listed => ({
  path: pathText(path),
  kind,
  values: values.map(valueText),
});

/** Returns the identities of the data where they differ: the same text may name a file that has changed. */
function dataDifference(runs: readonly PastRun[]): Listed[] {
  const values = runs.map(({ record }) => record.data?.slice(0, 8) ?? null);
  return new Set(values).size > 1 ? [{ path: '', kind: 'data', values }] : [];
}
