import { parseExpression } from '../../src/config/expression.js';
import { Random } from '../../src/engine/maths/random.js';
import type { Normalization } from '../../src/engine/model/dataset.js';
import { createNetwork } from '../../src/engine/model/initialize.js';
import { activationNames, type LayerSpec } from '../../src/engine/model/spec.js';
import type { SavedModel } from '../../src/models/savedModel.js';

/** Creates a model with random layers, activations, scales, formulas and parameters. */
export function randomModel(seed: number): SavedModel {
  const random = new Random(seed, 'weights');
  const whole = (least: number, most: number): number =>
    least + Math.floor(random.uniform() * (most - least + 1));
  const maybe = (): boolean => random.uniform() < 0.5;
  const expression = (text: string, variables: readonly string[]) =>
    parseExpression(text, variables).expression!;
  const given = whole(1, 6);
  const names = Array.from({ length: given }, (_, i) => `x${i + 1}`);
  const formulas = maybe() ? [`${names[0]}^2`, `sin(${names[given - 1]}) * ${names[0]}`] : [];
  const derived = formulas.map((text) => expression(text, names));
  const functions = { bump: { f: expression('exp(-x^2) + max(x, 0) / 3', ['x']) } };
  const layers = Array.from({ length: whole(1, 4) }, (): LayerSpec => {
    const units = whole(1, 9);
    const activations = [...activationNames, 'bump'];
    return {
      units,
      activation: activations[whole(0, activations.length - 1)],
      weights: null,
      weightsTrainable: true,
      weightNames: null,
      bias: maybe() ? { value: Array.from({ length: units }, () => random.normal()), shared: maybe(), trainable: true, names: null } : null,
      init: { type: 'normal', mean: 0, std: 0.7 },
      dropout: maybe() ? 0.3 : 0,
      names: null,
    };
  }); // prettier-ignore
  const precision = maybe() ? 'float64' : 'float32';
  const inputs = given + derived.length;
  const network = createNetwork({ layers, loss: 'meanSquaredError', functions }, inputs, { seed, precision, reduction: 'mean' }); // prettier-ignore
  const outputs = layers[layers.length - 1].units;
  const scales = (count: number): Normalization => ({
    shift: Float64Array.from({ length: count }, () => random.normal()),
    scale: Float64Array.from({ length: count }, () => 0.5 + random.uniform()),
  });
  return {
    name: `Random ${seed}`,
    epoch: 3,
    network,
    task: 'regression',
    inputNames: [...names, ...formulas],
    targetNames: Array.from({ length: outputs }, (_, i) => `t${i + 1}`),
    classes: null,
    normalization: maybe() ? scales(inputs) : null,
    targetNormalization: maybe() ? scales(outputs) : null,
    encoding: null,
    derived,
    image: null,
  };
}
