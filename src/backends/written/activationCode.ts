import { leakySlope, seluAlpha, seluScale } from '../../engine/model/constants.js';
import type { ActivationName } from '../../engine/model/spec.js';
import { expCode, literal, sumOf, type Round } from './codeText.js';

/** The code of an activation's value and derivative, given the names of the net input x, the output y and the gradient g. */
interface ElementCode {
  /** Whether it needs e⁻ˣ, a variable named after the net input and `exp`. */
  readonly needsExp?: true;
  readonly forward: (x: string) => string;
  readonly backward: (x: string, y: string, g: string) => string;
}

const sigmoid = (x: string) => `1 / (1 + ${x}exp)`;
const gate = (x: string) => `Math.tanh(softplus(${x}))`;
const [slope, scale, alpha] = [leakySlope, seluScale, seluAlpha].map(literal);

/** The formulas of `activations` with the same operations in the same order. */
const elements: Readonly<Record<Exclude<ActivationName, 'softmax'>, ElementCode>> = {
  identity: {
    forward: (x) => x,
    backward: (_x, _y, g) => g,
  },
  step: {
    forward: (x) => `${x} > 0 ? 1 : 0`,
    backward: () => '0',
  },
  sigmoid: {
    needsExp: true,
    forward: sigmoid,
    backward: (_x, y, g) => `${g} * (${y} * (1 - ${y}))`,
  },
  tanh: {
    forward: (x) => `Math.tanh(${x})`,
    backward: (_x, y, g) => `${g} * (1 - ${y} * ${y})`,
  },
  relu: {
    forward: (x) => `${x} < 0 ? 0 : ${x}`,
    backward: (x, _y, g) => `${x} <= 0 ? 0 : ${g}`,
  },
  leakyRelu: {
    forward: (x) => `${x} > 0 ? ${x} : ${slope} * ${x}`,
    backward: (x, _y, g) => `${x} <= 0 ? ${g} * ${slope} : ${g}`,
  },
  elu: {
    forward: (x) => `${x} > 0 ? ${x} : Math.expm1(${x})`,
    backward: (x, _y, g) => `${x} <= 0 ? ${g} * exp(${x}) : ${g}`,
  },
  selu: {
    forward: (x) => `${scale} * (${x} > 0 ? ${x} : ${alpha} * Math.expm1(${x}))`,
    backward: (x, _y, g) => `${g} * (${scale} * (${x} > 0 ? 1 : ${alpha} * exp(${x})))`,
  },
  gelu: {
    forward: (x) => `${x} * normalCdf(${x})`,
    backward: (x, _y, g) => `${g} * (normalCdf(${x}) + ${x} * normalDensity(${x}))`,
  },
  silu: {
    needsExp: true,
    forward: (x) => `${x} * (${sigmoid(x)})`,
    backward: (x, y, g) => `${g} * (${y} + (${sigmoid(x)}) * (1 - ${y}))`,
  },
  mish: {
    needsExp: true,
    forward: (x) => `${x} * Math.tanh(softplus(${x}))`,
    backward: (x, _y, g) => `${g} * (${gate(x)} + ${x} * (${sigmoid(x)}) * (1 - ${gate(x)} * ${gate(x)}))`,
  },
  softplus: {
    needsExp: true,
    forward: (x) => `softplus(${x})`,
    backward: (x, _y, g) => `${g} * (${sigmoid(x)})`,
  },
  softsign: {
    forward: (x) => `${x} / (1 + Math.abs(${x}))`,
    backward: (x, _y, g) => `${g} / (1 + Math.abs(${x})) ** 2`,
  },
};

type Names = readonly string[];

/** Returns code that declares a layer's outputs y, given its net inputs x. */
export function forwardCode(activation: ActivationName, x: Names, y: Names, round: Round): string[] {
  if (activation === 'softmax') return softmaxCode(x, y, round);
  const { needsExp, forward } = elements[activation];
  return [
    ...(needsExp ? x.flatMap((net) => expCode(`${net}exp`, `-${net}`)) : []),
    ...y.map((output, unit) => `const ${output} = ${round(forward(x[unit]))};`),
  ];
}

/** Returns code that turns the gradients g of a layer's outputs into those of its net inputs. */
export function backwardCode(
  activation: ActivationName,
  x: Names,
  y: Names,
  g: Names,
  round: Round,
): string[] {
  const assign = (value: (unit: number) => string) =>
    g.map((gradient, unit) => `${gradient} = ${round(value(unit))};`);
  if (activation !== 'softmax') {
    const { backward } = elements[activation];
    return assign((unit) => backward(x[unit], y[unit], g[unit]));
  }
  const mean = `${g[0]}mean`;
  const products = g.map((gradient, unit) => `${gradient} * ${y[unit]}`);
  return [`const ${mean} = ${sumOf(products)};`, ...assign((unit) => `${y[unit]} * (${g[unit]} - ${mean})`)];
}

function softmaxCode(x: Names, y: Names, round: Round): string[] {
  const [maximum, sum] = [`${y[0]}max`, `${y[0]}sum`];
  const powers = y.map((output) => `${output}exp`);
  return [
    `let ${maximum} = ${x[0]};`,
    ...x.slice(1).map((net) => `if (${net} > ${maximum}) ${maximum} = ${net};`),
    ...powers.flatMap((power, unit) => expCode(power, `${x[unit]} - ${maximum}`)),
    `const ${sum} = ${sumOf(powers)};`,
    ...y.map((output, unit) => `const ${output} = ${round(`${round(powers[unit])} / ${sum}`)};`),
  ];
}
