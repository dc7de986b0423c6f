import type { NetworkConfig } from '../config/spec.js';
import { profileSteps, type DataProfile } from '../engine/health/profile/dataProfile.js';
import type { Dataset } from '../engine/model/dataset.js';

/** The profiles of data sets, each with what it depends on besides the data. */
const profiles = new WeakMap<Dataset, { readonly key: string; readonly profile: DataProfile }>();

/** Returns the facts about a data set if `profileOf` has computed them. */
export function knownProfile(dataset: Dataset, config: NetworkConfig): DataProfile | null {
  const known = profiles.get(dataset);
  return known?.key === keyOf(config) ? known.profile : null;
}

/** Computes the facts about a data set that alarms rest on, once for each. */
export function* profileOf(dataset: Dataset, config: NetworkConfig): Generator<undefined, DataProfile> {
  const known = knownProfile(dataset, config);
  if (known) return known;
  const profile = yield* profileSteps(dataset, config);
  profiles.set(dataset, { key: keyOf(config), profile });
  return profile;
}

const keyOf = ({ loss, functions, layers, training }: NetworkConfig): string =>
  JSON.stringify([loss, functions, layers[layers.length - 1].activation, training.reduction]);
