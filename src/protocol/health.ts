/** What is measured of a run's health, and what is wrong with it. */
import type { JsonPath, Severity } from '../config/span.js';
import type { Alarm, AlarmRemedy } from '../engine/health/alarm.js';
import type { LayerHistograms } from '../engine/health/layerHistograms.js';

/** An alarm in the user's language, at its place in the config. */
export interface AlarmView extends Pick<Alarm, 'code' | 'epoch' | 'layer' | 'evidence' | 'remedies'> {
  readonly severity: Severity;
  readonly title: string;
  /** The value of the config that causes it. */
  readonly path: JsonPath;
  /** What happens, where, and what to do. */
  readonly message: string;
  /** The change that should end it; null where only a person can decide. */
  readonly fix: { readonly title: string; readonly remedy: AlarmRemedy } | null;
}

/** How the values of one layer are distributed with the parameters after an epoch. */
export interface HistogramsView extends LayerHistograms {
  readonly epoch: number;
  /** The index of the layer, from 0. */
  readonly layer: number;
}
