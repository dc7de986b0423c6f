import type { NetworkConfig } from '../spec.js';
import { featuresOf, optionsOf, withColumnOption } from './columnEdits.js';
import type { ColumnChange } from './configChange.js';
import { isCrossEntropy, isOfClasses, lastLayer, type Output } from './generatorOutput.js';
import { withActivation } from './layerText.js';
import { changedAt, typeAt, without } from './textEdits.js';

/** Returns the text of a config that predicts another column, with an output layer, a loss and options that fit it. */
export function withTarget(
  text: string,
  config: NetworkConfig,
  { column, classes }: Extract<ColumnChange, { type: 'target' }>,
): string {
  const listed = featuresOf(config)?.indexOf(column) ?? -1;
  let changed = changedAt(text, ['data', 'target'], column);
  if (listed >= 0) changed = without(changed, ['data', 'features', listed]);
  if (optionsOf(config, column)?.type === 'ignore')
    changed = withColumnOption(changed, config, { type: 'columnOption', column, key: 'type', value: null });
  if (typeAt(changed, ['data', 'task']))
    changed = changedAt(changed, ['data', 'task'], classes === null ? 'regression' : 'classification');
  // Targets that are classes are not normalized, and weights are those of the former classes.
  if (classes !== null) changed = without(changed, ['data', 'normalizeTargets']);
  const { classWeights } = config.data;
  if (classes === null || typeof classWeights === 'object')
    changed = without(changed, ['data', 'classWeights']);
  return withOutput(changed, config, outputOf(config, classes));
}

/** Returns the output layer and the loss for a number or for some classes: those that a network has, where they fit. */
function outputOf(config: NetworkConfig, classes: number | null): Output {
  const { loss } = config;
  const { units, activation } = lastLayer(config);
  const lossOr = (name: 'crossEntropy' | 'binaryCrossEntropy') => (typeof loss === 'string' ? name : loss);
  if (classes === null)
    return {
      units: 1,
      activation: isOfClasses(activation) ? 'identity' : activation,
      loss: isCrossEntropy(loss) ? 'meanSquaredError' : loss,
    };
  if (classes > 2) return { units: classes, activation: 'softmax', loss: lossOr('crossEntropy') };
  const fits = (units === 1 && activation === 'sigmoid') || (units === 2 && activation === 'softmax');
  return fits
    ? { units, activation, loss }
    : { units: 1, activation: 'sigmoid', loss: lossOr('binaryCrossEntropy') };
}

function withOutput(text: string, config: NetworkConfig, output: Output): string {
  const { units, activation } = lastLayer(config);
  const index = config.layers.length - 1;
  let changed = text;
  if (output.units !== units) changed = changedAt(changed, ['layers', index, 'units'], output.units);
  if (output.activation !== activation) changed = withActivation(changed, index, output.activation);
  return output.loss === config.loss ? changed : changedAt(changed, ['loss'], output.loss);
}
