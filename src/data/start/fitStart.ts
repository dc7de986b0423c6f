import * as l10n from '@vscode/l10n';
import { shorten } from '../../config/characters.js';
import type { Finding } from '../../config/problem.js';
import type { NetworkConfig } from '../../config/spec.js';
import type { Dataset, Normalization } from '../../engine/model/dataset.js';
import type { InitialParameters } from '../../engine/model/initialParameters.js';
import { floats } from '../../engine/model/initialize.js';
import type { Floats } from '../../engine/model/network.js';
import type { Precision } from '../../engine/model/spec.js';
import { finding, refusal } from '../finding.js';
import { startPath, type Start } from './loadStart.js';
import { progressIn } from './progressIn.js';
import { listed } from './startClasses.js';

/** What the data are like, which a model has to fit. The normalizations are those that were fitted to them. */
export type StartSubject = Pick<
  Dataset,
  'task' | 'inputNames' | 'targetNames' | 'normalization' | 'targetNormalization'
>;

/** The normalizations and the parameters that a network takes from a model, and what differs from the data. */
export interface FittedStart extends Pick<Dataset, 'normalization' | 'targetNormalization' | 'progress'> {
  readonly initial: InitialParameters;
  readonly findings: readonly Finding[];
}

/**
 * Takes normalizations and parameters from a model for a config and its data.
 * @throws DataError where the model has other inputs, targets, sizes or biases
 */
export function fitStart(start: Start, config: NetworkConfig, subject: StartSubject): FittedStart {
  if (!start.isBare) checkNames(start, subject);
  checkSizes(start, config, subject.inputNames.length);
  if (start.isBare) {
    const { normalization, targetNormalization } = subject;
    return { normalization, targetNormalization, initial: parametersOf(start, config), findings: [] };
  }
  const { normalization, targetNormalization } = start.model;
  const initial = parametersOf(start, config);
  const { progress, findings } = progressIn(start, config);
  return {
    normalization,
    targetNormalization,
    initial,
    ...(progress && { progress }),
    findings: [...differences(start, config, subject), ...findings],
  };
}

function checkNames({ file, model }: Start, { task, inputNames }: StartSubject): void {
  if (model.task !== task) {
    const message =
      task === 'classification'
        ? l10n.t('The model in "{0}" predicts numbers, but the data has classes. Choose another target, or remove "weights".', file)
        : l10n.t('The model in "{0}" predicts classes, but the targets are numbers. Choose another target, or remove "weights".', file); // prettier-ignore
    throw refusal('weights-task', startPath, message);
  }
  if (sameItems(model.inputNames, inputNames)) return;
  const inOrder = sameItems([...model.inputNames].sort(), [...inputNames].sort());
  const message = inOrder
    ? l10n.t('The model in "{0}" has the inputs in another order: {1}. List the columns in "features" in that order.', file, listed(model.inputNames))
    : l10n.t('The model in "{0}" has the {1} inputs {2}, but the data has the {3} inputs {4}. Choose the same columns, or remove "weights".', file, model.inputNames.length, listed(model.inputNames), inputNames.length, listed(inputNames)); // prettier-ignore
  throw refusal('weights-columns', startPath, message);
}

const sameItems = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((name, i) => name === b[i]);

function checkSizes({ file, model: { network } }: Start, { layers }: NetworkConfig, inputs: number): void {
  const sizes = (first: number, each: readonly { readonly units: number }[]) => [
    first,
    ...each.map(({ units }) => units),
  ];
  const [saved, own] = [sizes(network.inputs, network.layers), sizes(inputs, layers)];
  if (saved.join() === own.join()) return;
  const message = l10n.t(
    'The network in "{0}" has the sizes {1}, but this one has {2}. Give "layers" the same units, or remove "weights".',
    file,
    saved.join(' → '),
    own.join(' → '),
  );
  throw refusal('weights-sizes', startPath, message);
}

function parametersOf({ file, model }: Start, config: NetworkConfig): InitialParameters {
  const { precision } = config.training;
  return config.layers.map(({ bias: spec, units }, index) => {
    const { weights, bias } = model.network.layers[index];
    const length = spec ? (spec.shared ? 1 : units) : 0;
    const own = bias ? biasOf(bias, length) : null;
    if ((bias === null) !== (spec === null) || (spec && !own)) throw otherBias(file, index, bias, length);
    return { weights: inPrecision(weights, precision), bias: own && inPrecision(own, precision) };
  });
}

/** Returns a bias in another length: one number for all units may be repeated, and equal numbers may become one. */
function biasOf(bias: Floats, length: number): Floats | null {
  if (bias.length === length) return bias;
  return bias.every((value) => value === bias[0]) ? bias.slice(0, 1) : null;
}

function otherBias(file: string, index: number, bias: Floats | null, length: number) {
  const message = l10n.t(
    'Layer {0} has {1} biases in "{2}", but {3} here. Make them the same with "bias", or remove "weights".',
    index + 1,
    bias?.length ?? 0,
    file,
    length,
  );
  return refusal('weights-bias', startPath, message);
}

function inPrecision(values: Floats, precision: Precision): Floats {
  const own = floats(precision, values.length);
  own.set(values);
  return own;
}

/** Returns the warnings about what is used differently than it was when the model was trained. */
function differences({ file, model }: Start, { layers }: NetworkConfig, subject: StartSubject): Finding[] {
  const found: Finding[] = [];
  const warn = (code: string, message: string): unknown =>
    found.push(finding(code, startPath, message, { severity: 'warning' }));
  const other = layers.findIndex(({ activation }, i) => activation !== model.network.layers[i].activation);
  if (other !== -1)
    warn('weights-activation', l10n.t('Layer {0} was trained with the activation "{1}" in "{2}", but has "{3}" here. Use the same one, unless you want another.', other + 1, shorten(model.network.layers[other].activation), file, shorten(layers[other].activation))); // prettier-ignore
  if (!sameItems(model.targetNames, subject.targetNames))
    warn('weights-targets', l10n.t('The model in "{0}" was trained for {1}, but the target here is {2}. Training adapts it.', file, listed(model.targetNames), listed(subject.targetNames))); // prettier-ignore
  const scaled: readonly (readonly [string, Normalization | null, Normalization | null])[] = [
    ['normalize', model.normalization, subject.normalization],
    ['normalizeTargets', model.targetNormalization, subject.targetNormalization],
  ];
  for (const [key, saved, own] of scaled)
    if (!isSame(saved, own)) found.push(otherScale(file, key, saved, own));
  return found;
}

/** Returns the finding that a normalization is the model's, which is a surprise where only one of them normalizes. */
function otherScale(
  file: string,
  key: string,
  saved: Normalization | null,
  own: Normalization | null,
): Finding {
  if (saved && own) {
    const message = l10n.t('"{0}" uses the scales of the model in "{1}", which differ from those of these data.', key, file); // prettier-ignore
    return finding('weights-scales', startPath, message, { severity: 'info' });
  }
  const message = saved
    ? l10n.t('The model in "{0}" was trained with "{1}", so its scales are used here as well. Set "{1}" to say so.', file, key)
    : l10n.t('The model in "{0}" was trained without "{1}", so it is not used here either. Set it to "none" to say so.', file, key); // prettier-ignore
  return finding('weights-normalization', startPath, message, { severity: 'warning' });
}

function isSame(a: Normalization | null, b: Normalization | null): boolean {
  if (!a || !b) return a === b;
  return sameNumbers(a.shift, b.shift) && sameNumbers(a.scale, b.scale);
}

const sameNumbers = (a: Float64Array, b: Float64Array): boolean => a.every((value, i) => value === b[i]);
