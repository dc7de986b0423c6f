import { profileSteps, type DataProfile } from './profile/dataProfile.js';
import type { Dataset } from '../model/dataset.js';
import type { Alarm } from './alarm.js';
import { duplicateRows } from './alarms/duplicateRows.js';
import { leakingFeature } from './alarms/leakingFeature.js';
import { unscaledInputsOfData } from './alarms/unscaledInputs.js';
import { unscaledTargetsOfData } from './alarms/unscaledTargets.js';
import type { HealthSpec } from './healthSubject.js';

/** Returns the alarms that need no training, since the data and the spec alone show them. It yields in between. */
export function* dataAlarms(spec: HealthSpec, dataset: Dataset): Generator<undefined, Alarm[]> {
  return alarmsOfProfile(spec, yield* profileSteps(dataset, spec));
}

/** Does what `dataAlarms` does, for data whose profile is known. */
export const alarmsOfProfile = (spec: HealthSpec, data: DataProfile): Alarm[] =>
  [unscaledInputsOfData, unscaledTargetsOfData, leakingFeature, duplicateRows].flatMap(
    (rule) => rule(spec, data) ?? [],
  );
