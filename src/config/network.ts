import * as l10n from '@vscode/l10n';
import { lossNames } from '../engine/model/spec.js';
import { adviseNetwork, checkPerceptron } from './advice.js';
import { readData } from './data.js';
import { readCustomFunction, readFunctions } from './functions.js';
import { readGradientCheck } from './gradientCheck.js';
import { checkKeys } from './keys.js';
import { readLayers } from './layers.js';
import { readName } from './names.js';
import { checkTargetColumns } from './outputs.js';
import type { Report } from './report.js';
import type { DataSpec, NetworkConfig } from './spec.js';
import { readTraining } from './training.js';
import { asString, member, type Value } from './tree.js';
import type { Before } from './weights.js';

const keys = [
  '$schema', 'name', 'layers', 'loss', 'functions', 'data', 'weights', 'training', 'gradientCheck',
]; // prettier-ignore

export function readNetwork(report: Report, root: Value, name: string, text: string): NetworkConfig {
  checkKeys(report, root, keys);
  const data = readData(report, member(root, 'data'));
  const functions = readFunctions(report, member(root, 'functions'), text);
  const layers = readLayers(
    report,
    member(root, 'layers'),
    inputsOf(data),
    keysOf(member(root, 'functions')),
  );
  const weights = asString(member(root, 'weights'));
  const config: NetworkConfig = {
    kind: 'network',
    name,
    layers,
    loss: readLoss(report, member(root, 'loss'), text),
    functions,
    data,
    ...(weights !== undefined && { weights }),
    training: readTraining(report, member(root, 'training')),
    gradientCheck: readGradientCheck(report, member(root, 'gradientCheck'), layers),
  };
  checkTargetColumns(report, root, config);
  checkPerceptron(report, root, config);
  if (!report.hasErrors) adviseNetwork(report, root, config);
  return config;
}

/** Returns an object's keys. Functions with a wrong formula are included, so that layers using them are not reported. */
const keysOf = (value: Value): readonly string[] =>
  value?.type === 'object' ? value.properties.map(({ keyNode }) => keyNode.value) : [];

function inputsOf(data: DataSpec): Before {
  const inline = data.kind === 'inline' && data.inputs.length > 0;
  return {
    count: inline ? data.inputs[0].length + data.derived.length : null,
    names: inline && data.inputNames ? [...data.inputNames, ...data.derived] : null,
    layer: 0,
  };
}

function readLoss(report: Report, value: Value, text: string): NetworkConfig['loss'] {
  if (value?.type === 'object') {
    return readCustomFunction(report, value, ['y', 't'], text) ?? 'halfSquaredError';
  }
  const unknown = (word: string) => l10n.t('Unknown loss "{0}".', word);
  return readName(report, value, lossNames, 'unknown-loss', unknown) ?? 'halfSquaredError';
}
