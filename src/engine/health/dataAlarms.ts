import { scanSteps, type DataScan } from './profile/dataProfile.js';
import type { Dataset } from '../model/dataset.js';
import type { Alarm } from './alarm.js';
import { duplicateRows } from './alarms/duplicateRows.js';
import { leakingFeature } from './alarms/leakingFeature.js';
import { unscaledInputsOfData } from './alarms/unscaledInputs.js';
import { unscaledTargetsOfData } from './alarms/unscaledTargets.js';
import type { HealthSpec } from './healthSubject.js';

/** Returns the alarms that need no training, since the data and the spec alone show them. It yields in between. */
export function* dataAlarms(spec: HealthSpec, dataset: Dataset): Generator<undefined, Alarm[]> {
  return alarmsOfScan(spec, yield* scanSteps(dataset));
}

/** Does what `dataAlarms` does, for data that are scanned already. */
export const alarmsOfScan = (spec: HealthSpec, data: DataScan): Alarm[] =>
  [unscaledInputsOfData, unscaledTargetsOfData, leakingFeature, duplicateRows].flatMap(
    (rule) => rule(spec, data) ?? [],
  );
