import { leakySlope, seluAlpha, seluScale } from '../model/constants.js';
import type { Network } from '../model/network.js';
import type { ActivationName } from '../model/spec.js';
import { withDerivative } from './derivative.js';
import { derivativeFormula, formulaOf } from './expressionFormula.js';
import {
  call, conditional, difference, fraction, negate, number, product, relation, square, sum, symbol, type Formula,
} from './formula.js'; // prettier-ignore

/** An activation and its derivative as formulas in the net input x and the output y. */
interface ActivationFormulas {
  readonly f: (x: Formula) => Formula;
  readonly df: (x: Formula, y: Formula) => Formula;
}

const one = number(1);
const two = number(2);
const constant = (text: string, latex: string, value: number) =>
  symbol({ text, latex }, value, { kind: 'constant' });
const lambda = constant('λ', '\\lambda', seluScale);
const alpha = constant('α', '\\alpha', seluAlpha);
const pi = constant('π', '\\pi', Math.PI);

const positive = (x: Formula) => relation('greater', x, number(0));
const logistic = (x: Formula) => fraction(one, sum(one, call('exp', negate(x))));
const normalCdf = (x: Formula) => fraction(sum(one, call('erf', fraction(x, call('sqrt', two)))), two);
const normalDensity = (x: Formula) =>
  fraction(call('exp', fraction(negate(square(x)), two)), call('sqrt', product(two, pi)));
const softplus = (x: Formula) =>
  sum(call('max', x, number(0)), call('log1p', call('exp', negate(call('abs', x)))));
const gate = (x: Formula) => call('tanh', softplus(x));
const oneAnd = (x: Formula) => sum(one, call('abs', x));

/** The formulas of `activations` with the same operations in the same order. Softmax is not a function of one net input. */
const formulas: Readonly<Record<Exclude<ActivationName, 'softmax'>, ActivationFormulas>> = {
  identity: { f: (x) => x, df: () => one },
  step: { f: (x) => conditional(positive(x), one, number(0)), df: () => number(0) },
  sigmoid: { f: logistic, df: (_x, y) => product(y, difference(one, y)) },
  tanh: { f: (x) => call('tanh', x), df: (_x, y) => difference(one, product(y, y)) },
  relu: { f: (x) => call('max', number(0), x), df: (x) => conditional(positive(x), one, number(0)) },
  leakyRelu: {
    f: (x) => conditional(positive(x), x, product(number(leakySlope), x)),
    df: (x) => conditional(positive(x), one, number(leakySlope)),
  },
  elu: {
    f: (x) => conditional(positive(x), x, call('expm1', x)),
    df: (x) => conditional(positive(x), one, call('exp', x)),
  },
  selu: {
    f: (x) => product(lambda, conditional(positive(x), x, product(alpha, call('expm1', x)))),
    df: (x) => product(lambda, conditional(positive(x), one, product(alpha, call('exp', x)))),
  },
  gelu: {
    f: (x) => product(x, normalCdf(x)),
    df: (x) => sum(normalCdf(x), product(x, normalDensity(x))),
  },
  silu: {
    f: (x) => product(x, logistic(x)),
    df: (x, y) => sum(y, product(logistic(x), difference(one, y))),
  },
  mish: {
    f: (x) => product(x, gate(x)),
    df: (x) => sum(gate(x), product(x, logistic(x), difference(one, square(gate(x))))),
  },
  softplus: { f: softplus, df: logistic },
  softsign: { f: (x) => fraction(x, oneAnd(x)), df: (x) => fraction(one, square(oneAnd(x))) },
};

/** Returns the formulas of any activation but softmax. The derivative is the user's `df`, else that of `f`. */
export function activationFormulas(
  { functions }: Pick<Network, 'functions'>,
  name: string,
): ActivationFormulas {
  if (isElementwise(name)) return formulas[name];
  const { f, df } = withDerivative(functions[name], 'x');
  return { f: (x) => formulaOf(f, { x }), df: (x) => derivativeFormula(df, name, { x }) };
}

function isElementwise(name: string): name is keyof typeof formulas {
  return Object.hasOwn(formulas, name);
}
