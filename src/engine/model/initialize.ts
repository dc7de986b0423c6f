import type { ClassWeights } from './classWeights.js';
import type { Dataset } from './dataset.js';
import { drain } from '../pacing.js';
import type { InitialParameters } from './initialParameters.js';
import type { Floats, Layer, Network } from './network.js';
import { Random } from '../maths/random.js';
import type { BiasSpec, Initializer, LayerSpec, NetworkSpec, Precision, TrainingSpec } from './spec.js';

/** The settings of a run that a network carries or is drawn from. */
type NetworkSettings = Pick<TrainingSpec, 'seed' | 'precision' | 'reduction'>;

/** What a network takes from its data: the number of inputs, the weights of the classes in its loss, and parameters. */
export interface NetworkData {
  readonly inputs: number;
  readonly classWeights: ClassWeights | null;
  /** The parameters to start with; absent where the spec says them. */
  readonly initial?: InitialParameters;
}

/** Returns what a network has to know of its data set. */
export function networkDataOf({
  training,
  classWeights,
  initial,
}: Pick<Dataset, 'training' | 'classWeights' | 'initial'>): NetworkData {
  return { inputs: training.inputs.columns, classWeights, ...(initial && { initial }) };
}

/** Creates the network that a spec describes, with its initial parameters. All classes have the same weight. */
export function createNetwork(spec: NetworkSpec, inputs: number, training: NetworkSettings): Network {
  return drain(createNetworkSteps(spec, { inputs, classWeights: null }, training));
}

/**
 * Creates the network that a spec describes, with its initial parameters. Each layer draws from its own random stream. It
 * yields in between, since drawing the weights of a large layer takes a while.
 */
export function* createNetworkSteps(
  spec: NetworkSpec,
  { inputs, classWeights, initial }: NetworkData,
  { seed, precision, reduction }: NetworkSettings,
): Generator<undefined, Network> {
  const layers: Layer[] = [];
  let width = inputs;
  for (const [index, layer] of spec.layers.entries()) {
    const saved = initial?.[index];
    const weights =
      saved?.weights.slice() ??
      (yield* initialWeights(layer, width, precision, new Random(seed, 'weights', index)));
    layers.push({
      inputs: width,
      units: layer.units,
      activation: layer.activation,
      weights,
      weightsTrainable: layer.weightsTrainable,
      bias: layer.bias && (saved?.bias?.slice() ?? initialBias(layer.bias, layer.units, precision)),
      biasShared: layer.bias?.shared ?? false,
      biasTrainable: layer.bias?.trainable ?? false,
      dropout: layer.dropout,
    });
    width = layer.units;
  }
  return { inputs, precision, layers, loss: spec.loss, reduction, classWeights, functions: spec.functions };
}

/** Returns an array of zeros in the given precision. */
export function floats(precision: Precision, length: number): Floats {
  return precision === 'float32' ? new Float32Array(length) : new Float64Array(length);
}

/** The number of draws between two yields: about a millisecond. */
const drawsPerStep = 32_768;

function* initialWeights(
  { weights: given, units, init }: LayerSpec,
  inputs: number,
  precision: Precision,
  random: Random,
): Generator<undefined, Floats> {
  const weights = floats(precision, units * inputs);
  if (given) {
    given.forEach((row, unit) => weights.set(row, unit * inputs));
    return weights;
  }
  const draw = sampler(init, inputs, units, random);
  for (let from = 0; from < weights.length; from += drawsPerStep) {
    const to = Math.min(from + drawsPerStep, weights.length);
    for (let i = from; i < to; i++) weights[i] = draw();
    yield undefined;
  }
  return weights;
}

/**
 * Returns a function that draws initial weights. Xavier: Glorot and Bengio (2010); He: He et al. (2015), gain √2; LeCun: LeCun et al. (1998).
 * A uniform distribution on ±√3 σ has the standard deviation σ.
 */
function sampler(init: Initializer, inputs: number, units: number, random: Random): () => number {
  const uniform = (std: number) => () => std * Math.sqrt(3) * (2 * random.uniform() - 1);
  const normal = (std: number) => () => std * random.normal();
  switch (init.type) {
    case 'xavierUniform':
      return uniform(Math.sqrt(2 / (inputs + units)));
    case 'xavierNormal':
      return normal(Math.sqrt(2 / (inputs + units)));
    case 'heUniform':
      return uniform(Math.sqrt(2 / inputs));
    case 'heNormal':
      return normal(Math.sqrt(2 / inputs));
    case 'lecunNormal':
      return normal(Math.sqrt(1 / inputs));
    case 'uniform':
      return () => init.min + (init.max - init.min) * random.uniform();
    case 'normal':
      return () => init.mean + init.std * random.normal();
    case 'zeros':
      return () => 0;
  }
}

function initialBias({ value, shared }: BiasSpec, units: number, precision: Precision): Floats {
  const bias = floats(precision, shared ? 1 : units);
  if (typeof value === 'number') bias.fill(value);
  else bias.set(shared ? value.slice(0, 1) : value);
  return bias;
}
