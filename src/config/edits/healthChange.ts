import type { JsonPath } from '../span.js';
import type { NetworkConfig } from '../spec.js';
import type { HealthChange } from './configChange.js';
import { changedAt, typeAt, without } from './textEdits.js';

/** The patience that is written: long enough for a validation loss that is noisy. */
const patience = 20;

/** Returns the text of a config with a setting that should end an alarm. */
export function withHealthChange(text: string, config: NetworkConfig, change: HealthChange): string {
  switch (change.type) {
    case 'clipGradientNorm':
      return changedAt(withTraining(text), ['training', 'clipGradientNorm'], change.value);
    case 'normalize':
    case 'normalizeTargets':
      return changedAt(text, ['data', change.type], 'standardize');
    case 'classWeights':
      return changedAt(text, ['data', 'classWeights'], 'balanced');
    case 'earlyStopping':
      return withEarlyStopping(text, config);
    case 'defaultInit':
      return withDefaultInit(text, config, change.layer);
  }
}

const withTraining = (text: string): string =>
  typeAt(text, ['training']) ? text : changedAt(text, ['training'], {});

/** Writes early stopping that restores the best epoch; where it is present, only what keeps it from restoring. */
function withEarlyStopping(text: string, { training }: NetworkConfig): string {
  const path = ['training', 'earlyStopping'];
  if (training.earlyStopping === null)
    return changedAt(withTraining(text), path, { patience, restoreBest: true });
  return training.earlyStopping.restoreBest ? text : without(text, [...path, 'restoreBest']);
}

/** Removes what gives a layer its initial weights and biases, so that the defaults apply. Names and sizes stay. */
function withDefaultInit(text: string, { layers }: NetworkConfig, layer: number): string {
  const { weights, bias, units } = layers[layer];
  const path = ['layers', layer];
  const sized =
    weights && !typeAt(text, [...path, 'units']) ? changedAt(text, [...path, 'units'], units) : text;
  const isGiven = bias !== null && [bias.value].flat().some((value) => value !== 0);
  const given = [...(weights ? ['weights'] : []), ...(isGiven ? ['bias'] : []), 'init'];
  return given.reduce((changed, key) => withoutValue(changed, [...path, key]), sized);
}

/** Removes a value, or of an object with a value and other settings the value alone. */
const withoutValue = (text: string, path: JsonPath): string =>
  without(text, typeAt(text, [...path, 'value']) ? [...path, 'value'] : path);
