import * as l10n from '@vscode/l10n';
import { shorten } from '../characters.js';
import { limits } from '../../engine/limits.js';
import type { LayerSpec } from '../../engine/model/spec.js';
import type { GeneratorName, NetworkConfig } from '../spec.js';
import type { ConfigChange, HealthChange } from './configChange.js';
import { hasManyClasses, inputNamesOf, lastLayer, outputFor } from './generatorOutput.js';

/** Returns the reason why a change does not fit a network, in the user's language; null where it fits. */
export function refusalOf(config: NetworkConfig, change: ConfigChange | HealthChange): string | null {
  const { layers, data } = config;
  const isPresent = (index: number): boolean =>
    Number.isInteger(index) && index >= 0 && index < layers.length;
  switch (change.type) {
    case 'addLayer':
      return isPresent(change.before) ? refusalToAdd(config, change.before) : noSuchLayer();
    case 'removeLayer':
      return isPresent(change.layer) ? refusalToRemove(config, change.layer) : noSuchLayer();
    case 'units':
      return isPresent(change.layer) ? refusalToResize(config, change.layer, change.by) : noSuchLayer();
    case 'activation':
    case 'defaultInit':
      return isPresent(change.layer) ? null : noSuchLayer();
    case 'unitName':
      return refusalToRename(config, change);
    case 'generator':
      return refusalToGenerate(config, change.generator);
    case 'samples':
    case 'noise':
      return data.kind === 'generator' ? null : noGenerator();
    case 'derived':
      return refusalToDerive(config, change.isOn);
    case 'columnUse':
      return refusalToUse(config, change);
    case 'columns':
    case 'columnOption':
    case 'target':
    case 'dropDuplicates':
      return data.kind === 'table' ? null : noTable();
    case 'loss':
      return typeof config.loss === 'string'
        ? null
        : l10n.t('The loss is a formula of this file. Change it in the text.');
    default:
      return null;
  }
}

const noTable = (): string => l10n.t('The data of this file does not come from a table.');
const noSuchLayer = (): string => l10n.t('The network has no such layer.');
const noGenerator = (): string => l10n.t('The data of this file does not come from a generator.');

const receivesGiven = (layer: LayerSpec): boolean => layer.weights !== null || layer.weightNames !== null;

function refusalToAdd({ layers, training, gradientCheck }: NetworkConfig, before: number): string | null {
  if (training.optimizer.type === 'perceptron')
    return l10n.t('The perceptron rule trains one layer. Choose another optimizer in the text first.');
  if (receivesGiven(layers[before]))
    return l10n.t(
      'The weights of layer {0} are given in the file for the values that it receives now.',
      before + 1,
    );
  return refusalToRenumber(gradientCheck, before + 1);
}

function refusalToRemove({ layers, gradientCheck }: NetworkConfig, layer: number): string | null {
  if (layer === layers.length - 1) return l10n.t('The last layer gives the outputs and cannot be removed.');
  return refusalOfNext(layers[layer + 1], layer) ?? refusalToRenumber(gradientCheck, layer + 1);
}

function refusalOfNext(next: LayerSpec | undefined, layer: number): string | null {
  return next && receivesGiven(next)
    ? l10n.t('The weights of layer {0} are given in the file for the units of this layer.', layer + 2)
    : null;
}

/** @param from the number of the first layer whose number changes, from 1 */
function refusalToRenumber({ exclude }: NetworkConfig['gradientCheck'], from: number): string | null {
  const named = exclude.find(({ layer }) => layer >= from);
  return named
    ? l10n.t('"gradientCheck" excludes a unit of layer {0}, which this change would renumber.', named.layer)
    : null;
}

