import type { ConfigChange } from '../../config/edits/configChange.js';
import { refusalOf, refusalToNameInputs } from '../../config/edits/refusalOf.js';
import { generatorNames, type DataSpec, type NetworkConfig, type Spec } from '../../config/spec.js';
import { activationNames, lossNames, type LossName } from '../../engine/model/spec.js';
import { derivedChoicesOf } from './derivedChoices.js';
import { generatorPictures } from './generatorPictures.js';
import type { DataFacts, HandsOnLayer, HandsOnTable, HandsOnView } from '../../protocol.js';

/** Returns what can be changed in a file by hand; null where it describes a plain function. */
export function handsOnOf(spec: Spec, facts: DataFacts | null): HandsOnView | null {
  if (spec.kind === 'function') return null;
  const { layers, functions, loss, data, training } = spec;
  const present = typeof loss === 'string' ? loss : null;
  return {
    blocked: null,
    layers: layers.map((_, index) => layerOf(spec, index)),
    noInputNames: refusalToNameInputs(spec),
    activations: [...activationNames, ...Object.keys(functions)],
    losses: present ? lossNames.filter((name) => name === present || fits(spec, name)) : [],
    loss: present,
    data:
      data.kind === 'generator'
        ? {
            generator: data.generator,
            generators: generatorNames.map((name) => ({
              name,
              refusal: refusalOf(spec, { type: 'generator', generator: name }),
              picture: generatorPictures()[name],
            })),
            samples: data.samples,
            noise: data.noise,
          }
        : null,
    table: tableOf(data),
    derived: derivedChoicesOf(spec, facts),
    validationSplit: data.validationSplit,
    learningRate: training.optimizer.learningRate,
    batchSize: training.batchSize,
    epochs: training.epochs,
    seed: training.seed,
    regularization: training.regularization,
  };
}

function tableOf(data: DataSpec): HandsOnTable | null {
  if (data.kind !== 'table') return null;
  const { targets, features, options } = data;
  return { targets, features, columns: options.columns, dropDuplicates: options.dropDuplicates };
}

function layerOf(spec: NetworkConfig, layer: number): HandsOnLayer {
  const { units, activation } = spec.layers[layer];
  const refusal = (change: ConfigChange): string | null => refusalOf(spec, change);
  return {
    units,
    activation,
    noLayerBefore: refusal({ type: 'addLayer', before: layer }),
    noRemoval: refusal({ type: 'removeLayer', layer }),
    noMoreUnits: refusal({ type: 'units', layer, by: 1 }),
    noFewerUnits: refusal({ type: 'units', layer, by: -1 }),
  };
}

/** Returns whether a loss is defined for the outputs of the last layer. */
function fits({ layers }: NetworkConfig, loss: LossName): boolean {
  const { activation, units } = layers[layers.length - 1];
  if (loss === 'crossEntropy') return activation === 'softmax' && units > 1;
  return loss !== 'binaryCrossEntropy' || activation === 'sigmoid' || activation === 'softmax';
}
