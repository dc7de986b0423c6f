import * as l10n from '@vscode/l10n';
import { parseConfig, type ParsedConfig } from '../parse.js';
import type { GeneratorName, NetworkConfig, Spec } from '../spec.js';
import type { ConfigChange, HealthChange, NumberSetting } from './configChange.js';
import { withDerivedInput, withoutUnknown } from './derivedEdits.js';
import { inputNamesOf, lastLayer, outputFor } from './generatorOutput.js';
import { withHealthChange } from './healthChange.js';
import { withColumnOption, withColumnUse } from './columnEdits.js';
import { withColumns } from './columnsText.js';
import { withActivation, withLayer, type NewLayer } from './layerText.js';
import { refusalOf } from './refusalOf.js';
import { withTarget } from './targetEdits.js';
import { settingsEdits, type Settings } from './settingsEdits.js';
import {
  changedAt,
  difference,
  typeAt,
  withEdits,
  without,
  type Edit,
  hasCommentInside,
} from './textEdits.js';
import { withNamesFor, withUnitName } from './unitNames.js';

/** The edits that make a change, at most one, or the reason why it is not made, in the user's language. */
export type ChangeResult = { readonly edits: readonly Edit[] } | { readonly reason: string };

/** The hidden layer that is added to a network without one. */
const firstHidden: NewLayer = { units: 4, activation: 'tanh' };

/** Returns the edit that makes a change in the text of a config and preserves its comments and layout. */
export async function changeEdits(
  text: string,
  { spec }: Pick<ParsedConfig, 'spec'>,
  change: ConfigChange | HealthChange,
): Promise<ChangeResult> {
  if (!spec) return { reason: l10n.t('The file has an error. Correct it in the text first.') };
  const reason = spec.kind === 'network' ? refusalOf(spec, change) : refusalOfFunction(change);
  if (reason !== null) return { reason };
  const changed = changedText(text, spec, change);
  const { problems } = await parseConfig(changed, spec.name);
  const error = problems.find(({ severity }) => severity === 'error');
  return error ? { reason: error.message } : { edits: difference(text, changed) };
}

const ofFunctions: readonly string[] = ['learningRate', 'epochs'];

const refusalOfFunction = ({ type }: ConfigChange | HealthChange): string | null =>
  ofFunctions.includes(type) ? null : l10n.t('This file describes a function, not a network.');

function changedText(text: string, spec: Spec, change: ConfigChange | HealthChange): string {
  switch (change.type) {
    case 'learningRate':
    case 'epochs':
    case 'seed':
    case 'batchSize':
      return withSettings(text, spec, { [change.type]: change.value });
    case 'regularization':
      return withRegularization(text, change);
    default:
      return spec.kind === 'network' ? changedNetwork(text, spec, change) : text;
  }
}

/** Writes the settings unless all are equal to those in use, so that defaults are not written into the file. */
function withSettings(text: string, { training }: Spec, settings: Partial<Settings>): string {
  const present: Settings = { ...training, learningRate: training.optimizer.learningRate };
  const isSame = (Object.keys(settings) as (keyof Settings)[]).every((key) => settings[key] === present[key]);
  return isSame ? text : withEdits(text, settingsEdits(text, settings));
}

type NetworkChange = HealthChange | Exclude<ConfigChange, { type: Exclude<NumberSetting, DataSetting> | 'batchSize' | 'regularization' }>; // prettier-ignore
type DataSetting = 'samples' | 'noise' | 'validationSplit';

function changedNetwork(text: string, config: NetworkConfig, change: NetworkChange): string {
  const { layers, data } = config;
  switch (change.type) {
    case 'addLayer':
      return withNeighbor(text, config, change.before);
    case 'removeLayer':
      return without(text, ['layers', change.layer]);
    case 'units':
      return withUnits(text, config, change.layer, change.by);
    case 'unitName':
      return withUnitName(text, config, change.layer, change.unit, change.names);
    case 'activation':
      return layers[change.layer].activation === change.activation
        ? text
        : withActivation(text, change.layer, change.activation);
    case 'clipGradientNorm':
    case 'normalize':
    case 'normalizeTargets':
    case 'classWeights':
    case 'earlyStopping':
    case 'defaultInit':
      return withHealthChange(text, config, change);
    case 'generator':
      return withGenerator(text, config, change.generator);
    case 'loss':
      return changedAt(text, ['loss'], change.loss);
    case 'derived':
      return withDerivedInput(text, config, change.formula, change.isOn);
    case 'columns':
      return withColumns(text, change.value);
    case 'columnOption':
      return withColumnOption(text, config, change);
    case 'columnUse':
      return withColumnUse(text, config, change);
    case 'target':
      return withTarget(text, config, change);
    case 'dropDuplicates':
      return changedAt(text, ['data', 'dropDuplicates'], change.isOn ? true : undefined, 'target');
    default: {
      const present = change.type in data ? data[change.type as keyof typeof data] : undefined;
      return present === change.value ? text : changedAt(text, ['data', change.type], change.value);
    }
  }
}

function withUnits(text: string, config: NetworkConfig, layer: number, by: 1 | -1): string {
  const changed = changedAt(text, ['layers', layer, 'units'], config.layers[layer].units + by);
  return withNamesFor(changed, config, layer, by);
}

function withNeighbor(text: string, { layers }: NetworkConfig, before: number): string {
  const isLast = before === layers.length - 1;
  const model = before > 0 ? before - 1 : before;
  const layer = before === 0 && isLast ? firstHidden : layers[model];
  return withLayer(text, before, model, layer);
}

function withGenerator(text: string, config: NetworkConfig, generator: GeneratorName): string {
  const output = outputFor(config, generator);
  const { units, activation } = lastLayer(config);
  const index = config.layers.length - 1;
  let changed = changedAt(text, ['data', 'generator'], generator);
  changed = withoutUnknown(changed, config, inputNamesOf(generator));
  if (output.units !== units) changed = changedAt(changed, ['layers', index, 'units'], output.units);
  if (output.activation !== activation) changed = withActivation(changed, index, output.activation);
  // The targets of the other generators are classes, which are not normalized.
  if (generator !== 'sine') changed = without(changed, ['data', 'normalizeTargets']);
  return output.loss === config.loss ? changed : changedAt(changed, ['loss'], output.loss);
}

/** Writes the strengths that are not 0, and removes the others. An object with comments stays, even without strengths. */
function withRegularization(text: string, strengths: { readonly l1: number; readonly l2: number }): string {
  const path = ['training', 'regularization'];
  const isNone = strengths.l1 === 0 && strengths.l2 === 0;
  if (isNone && !hasCommentInside(text, path)) return without(text, path);
  let changed = typeAt(text, ['training']) ? text : changedAt(text, ['training'], {});
  if (typeAt(changed, path) !== 'object') changed = changedAt(changed, path, {});
  for (const key of ['l1', 'l2'] as const)
    changed = changedAt(changed, [...path, key], strengths[key] === 0 ? undefined : strengths[key]);
  return changed;
}
