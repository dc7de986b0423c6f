import type { Spec } from '../config/spec.js';
import type { Config } from './readConfig.js';

/** Returns the first event of a run that `train --json` prints: what decides the run, by which runs can be compared. */
export function startEvent({ value }: Config, { name, training }: Spec) {
  return { event: 'start', name, config: value, training };
}
