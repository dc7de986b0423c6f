import type { Dataset } from '../engine/model/dataset.js';
import type { NetworkConfig } from '../config/spec.js';
import { predictSubjectOf } from '../models/predictOne.js';
import type { DataFacts } from '../protocol.js';
import { dataNames } from './dataNames.js';
import { isPlanar } from './inputPlane.js';

/** The most inputs that a form for predictions has. */
const mostFields = 200;

/** Returns the facts about the data of a config. */
export function factsOf(dataset: Dataset, { layers }: Pick<NetworkConfig, 'layers'>): DataFacts {
  const { training, validation, derived, image, inputNames } = dataset;
  const predicts = image !== null || inputNames.length <= mostFields;
  return {
    trainingSamples: training.inputs.rows,
    validationSamples: validation?.inputs.rows ?? 0,
    ...dataNames(dataset),
    ...(derived && { derivedInputs: derived.length }),
    planar: isPlanar(dataset),
    image,
    ...(predicts && { predict: predictSubjectOf(dataset, layers[layers.length - 1].activation) }),
  };
}