function refusalToResize(config: NetworkConfig, index: number, by: 1 | -1): string | null {
  const { layers, gradientCheck } = config;
  const layer = layers[index];
  const units = layer.units + by;
  if (units < 1) return l10n.t('A layer needs at least one unit.');
  if (index === layers.length - 1 && !hasFreeOutputs(config, units))
    return l10n.t('The data decides how many outputs there are.');
  const excluded = gradientCheck.exclude.some((unit) => unit.layer === index + 1 && unit.unit >= units);
  if (excluded) return l10n.t('"gradientCheck" excludes the last unit of this layer.');
  return refusalOfUnits(layer, index) ?? refusalOfNext(layers.at(index + 1), index);
}

/** Returns whether the generator would make data for so many outputs. */
function hasFreeOutputs({ data, layers }: NetworkConfig, outputs: number): boolean {
  const { units } = lastLayer({ layers });
  return data.kind === 'generator' && hasManyClasses(data.generator) && Math.min(units, outputs) >= 2;
}

/** Returns the reason why a layer's number of units is fixed. */
function refusalOfUnits({ weights, weightNames, bias }: LayerSpec, index: number): string | null {
  const number = index + 1;
  if (weights !== null || weightNames !== null)
    return l10n.t('The weights of layer {0} are given in the file, with one row for each unit.', number);
  if (Array.isArray(bias?.value) || (bias?.names && !bias.shared))
    return l10n.t('The biases of layer {0} are given in the file, one for each unit.', number);
  return null;
}

function refusalToRename(
  config: NetworkConfig,
  { layer, unit, names }: Extract<ConfigChange, { type: 'unitName' }>,
): string | null {
  if (layer === null && refusalToNameInputs(config) !== null) return refusalToNameInputs(config);
  const units = layer === null ? inputsGiven(config) : config.layers.at(layer)?.units;
  if (names.length !== units || !(unit in names)) return l10n.t('The network has no such unit.');
  return names[unit].trim() === '' ? l10n.t('Enter a name of at least one character.') : null;
}

const inputsGiven = ({ data }: NetworkConfig): number | undefined =>
  data.kind === 'inline' ? data.inputs[0]?.length : undefined;

/** Returns the reason why the file cannot rename the inputs, in the user's language; null where it can. */
export const refusalToNameInputs = ({ data }: NetworkConfig): string | null =>
  data.kind === 'inline' ? null : l10n.t('The inputs have their names from the data, not from this file.');

function refusalToDerive(config: NetworkConfig, isOn: boolean): string | null {
  const { data, layers } = config;
  if (data.kind === 'idx') return l10n.t('Inputs cannot be derived from the pixels of images.');
  if (isOn && data.derived.length >= limits.derivedInputs)
    return l10n.t('At most {0} derived inputs are supported.', limits.derivedInputs);
  return receivesGiven(layers[0]) ? weightsAreGiven(config) : null;
}

function weightsAreGiven({ layers }: NetworkConfig): string {
  const { weights, weightNames } = layers[0];
  const inputs = weights?.[0]?.length ?? weightNames?.[0]?.length ?? 0;
  return l10n.t('The weights of layer 1 are given in the file for {0} inputs.', inputs);
}

function refusalToGenerate(config: NetworkConfig, generator: GeneratorName): string | null {
  const { data, layers } = config;
  if (data.kind !== 'generator') return noGenerator();
  const hasOtherInputs = inputNamesOf(data.generator).length !== inputNamesOf(generator).length;
  if (hasOtherInputs && receivesGiven(layers[0])) return weightsAreGiven(config);
  const hasOtherUnits = outputFor(config, generator).units !== lastLayer(config).units;
  return hasOtherUnits ? refusalOfUnits(lastLayer(config), layers.length - 1) : null;
}

function refusalToUse(
  { data }: NetworkConfig,
  { column, isInput }: Extract<ConfigChange, { type: 'columnUse' }>,
): string | null {
  if (data.kind !== 'table') return noTable();
  if (data.targets.includes(column))
    return l10n.t('"{0}" is the target. Make another column the target first.', shorten(column));
  return !isInput && data.features?.every((name) => name === column)
    ? l10n.t('"{0}" is the only input. Make another column an input first.', shorten(column))
    : null;
}
