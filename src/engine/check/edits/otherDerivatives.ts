import { activations, type Activation } from '../../model/activations.js';
import { leakySlope } from '../../model/constants.js';
import { activationNames } from '../../model/spec.js';
import { activationOf } from '../../pass/pass.js';
import type { Recorded } from '../record.js';
import { byRows, times, type Computation, type Computed } from './computation.js';
import type { Expression } from './expression.js';
import { netsOf, outputsOf } from './formulas.js';
import type { Named } from './named.js';

/** Returns e times f′ as an activation computes it from net inputs and outputs. */
export function derivedBy(
  activation: Activation,
  e: Computation,
  nets: Expression,
  outputs: Expression,
): Computed {
  return byRows([e, nets, outputs], ([error, x, y], values, from, to, units) => {
    values.set(error.subarray(from * units, to * units), from * units);
    activation.backward(x, y, values, from, to, units);
  });
}

/** Returns e times the derivative of a layer (from 0), the right δ for the right e. */
export function derivedRight({ layers }: Recorded, index: number, e: Computation): Computed {
  return derivedBy(layers[index].activation, e, netsOf(index), outputsOf(index));
}

/** Returns e times an activation's derivative at other values than the net inputs. */
function derivedAt(activation: Activation, e: Computation, at: Expression): Computed {
  return byRows([e, at], ([error, x], values, from, to, units) => {
    const y = new Float64Array(to * units);
    activation.forward(x, y, from, to, units);
    values.set(error.subarray(from * units, to * units), from * units);
    activation.backward(x, y, values, from, to, units);
  });
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

const logistic = (y: number) => y * (1 - y);

/** Returns the mistakes with the derivative of layer `index` (from 0), given the gradient e of its outputs. */
export function otherDerivatives(recorded: Recorded, index: number, e: Computation): Named[] {
  const { layer } = recorded.layers[index];
  const missing: Named[] =
    layer.activation === 'identity'
      ? []
      : [{ mistake: { code: 'missing-activation-derivative', where: 'both' }, cost: 1, wrote: e }];
  const elementwise: Named[] =
    layer.activation === 'softmax' && layer.units > 1
      ? [
          {
            mistake: { code: 'elementwise-softmax' },
            cost: 0.97,
            wrote: times(e, outputsOf(index), logistic),
          },
        ]
      : [];
  return [
    ...missing,
    ...elementwise,
    ...atOtherValues(recorded, index, e),
    ...otherFunctions(recorded, index, e),
    ...otherLayers(recorded, index, e),
  ];
}

/** Returns a derivative in terms of the output, evaluated at the net input, or the reverse. */
function atOtherValues({ layers }: Recorded, index: number, e: Computation): Named[] {
  const { layer, activation } = layers[index];
  const name = layer.activation;
  if (name === 'identity' || name === 'step') return [];
  const [z, y] = [netsOf(index), outputsOf(index)];
  const fed = (value: 'net' | 'output', cost: number, wrote: Computation): Named => ({ mistake: { code: 'activation-derivative-at-net', fed: value }, cost, wrote }); // prettier-ignore
  return [
    fed(
      'net',
      1,
      Object.hasOwn(inOutput, name) ? times(e, z, inOutput[name]) : derivedBy(activation, e, z, z),
    ),
    fed('output', 1.05, derivedAt(activation, e, y)),
    ...(name === 'softmax' ? [fed('net', 1.2, times(e, z, logistic))] : []),
  ];
}

/** Returns the derivatives of other activations, evaluated at these net inputs or outputs. */
function otherFunctions({ network, layers }: Recorded, index: number, e: Computation): Named[] {
  const [z, y] = [netsOf(index), outputsOf(index)];
  const inNetwork = new Set(layers.map(({ layer }) => layer.activation));
  const others = activationNames.filter((name) => name !== 'identity' && name !== 'step');
  const names = [...new Set([...inNetwork, ...others])].filter((name) => name !== layers[index].layer.activation); // prettier-ignore
  return names.flatMap((name) => {
    const activation = activationOf(network, name);
    const cost = inNetwork.has(name) ? 1.01 : 1.4;
    const used = (more: number, wrote: Computation): Named => ({ mistake: { code: 'wrong-layer-activation', used: name, ofLayer: null }, cost: cost + more, wrote }); // prettier-ignore
    const elementwise = byRows([e, z], ([error, x], values, from, to, units) => {
      activation.forward(x, values, from, to, units);
      for (let i = from * units; i < to * units; i++) values[i] = error[i] * logistic(values[i]);
    });
    return [
      used(0, derivedAt(activation, e, z)),
      used(
        0.01,
        Object.hasOwn(inOutput, name) ? times(e, y, inOutput[name]) : derivedBy(activation, e, z, y),
      ),
      used(0.1, derivedAt(activation, e, y)),
      ...(name === 'softmax' ? [used(0.1, elementwise)] : []),
    ];
  });
}

/** Returns another layer's derivative at that layer's own values, where it has as many units. */
function otherLayers({ layers }: Recorded, index: number, e: Computation): Named[] {
  return layers.flatMap(({ layer, activation }, at) => {
    const used = layer.activation;
    if (at === index || layer.units !== layers[index].layer.units || used === 'identity') return [];
    const wrote = derivedBy(activation, e, netsOf(at), outputsOf(at));
    return [
      { mistake: { code: 'wrong-layer-activation' as const, used, ofLayer: at + 1 }, cost: 1.05, wrote },
    ];
  });
}
