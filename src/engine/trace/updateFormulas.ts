import type { OptimizerSpec } from '../model/spec.js';
import { gradientSymbol } from './backwardFormulas.js';
import { everyUnit } from './forwardFormulas.js';
import {
  call, difference, fraction, number, power, product, square, sum, symbol, type Formula,
} from './formula.js'; // prettier-ignore
import { before, notationOf } from './notation.js';
import type { Place, Quantity } from './stepPlace.js';
import type { Quantities } from './passQuantities.js';

type Spec<T extends OptimizerSpec['type']> = Extract<OptimizerSpec, { readonly type: T }>;

const one = number(1);

/** Returns the correction of Rosenblatt's rule: target minus output. */
export function correctionFormula(q: Quantities, { layer, unit }: Place): Formula {
  return difference(q.target(unit ?? 0), q.symbol('out', layer, unit));
}

export function clippedFormula(q: Quantities, place: Place): Formula {
  return product(q.symbol('clip', q.outputLayer), gradientSymbol(q, place));
}

/** Returns the gradient plus weight decay, as PyTorch adds it. */
export function decayedFormula(q: Quantities, place: Place): Formula {
  const { optimizer } = q.source.training;
  const decay = 'weightDecay' in optimizer ? optimizer.weightDecay : 0;
  const w = q.parameter(place.layer, place.unit, place.part);
  return sum(afterClipping(q, place), product(q.setting('weightDecay', 'λ', '\\lambda', decay), w));
}

export function momentumFormula(q: Quantities, place: Place): Formula {
  const { optimizer } = q.source.training;
  if (optimizer.type === 'rmsprop') {
    const old = product(momentumSetting(q, optimizer), oldValue(q, place, 'momentum', 1));
    return sum(scaled(q, place, optimizer.epsilon), old);
  }
  if (optimizer.type !== 'sgd') throw new Error(`${optimizer.type} has no momentum.`);
  return sum(product(momentumSetting(q, optimizer), oldValue(q, place, 'momentum', 0)), direction(q, place));
}

/** Returns Adam's first moment. */
export function meanFormula(q: Quantities, place: Place): Formula {
  const beta = betaSetting(q, 0);
  return sum(
    product(beta, oldValue(q, place, 'mean', 0)),
    product(difference(one, beta), direction(q, place)),
  );
}

/** Returns the mean of the squared gradients, or with Adagrad their sum. */
export function varianceFormula(q: Quantities, place: Place): Formula {
  const { optimizer } = q.source.training;
  const squared = square(direction(q, place));
  if (optimizer.type === 'adagrad') return sum(oldValue(q, place, 'variance', 0), squared);
  const rmsprop = optimizer.type === 'rmsprop';
  const factor = rmsprop ? q.setting('alpha', 'α', '\\alpha', optimizer.alpha) : betaSetting(q, 1);
  const old = oldValue(q, place, 'variance', rmsprop ? 0 : 1);
  return sum(product(factor, old), product(difference(one, factor), squared));
}

/** Returns a moment with its bias toward 0 corrected. */
export function correctedFormula(q: Quantities, place: Place): Formula {
  const first = place.quantity === 'mean_corrected';
  const moment = own(q, place, first ? 'mean' : 'variance');
  return fraction(moment, difference(one, power(betaSetting(q, first ? 0 : 1), stepSetting(q))));
}

export function updateFormula(q: Quantities, place: Place): Formula {
  const { optimizer } = q.source.training;
  const w = q.parameter(place.layer, place.unit, place.part);
  const rate = rateSetting(q);
  switch (optimizer.type) {
    case 'perceptron':
      return sum(w, rosenblatt(q, place));
    case 'sgd':
      return difference(w, product(rate, sgdStep(q, place, optimizer)));
    case 'adagrad':
      return difference(
        w,
        fraction(product(rate, direction(q, place)), root(q, place, 'variance', optimizer.epsilon)),
      );
    case 'rmsprop': {
      const step = optimizer.momentum === 0 ? scaled(q, place, optimizer.epsilon) : own(q, place, 'momentum');
      return difference(w, product(rate, step));
    }
    case 'adam':
    case 'adamw': {
      const step = product(rate, own(q, place, 'mean_corrected'));
      const below = root(q, place, 'variance_corrected', optimizer.epsilon);
      return difference(keptWeight(q, w, optimizer), fraction(step, below));
    }
  }
}

function rosenblatt(q: Quantities, { layer, unit, part }: Place): Formula {
  const rate = rateSetting(q);
  if (unit === null)
    return product(rate, sum(...everyUnit(q, layer, (each) => q.symbol('correction', layer, each))));
  const correction = q.symbol('correction', layer, unit);
  return part === null ? product(rate, correction) : product(rate, correction, q.input(layer, part));
}

function sgdStep(q: Quantities, place: Place, optimizer: Spec<'sgd'>): Formula {
  if (optimizer.momentum === 0) return direction(q, place);
  const buffer = own(q, place, 'momentum');
  return optimizer.nesterov
    ? sum(direction(q, place), product(momentumSetting(q, optimizer), buffer))
    : buffer;
}

/** Returns the weight after AdamW's decay. */
function keptWeight(q: Quantities, w: Formula, { type, weightDecay }: Spec<'adam' | 'adamw'>): Formula {
  if (type === 'adam' || weightDecay === 0) return w;
  const decay = q.setting('weightDecay', 'λ', '\\lambda', weightDecay);
  return product(difference(one, product(rateSetting(q), decay)), w);
}

function afterClipping(q: Quantities, place: Place): Formula {
  return q.source.training.clipGradientNorm === null ? gradientSymbol(q, place) : own(q, place, 'clipped');
}

/** Returns the gradient that the optimizer uses: clipped, with weight decay. */
function direction(q: Quantities, place: Place): Formula {
  const { optimizer } = q.source.training;
  const decays = 'weightDecay' in optimizer && optimizer.weightDecay !== 0 && optimizer.type !== 'adamw';
  return decays ? own(q, place, 'decayed') : afterClipping(q, place);
}

/** Returns d / (√v + ε). */
function scaled(q: Quantities, place: Place, epsilon: number): Formula {
  return fraction(direction(q, place), root(q, place, 'variance', epsilon));
}

function root(q: Quantities, place: Place, quantity: Quantity, epsilon: number): Formula {
  return sum(call('sqrt', own(q, place, quantity)), q.setting('epsilon', 'ε', '\\varepsilon', epsilon));
}

/** Returns another quantity of the same parameter. */
function own(q: Quantities, { layer, unit, part }: Place, quantity: Quantity): Formula {
  return q.symbol(quantity, layer, unit, part);
}

/** Returns the same quantity after the previous step. */
function oldValue(q: Quantities, place: Place, quantity: Quantity, slot: number): Formula {
  const notation = before(notationOf({ ...place, quantity }, q.source.names, q.sampleError));
  return symbol(notation, q.slotBefore(place, slot), { kind: 'state' });
}

const rateSetting = (q: Quantities) => q.setting('learningRate', 'η', '\\eta', q.source.learningRate);
const stepSetting = (q: Quantities) => q.setting('step', 't', 't', q.source.step + 1);
const momentumSetting = (q: Quantities, { momentum }: { readonly momentum: number }) =>
  q.setting('momentum', 'μ', '\\mu', momentum);

function betaSetting(q: Quantities, which: 0 | 1): Formula {
  const { optimizer } = q.source.training;
  const betas = 'betas' in optimizer ? optimizer.betas : ([0, 0] as const);
  return q.setting('betas', `β${which + 1}`, `\\beta_${which + 1}`, betas[which]);
}
