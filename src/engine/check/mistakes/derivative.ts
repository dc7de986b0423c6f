import { activations, type Activation } from '../../model/activations.js';
import { leakySlope } from '../../model/constants.js';
import { activationOf } from '../../pass/pass.js';
import { activationNames } from '../../model/spec.js';
import type { Recorded, RecordedLayer } from '../record.js';
import type { Mistake, Reach } from './mistake.js';
import type { WorkMeter } from '../workMeter.js';

/** A way to compute a layer's δ from e, the gradient with respect to its outputs. */
export interface DerivativeCandidate {
  readonly mistake: Mistake;
  readonly cost: number;
  readonly reach: Reach;
  readonly apply: Derivative;
}

/** Multiplies rows `from..to` of e by the supposed f′, in place. */
export type Derivative = (e: Float64Array, from: number, to: number) => void;

/** Returns the correct derivative, which turns e into δ. */
export function rightDerivative({ activation, nets, outputs, layer }: RecordedLayer): Derivative {
  return (e, from, to) => activation.backward(nets, outputs, e, from, to, layer.units);
}

/** The work of an activation's value and derivative, for one value. */
const valueWork = 40;

/** Applies a derivative to all of e and yields during the work. */
export function* applied(
  apply: Derivative,
  { layer }: Pick<RecordedLayer, 'layer'>,
  e: Float64Array,
  meter: WorkMeter,
): Generator<undefined, void> {
  const rows = e.length / layer.units;
  const each = meter.rowsAtOnce(layer.units * valueWork);
  for (let from = 0; from < rows; from += each) {
    const to = Math.min(from + each, rows);
    if (meter.spend((to - from) * layer.units * valueWork)) yield undefined;
    apply(e, from, to);
  }
}

/** Returns every mistake with the derivative of layer `index` (from 0). */
export function derivativeCandidates(recorded: Recorded, index: number): DerivativeCandidate[] {
  const layer = recorded.layers[index];
  return [
    ...missing(layer),
    ...elementwise(layer),
    ...atNet(layer),
    ...otherFunctions(recorded, index),
    ...otherValues(recorded, index),
  ];
}

function missing({ layer }: RecordedLayer): DerivativeCandidate[] {
  if (layer.activation === 'identity') return [];
  return (['both', 'own', 'passed'] as const).map((where) => ({
    mistake: { code: 'missing-activation-derivative', where },
    cost: where === 'both' ? 1 : 1.3,
    reach: where,
    apply: () => undefined,
  }));
}

function elementwise({ layer, outputs }: RecordedLayer): DerivativeCandidate[] {
  if (layer.activation !== 'softmax' || layer.units === 1) return [];
  return [
    both(
      { code: 'elementwise-softmax' },
      0.97,
      multiply(layer.units, outputs, (y) => y * (1 - y)),
    ),
  ];
}

function both(mistake: Mistake, cost: number, apply: Derivative): DerivativeCandidate {
  return { mistake, cost, reach: 'both', apply };
}

function multiply(units: number, values: Float64Array, by: (value: number) => number): Derivative {
  return (e, from, to) => {
    for (let i = from * units; i < to * units; i++) e[i] *= by(values[i]);
  };
}

/** Returns a function's derivative at other values than the net inputs. */
function derivativeAt(activation: Activation, units: number, values: Float64Array): Derivative {
  return (e, from, to) => {
    const [x, rows] = [values.subarray(from * units, to * units), to - from];
    const y = new Float64Array(x.length);
    activation.forward(x, y, 0, rows, units);
    activation.backward(x, y, e.subarray(from * units, to * units), 0, rows, units);
  };
}

/** Derivatives as functions of the output. */
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

/** selu′ = λ above 0, y + λα below. λ and λα are its slopes on the two sides of 0. */
function seluSlope(y: number): number {
  const slope = Float64Array.of(1);
  activations.selu.backward(Float64Array.of(y > 0 ? 1 : 0), Float64Array.of(0), slope, 0, 1, 1);
  return y > 0 ? slope[0] : y + slope[0];
}

/** Returns a derivative in terms of the output, evaluated at the net input, or the reverse. */
function atNet({ layer, activation, nets, outputs }: RecordedLayer): DerivativeCandidate[] {
  const { units } = layer;
  if (layer.activation === 'identity' || layer.activation === 'step') return [];
  const mistake = (fed: 'net' | 'output'): Mistake => ({ code: 'activation-derivative-at-net', fed });
  const formula = Object.hasOwn(inOutput, layer.activation) ? inOutput[layer.activation] : null;
  const fedNet: Derivative = formula
    ? multiply(units, nets, formula)
    : (e, from, to) => activation.backward(nets, nets, e, from, to, units);
  return [
    both(mistake('net'), 1, fedNet),
    both(mistake('output'), 1.05, derivativeAt(activation, units, outputs)),
    ...(layer.activation === 'softmax'
      ? [
          both(
            mistake('net'),
            1.2,
            multiply(units, nets, (x) => x * (1 - x)),
          ),
        ]
      : []),
  ];
}

/** Returns the derivatives of other activations, evaluated at these net inputs or outputs. */
function otherFunctions({ network, layers }: Recorded, index: number): DerivativeCandidate[] {
  const { layer, nets, outputs } = layers[index];
  const { units } = layer;
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
      const atOutputs: Derivative = Object.hasOwn(inOutput, name)
        ? multiply(units, outputs, inOutput[name])
        : (e, from, to) => activation.backward(nets, outputs, e, from, to, units);
      const elementwise: Derivative = (e, from, to) => {
        const y = new Float64Array((to - from) * units);
        activation.forward(nets.subarray(from * units, to * units), y, 0, to - from, units);
        for (let i = 0; i < y.length; i++) e[from * units + i] *= y[i] * (1 - y[i]);
      };
      return [
        both(mistake, cost, derivativeAt(activation, units, nets)),
        both(mistake, cost + 0.01, atOutputs),
        both(mistake, cost + 0.1, derivativeAt(activation, units, outputs)),
        ...(name === 'softmax' ? [both(mistake, cost + 0.1, elementwise)] : []),
      ];
    });
}

/** Returns another layer's derivative at that layer's own values, where it has as many units. */
function otherValues({ layers }: Recorded, index: number): DerivativeCandidate[] {
  const { layer } = layers[index];
  return layers.flatMap((other, at) => {
    const name = other.layer.activation;
    if (at === index || other.layer.units !== layer.units || name === 'identity') return [];
    const mistake: Mistake = { code: 'wrong-layer-activation', used: name, ofLayer: at + 1 };
    return [both(mistake, 1.05, rightDerivative(other))];
  });
}
