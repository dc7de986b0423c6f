import { activations, leakySlope } from '../../activations.js';
import { activationOf } from '../../pass.js';
import { activationNames } from '../../spec.js';
import type { Recorded, RecordedLayer } from '../record.js';
import type { Mistake, Reach } from './mistake.js';

/** A way to get from e, the gradient with respect to a layer's outputs, to its δ. */
export interface DerivativeSlip {
  readonly mistake: Mistake;
  readonly cost: number;
  readonly reach: Reach;
  /** Multiplies e with what was taken for f′, in place. */
  readonly apply: (e: Float64Array) => void;
}

/** e becomes δ, rightly. */
export function applyDerivative({ activation, nets, outputs, layer }: RecordedLayer, e: Float64Array): void {
  activation.backward(nets, outputs, e, 0, nets.length / layer.units, layer.units);
}

/** Every slip with the derivative of layer `index` (from 0). */
export function derivativeSlips(recorded: Recorded, index: number): DerivativeSlip[] {
  const layer = recorded.layers[index];
  return [
    ...missing(layer),
    ...elementwise(layer),
    ...atNet(layer),
    ...otherFunctions(recorded, index),
    ...otherValues(recorded, index),
  ];
}

function missing({ layer }: RecordedLayer): DerivativeSlip[] {
  if (layer.activation === 'identity') return [];
  return (['both', 'own', 'passed'] as const).map((where) => ({
    mistake: { code: 'missing-activation-derivative', where },
    cost: where === 'both' ? 1 : 1.3,
    reach: where,
    apply: () => undefined,
  }));
}

function elementwise({ layer, outputs }: RecordedLayer): DerivativeSlip[] {
  if (layer.activation !== 'softmax' || layer.units === 1) return [];
  return [both({ code: 'elementwise-softmax' }, 0.97, (e) => multiply(e, outputs, (y) => y * (1 - y)))];
}

function both(mistake: Mistake, cost: number, apply: (e: Float64Array) => void): DerivativeSlip {
  return { mistake, cost, reach: 'both', apply };
}

function multiply(e: Float64Array, values: Float64Array, by: (value: number) => number): void {
  for (let i = 0; i < e.length; i++) e[i] *= by(values[i]);
}

/** Derivatives written in the output. */
const inOutput: Readonly<Record<string, (y: number) => number>> = {
  sigmoid: (y) => y * (1 - y),
  tanh: (y) => 1 - y * y,
  relu: (y) => (y > 0 ? 1 : 0),
  leakyRelu: (y) => (y > 0 ? 1 : leakySlope),
  elu: (y) => (y > 0 ? 1 : y + 1),
  selu: seluSlope,
  softplus: (y) => 1 - Math.exp(-y),
  softsign: (y) => (1 - Math.abs(y)) ** 2,
};

/** selu′ = λ above 0, y + λα below; λ and λα are its slopes at either side of 0. */
function seluSlope(y: number): number {
  const slope = Float64Array.of(1);
  activations.selu.backward(Float64Array.of(y > 0 ? 1 : 0), Float64Array.of(0), slope, 0, 1, 1);
  return y > 0 ? slope[0] : y + slope[0];
}

/** A formula in the output fed the net input, or the reverse. */
function atNet({ layer, activation, nets, outputs }: RecordedLayer): DerivativeSlip[] {
  const { units } = layer;
  const rows = nets.length / units;
  if (layer.activation === 'identity' || layer.activation === 'step') return [];
  const mistake = (fed: 'net' | 'output'): Mistake => ({ code: 'activation-derivative-at-net', fed });
  const formula = Object.hasOwn(inOutput, layer.activation) ? inOutput[layer.activation] : null;
  const fedNet = (e: Float64Array) => {
    if (formula) multiply(e, nets, formula);
    else activation.backward(nets, nets, e, 0, rows, units);
  };
  const fedOutput = (e: Float64Array) => {
    const again = new Float64Array(outputs.length);
    activation.forward(outputs, again, 0, rows, units);
    activation.backward(outputs, again, e, 0, rows, units);
  };
  return [
    both(mistake('net'), 1, fedNet),
    both(mistake('output'), 1.05, fedOutput),
    ...(layer.activation === 'softmax'
      ? [both(mistake('net'), 1.2, (e: Float64Array) => multiply(e, nets, (x) => x * (1 - x)))]
      : []),
  ];
}

/** Another activation's derivative, of these net inputs or written in these outputs. */
function otherFunctions({ network, layers }: Recorded, index: number): DerivativeSlip[] {
  const { layer, nets, outputs } = layers[index];
  const { units } = layer;
  const rows = nets.length / units;
  const inNetwork = new Set(layers.map(({ layer }) => layer.activation));
  const names = [
    ...new Set([...inNetwork, ...activationNames.filter((name) => name !== 'identity' && name !== 'step')]),
  ];
  return names
    .filter((name) => name !== layer.activation)
    .flatMap((name) => {
      const activation = activationOf(network, name);
      const mistake: Mistake = { code: 'wrong-layer-activation', used: name, ofLayer: null };
      const cost = inNetwork.has(name) ? 1.01 : 1.4;
      const atNets = (e: Float64Array) => {
        const own = new Float64Array(nets.length);
        activation.forward(nets, own, 0, rows, units);
        activation.backward(nets, own, e, 0, rows, units);
      };
      const atOutputs = (e: Float64Array) => {
        if (Object.hasOwn(inOutput, name)) multiply(e, outputs, inOutput[name]);
        else activation.backward(nets, outputs, e, 0, rows, units);
      };
      const ofOutputs = (e: Float64Array) => {
        const own = new Float64Array(outputs.length);
        activation.forward(outputs, own, 0, rows, units);
        activation.backward(outputs, own, e, 0, rows, units);
      };
      const elementwise = (e: Float64Array) => {
        const own = new Float64Array(nets.length);
        activation.forward(nets, own, 0, rows, units);
        multiply(e, own, (y) => y * (1 - y));
      };
      return [
        both(mistake, cost, atNets),
        both(mistake, cost + 0.01, atOutputs),
        both(mistake, cost + 0.1, ofOutputs),
        ...(name === 'softmax' ? [both(mistake, cost + 0.1, elementwise)] : []),
      ];
    });
}

/** Another layer's derivative at that layer's own values, where it has as many units. */
function otherValues({ layers }: Recorded, index: number): DerivativeSlip[] {
  const { layer } = layers[index];
  return layers.flatMap((other, at) => {
    const name = other.layer.activation;
    if (at === index || other.layer.units !== layer.units || name === 'identity') return [];
    const mistake: Mistake = { code: 'wrong-layer-activation', used: name, ofLayer: at + 1 };
    return [both(mistake, 1.05, (e) => applyDerivative(other, e))];
  });
}
