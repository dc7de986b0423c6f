/** The codes of all alarms, as in `docs/alarms.md`. */
export const alarmCodes = [
  'diverging', 'learning-rate-low', 'plateau', 'unscaled-inputs', 'unscaled-targets', 'dead-units', 'saturated-units',
  'vanishing-gradient', 'exploding-gradient', 'initial-loss-high', 'constant-output', 'overfitting',
  'imbalanced-classes', 'leaking-feature', 'duplicate-rows', 'not-a-number',
] as const; // prettier-ignore
export type AlarmCode = (typeof alarmCodes)[number];

/** The part of a config that causes an alarm. Layers count from 1, columns from 0. */
export type AlarmCause =
  | { readonly part: 'learningRate' | 'training' | 'data' | 'targets' | 'validation' }
  | { readonly part: 'layer'; readonly layer: number }
  | { readonly part: 'column'; readonly column: number };

/** A change of the config that should end an alarm. */
export type AlarmRemedy =
  | { readonly change: 'learningRate'; readonly value: number }
  | { readonly change: 'clipGradientNorm'; readonly value: number }
  | { readonly change: 'normalize' | 'normalizeTargets'; readonly value: 'standardize' }
  | { readonly change: 'activation'; readonly layer: number; readonly value: string }
  /** Removes the given initial weights' or the initializer's setting, so that the layer starts with the default. */
  | { readonly change: 'defaultInit'; readonly layer: number }
  | { readonly change: 'earlyStopping' }
  | { readonly change: 'classWeights' }
  | { readonly change: 'ignoreColumn'; readonly column: number }
  | { readonly change: 'dropDuplicates' };

/** Something that keeps a network from training well. Plain data; `words` describes it and `jobs` finds its place. */
export interface Alarm {
  readonly code: AlarmCode;
  /** The epoch in which it began; null where it is known without training. */
  readonly epoch: number | null;
  /** The layer that it concerns, from 1; null where it concerns the whole network or the data. */
  readonly layer: number | null;
  readonly cause: AlarmCause;
  /** What was measured, by name; every number is finite. */
  readonly evidence: Readonly<Record<string, number | string>>;
  /** The best one first; empty where only a person can decide. */
  readonly remedies: readonly AlarmRemedy[];
}
