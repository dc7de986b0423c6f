import { configDifferences, isEqual, isObject, type Difference } from './configDifferences.js';

/** What decides a run. */
export interface RunSource {
  /** The JSON value of the config's text. */
  readonly config: unknown;
  /** The settings with all defaults, as in `Spec.training`. */
  readonly training: unknown;
}

export interface RunDifferences {
  /** The differences in `training`. A default is equal to the same value written out. */
  readonly settings: readonly Difference[];
  /** All others. */
  readonly text: readonly Difference[];
}

/** Returns the values in which runs differ, by their paths in the configs. */
export function runDifferences(runs: readonly RunSource[], limit?: number): RunDifferences {
  const settings = configDifferences(
    runs.map(({ training }) => ({ training })),
    limit,
  );
  const text = configDifferences(
    runs.map(({ config }) => withoutTraining(config)),
    limit,
  );
  return { settings, text };
}

/** Returns the keys of the text, besides `training`, whose values differ between two configs. */
export function changedKeys(a: unknown, b: unknown): string[] {
  const [before, after] = [withoutTraining(a), withoutTraining(b)];
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keys.filter((key) => !isEqual(before[key], after[key]));
}

function withoutTraining(config: unknown): Readonly<Record<string, unknown>> {
  return isObject(config)
    ? Object.fromEntries(Object.entries(config).filter(([key]) => key !== 'training'))
    : {};
}
