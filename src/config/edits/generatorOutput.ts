import type { LayerSpec, NetworkSpec } from '../../engine/model/spec.js';
import type { GeneratorName, NetworkConfig } from '../spec.js';

export interface Output {
  readonly units: number;
  readonly activation: string;
  readonly loss: NetworkSpec['loss'];
}

/** Returns whether the number of a generator's classes follows the number of outputs. */
export const hasManyClasses = (generator: GeneratorName): boolean =>
  generator === 'spiral' || generator === 'gaussians';

/** Returns the names of the inputs that a generator makes. */
export const inputNamesOf = (generator: GeneratorName): readonly string[] =>
  generator === 'sine' ? ['x'] : ['x', 'y'];

export const isOfClasses = (activation: string): boolean =>
  ['softmax', 'sigmoid', 'step'].includes(activation);
export const isCrossEntropy = (loss: NetworkSpec['loss']): boolean =>
  loss === 'crossEntropy' || loss === 'binaryCrossEntropy';

export const lastLayer = ({ layers }: Pick<NetworkSpec, 'layers'>): LayerSpec => layers[layers.length - 1];

/** Returns the output layer and the loss of a network for a generator: those that it has, where they fit its targets. */
export function outputFor(config: NetworkConfig, generator: GeneratorName): Output {
  const { loss } = config;
  const { units, activation } = lastLayer(config);
  if (generator === 'sine')
    return {
      units: 1,
      activation: isOfClasses(activation) ? 'identity' : activation,
      loss: isCrossEntropy(loss) ? 'meanSquaredError' : loss,
    };
  if (config.data.kind === 'generator' && config.data.generator === 'sine')
    return { units: 1, activation: 'sigmoid', loss: typeof loss === 'string' ? 'binaryCrossEntropy' : loss };
  return { units: hasManyClasses(generator) ? units : Math.min(2, units), activation, loss };
}
