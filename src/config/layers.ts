import * as l10n from '@vscode/l10n';
import type { ASTNode } from 'vscode-json-languageservice';
import { limits } from '../engine/limits.js';
import { firstTooLarge } from '../engine/model/size.js';
import { activationNames, rectifierNames, type Initializer, type LayerSpec } from '../engine/model/spec.js';
import { readBias } from './bias.js';
import { checkKeys } from './keys.js';
import { readNames as readLabels } from './matrix.js';
import { readName } from './names.js';
import { readFraction, readWhole } from './numbers.js';
import type { Report } from './report.js';
import { asItems, asNumber, member, placeOf, type Value } from './tree.js';
import { readWeights, type Before } from './weights.js';

const layerKeys = ['units', 'activation', 'weights', 'bias', 'init', 'dropout', 'names'];

export function readLayers(
  report: Report,
  value: Value,
  inputs: Before,
  functions: readonly string[],
): readonly LayerSpec[] {
  const items = asItems(value) ?? [];
  if (value?.type === 'array' && items.length === 0) {
    report.error('no-layers', value, l10n.t('A network needs at least one layer, such as { "units": 1 }.'));
  }
  let before = inputs;
  const layers = items.map((item, index) => {
    const layer = readLayer(report, item, before, functions);
    before = { count: layer.units === 0 ? null : layer.units, names: layer.names, layer: index + 1 };
    return layer;
  });
  checkSize(report, items, layers, inputs.count ?? 1);
  return layers;
}

function checkSize(
  report: Report,
  items: readonly ASTNode[],
  layers: readonly LayerSpec[],
  inputs: number,
): void {
  const over = firstTooLarge(layers, inputs);
  if (!over) return;
  const message = l10n.t(
    'With this layer the network has {0} million parameters, but at most {1} million are supported.',
    Math.round(over.parameters / 1e6),
    limits.parameters / 1e6,
  );
  report.error('too-many-weights', placeOf(items[over.layer], 'units', 'weights'), message);
}

function readLayer(report: Report, value: Value, before: Before, functions: readonly string[]): LayerSpec {
  checkKeys(report, value, layerKeys);
  const activation = readActivation(report, member(value, 'activation'), functions);
  const given = positive(readWhole(report, value, 'units'));
  const weights = readWeights(report, member(value, 'weights'), given ?? null, before);
  const units = given ?? weights.value?.length ?? 0;
  if (units === 0 && value?.type === 'object' && !member(value, 'units') && !member(value, 'weights')) {
    const message = l10n.t(
      'The number of units is missing. Give "units", or "weights" with one row for each unit.',
    );
    report.error('missing-units', placeOf(value), message);
  }
  const known = units === 0 ? null : units;
  return {
    units,
    activation,
    weights: weights.value,
    weightsTrainable: weights.trainable,
    weightNames: weights.names,
    bias: readBias(report, member(value, 'bias'), known),
    init: readInit(report, member(value, 'init'), activation),
    dropout: readFraction(report, value, 'dropout', dropoutMessage()),
    names: readLabels(report, member(value, 'names'), known, (names) =>
      l10n.t('There are {0} names for {1} units. Give one name for each unit.', names, units),
    ),
  };
}

/** Returns a positive count, else undefined. The schema reports other values. */
const positive = (count: number | undefined) => (count !== undefined && count > 0 ? count : undefined);

const dropoutMessage = () =>
  l10n.t('Dropout is the fraction of outputs that is dropped. It must be from 0 to below 1, such as 0.5.');

function readActivation(report: Report, value: Value, functions: readonly string[]): string {
  const names: readonly string[] = [...activationNames, ...functions];
  const unknown = (word: string) => l10n.t('Unknown activation "{0}".', word);
  return readName(report, value, names, 'unknown-activation', unknown) ?? 'identity';
}

const plainInitializers = [
  'xavierUniform',
  'xavierNormal',
  'heUniform',
  'heNormal',
  'lecunNormal',
  'zeros',
] as const;
export const initializerNames = [...plainInitializers, 'uniform', 'normal'] as const;

function readInit(report: Report, value: Value, activation: string): Initializer {
  const named = value?.type === 'object' ? member(value, 'type') : value;
  const unknown = (word: string) => l10n.t('Unknown initializer "{0}".', word);
  const type =
    readName(report, named, initializerNames, 'unknown-initializer', unknown) ??
    defaultInitializer(activation);
  switch (type) {
    case 'uniform':
      checkKeys(report, value, ['type', 'min', 'max']);
      return readUniform(report, value);
    case 'normal':
      checkKeys(report, value, ['type', 'mean', 'std']);
      return { type, mean: asNumber(member(value, 'mean')) ?? 0, std: asNumber(member(value, 'std')) ?? 0.1 };
    default:
      checkKeys(report, value, ['type']);
      return { type };
  }
}

function readUniform(report: Report, value: Value): Initializer {
  const min = asNumber(member(value, 'min')) ?? -1;
  const max = asNumber(member(value, 'max')) ?? 1;
  if (value && min > max) {
    report.error(
      'out-of-range',
      value,
      l10n.t('The smallest weight, {0}, is greater than the largest, {1}. Swap them.', min, max),
    );
  }
  return { type: 'uniform', min, max };
}

export const defaultInitializer = (activation: string): 'heNormal' | 'xavierUniform' =>
  rectifierNames.some((name) => name === activation) ? 'heNormal' : 'xavierUniform';
