import type { EpochMetrics, Outcome } from '../model/metrics.js';
import type { NetworkSpec, TrainingSpec } from '../model/spec.js';
import type { DataProfile } from './profile/dataProfile.js';
import type { Instruments } from './instruments.js';

/** The spec of a network and of its training. */
export interface HealthSpec extends NetworkSpec {
  readonly training: TrainingSpec;
}

/** All that is known of a run, as plain data. Alarms are a pure function of it. */
export interface HealthSubject {
  readonly spec: HealthSpec;
  /** The facts about the data, which `profileData` computes once. */
  readonly data: DataProfile;
  /** The metrics so far, in the order of the epochs. Those of epoch 0, the start, come first where they were measured. */
  readonly metrics: readonly EpochMetrics[];
  /** The measurements so far, in the order of the epochs. */
  readonly instruments: readonly Instruments[];
  /** How the run ended; null while it goes on or where the user ended it. */
  readonly outcome: Outcome | null;
}
