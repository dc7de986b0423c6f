import * as l10n from '@vscode/l10n';
import type { Finding } from '../config/problem.js';
import type { NetworkConfig } from '../config/spec.js';
import { limits } from '../engine/limits.js';
import { firstTooLarge } from '../engine/model/size.js';
import type { EncodedTargets } from './encodeTargets.js';
import { finding, refusal } from './finding.js';
import { forEachRow } from './table.js';
import type { RowSource, Table } from './table.js';

/**
 * Checks that the network fits the number of inputs.
 * @throws DataError where the first layer's weights have another number of columns, or there are too many parameters
 */
export function checkInputs(inputs: number, config: NetworkConfig): void {
  const given = config.layers[0].weights?.[0]?.length;
  if (given !== undefined && given !== inputs) {
    const message = l10n.t(
      'The data has {0} inputs, so each row of weights needs {0} numbers instead of {1}.',
      inputs,
      given,
    );
    throw refusal('weights-inputs', ['layers', 0, 'weights'], message);
  }
  const over = firstTooLarge(config.layers, inputs);
  if (!over) return;
  const message = l10n.t(
    'With the {0} inputs of the data, the network has {1} million parameters up to this layer, but at most {2} million are supported.',
    inputs, Math.round(over.parameters / 1e6), limits.parameters / 1e6,
  ); // prettier-ignore
  throw refusal('too-many-weights', ['layers', over.layer, 'units'], message);
}

/**
 * Checks the number of values of inputs and targets together.
 * @throws DataError where there are more than `limits.values`
 */
export function checkValues({ rows, targets }: Table, inputs: number, encoded: EncodedTargets): void {
  const values = rows * (inputs + encoded.values.columns);
  if (values <= limits.values) return;
  const message = l10n.t(
    '{0} samples with {1} inputs and {2} targets contain {3} million numbers, but at most {4} million are supported.',
    rows, inputs, encoded.values.columns, Math.round(values / 1e6), limits.values / 1e6,
  ); // prettier-ignore
  throw refusal('too-large', targets.at, message);
}

/** The ranges of the outputs of the last layer, by its activation. */
const ranges = new Map<string, readonly [number, number]>([
  ['sigmoid', [0, 1]],
  ['softmax', [0, 1]],
  ['step', [0, 1]],
  ['tanh', [-1, 1]],
  ['softsign', [-1, 1]],
]);

/**
 * Checks the targets, as the outputs are compared with them, against the loss and the last activation.
 * @returns a warning where the last activation cannot produce the targets
 * @throws DataError where the loss or the perceptron rule is not defined for the targets
 */
export function checkTargets(
  { values, names }: EncodedTargets,
  table: Table,
  config: NetworkConfig,
): Finding[] {
  const isNormalized = config.data.normalizeTargets === 'standardize';
  const at = isNormalized ? ['data', 'normalizeTargets'] : table.targets.at;
  const { low, high, binary } = survey(values, table.rows);
  if (config.training.optimizer.type === 'perceptron' && !binary) {
    throw refusal('target-range', at, l10n.t('The perceptron rule needs targets that are 0 or 1.'));
  }
  const isEntropy = config.loss === 'crossEntropy' || config.loss === 'binaryCrossEntropy';
  if (isEntropy && (low < 0 || high > 1)) {
    const message = isNormalized
      ? l10n.t(
          'The normalized targets range from {0} to {1}, but {2} compares probabilities. Remove "normalizeTargets", or use another loss.',
          low, high, config.loss,
        )
      : l10n.t(
          'The targets range from {0} to {1}, but {2} compares probabilities. Use targets from 0 to 1, or another loss.',
          low, high, config.loss,
        ); // prettier-ignore
    throw refusal('target-range', at, message);
  }
  const { activation } = config.layers[config.layers.length - 1];
  const range = ranges.get(activation);
  if (!range || (low >= range[0] && high <= range[1])) return [];
  const shown = names.slice(0, 3).join(', ');
  const message = isNormalized
    ? l10n.t(
        'The normalized targets ({0}) range from {1} to {2}, but {3} outputs only {4} to {5}. Use identity for the last layer.',
        shown, low, high, activation, range[0], range[1],
      )
    : l10n.t(
        'The targets ({0}) range from {1} to {2}, but {3} outputs only {4} to {5}. Use identity for the last layer, or scale the targets.',
        shown, low, high, activation, range[0], range[1],
      ); // prettier-ignore
  const path = ['layers', config.layers.length - 1, 'activation'];
  return [finding('target-out-of-reach', path, message, { severity: 'warning' })];
}

function survey(values: RowSource, rows: number) {
  const found = { low: Infinity, high: -Infinity, binary: true };
  forEachRow(values, Array(rows).keys(), (row) => {
    for (const value of row) {
      found.low = Math.min(found.low, value);
      found.high = Math.max(found.high, value);
      found.binary &&= value === 0 || value === 1;
    }
  });
  return found;
}
