import type { Network } from '../model/network.js';
import type { LossName } from '../model/spec.js';
import { withDerivative } from './derivative.js';
import { derivativeFormula, formulaOf } from './expressionFormula.js';
import {
  average, call, conditional, difference, evaluate, fraction, negate, number, product, relation, square, sum,
  type Formula,
} from './formula.js'; // prettier-ignore

/** The symbols of one output of one sample. */
export interface OutputSymbols {
  readonly y: Formula;
  readonly t: Formula;
  readonly net: Formula;
  /** The largest net input and the sum of the exponentials where the last layer is softmax, else null. */
  readonly softmax: { readonly max: Formula; readonly sum: Formula } | null;
}

/** A loss of one sample as formulas: each output's error before averaging, and ∂E/∂out with all factors. */
interface LossFormulas {
  readonly meanOverOutputs: boolean;
  readonly error: (output: OutputSymbols, fused: boolean) => Formula;
  /** `divisor`: the number that the sum over the outputs is divided by. */
  readonly gradient: (output: OutputSymbols, divisor: number) => Formula;
}

const half = fraction(number(1), number(2));
const one = number(1);
const miss = ({ y, t }: OutputSymbols) => difference(y, t);
const log = (of: Formula) => call('log', of);
const isZero = (formula: Formula) => evaluate(formula) === 0;
/** Returns whether a term contributes. A target of 0 does not, even where the output's logarithm is infinite. */
const shares = (t: Formula, y: Formula) => !isZero(t) || !isZero(y);

const formulas: Readonly<Record<LossName, LossFormulas>> = {
  halfSquaredError: {
    meanOverOutputs: false,
    error: ({ y, t }) => product(half, square(difference(t, y))),
    gradient: (output) => miss(output),
  },
  meanSquaredError: {
    meanOverOutputs: true,
    error: (output) => square(miss(output)),
    gradient: (output, n) => product(n === 1 ? number(2) : fraction(number(2), number(n)), miss(output)),
  },
  meanAbsoluteError: {
    meanOverOutputs: true,
    error: (output) => call('abs', miss(output)),
    gradient: (output, n) => average(call('sign', miss(output)), n),
  },
  huber: {
    meanOverOutputs: true,
    error: huberError,
    gradient: (output, n) => average(call('max', number(-1), call('min', one, miss(output))), n),
  },
  crossEntropy: {
    meanOverOutputs: false,
    error: crossEntropyError,
    gradient: ({ y, t }) => negate(shares(t, y) ? fraction(t, y) : t),
  },
  binaryCrossEntropy: {
    meanOverOutputs: true,
    error: binaryCrossEntropyError,
    gradient({ y, t }, n) {
      const off = difference(one, t);
      const rest = difference(one, y);
      const right = shares(off, rest) ? fraction(off, rest) : off;
      return average(difference(right, shares(t, y) ? fraction(t, y) : t), n);
    },
  },
};

export function lossFormulas({ loss }: Pick<Network, 'loss'>): LossFormulas {
  if (typeof loss === 'string') return formulas[loss];
  const { f, df } = withDerivative(loss, 'y');
  const variables = ({ y, t }: OutputSymbols) => ({ y, t });
  return {
    meanOverOutputs: false,
    error: (output) => formulaOf(f, variables(output)),
    gradient: (output) => derivativeFormula(df, 'loss', variables(output)),
  };
}

/** Returns δ of a loss that is differentiated together with its activation: (y − t)/n, or y Σt − t where the targets of softmax do not sum to 1. */
export function fusedGradient(
  { y, t, softmax }: OutputSymbols,
  targets: readonly Formula[],
  divisor: number,
): Formula {
  if (!softmax) return average(difference(y, t), divisor);
  const total = sum(...targets);
  return difference(evaluate(total) === 1 ? y : product(y, total), t);
}

function huberError(output: OutputSymbols): Formula {
  const distance = call('abs', miss(output));
  const squared = fraction(square(miss(output)), number(2));
  return conditional(relation('lessOrEqual', distance, one), squared, difference(distance, half));
}

/** Returns −t ln y, computed from the net inputs where y is 0, so that the error stays finite. */
function crossEntropyError({ y, t, net, softmax }: OutputSymbols, fused: boolean): Formula {
  if (!shares(t, y)) return t;
  const fromNets = fused && softmax !== null && evaluate(y) < smallest;
  return fromNets ? product(t, sum(log(softmax.sum), softmax.max, negate(net))) : negate(product(t, log(y)));
}

/** The output below which digits are lost. */
const smallest = 1e-300;

/** Returns −(t ln y + (1 − t) ln(1 − y)), computed from the net input where 1 − y would lose digits. */
function binaryCrossEntropyError({ y, t, net }: OutputSymbols, fused: boolean): Formula {
  const off = difference(one, t);
  const value = evaluate(y);
  if (!fused || Math.min(value, 1 - value) > 1e-3) {
    const rest = difference(one, y);
    const terms = [
      ...(shares(t, y) ? [product(t, log(y))] : []),
      ...(shares(off, rest) ? [product(off, log(rest))] : []),
    ];
    return negate(sum(...terms));
  }
  if (evaluate(net) > 0) return sum(product(off, net), call('log1p', call('exp', negate(net))));
  return difference(call('log1p', call('exp', net)), product(t, net));
}
