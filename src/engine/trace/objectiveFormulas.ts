import { everyUnit } from './forwardFormulas.js';
import { divisor } from '../model/losses.js';
import { average, call, fraction, number, product, square, sum, type Formula } from './formula.js';
import { lossFormulas, type OutputSymbols } from './lossFormulas.js';
import { ofSample } from './notation.js';
import type { Place } from './stepPlace.js';
import type { Quantities } from './passQuantities.js';
import { isFused, isSoftmax } from './traceSource.js';

/** Returns the symbols of one output of the shown sample. */
export function outputSymbols(q: Quantities, output: number): OutputSymbols {
  const layer = q.outputLayer;
  return {
    y: q.symbol(q.drops(layer) ? 'dropped' : 'out', layer, output),
    t: q.target(output),
    net: q.symbol('net', layer, output),
    softmax: isSoftmax(q.layer(layer))
      ? { max: q.symbol('max', layer), sum: q.symbol('exp_sum', layer) }
      : null,
  };
}

export function errorFormula(q: Quantities, { unit }: Place): Formula {
  return lossFormulas(q.source.network).error(outputSymbols(q, unit ?? 0), isFused(q.source));
}

/** Returns the shown sample's error: the sum or the mean over its outputs. */
export function sampleTotalFormula(q: Quantities): Formula {
  const layer = q.outputLayer;
  const errors = sum(...everyUnit(q, layer, (unit) => q.symbol('error', layer, unit)));
  return average(errors, outputDivisor(q));
}

/** Returns the number that the sum over the outputs of a sample is divided by. */
export function outputDivisor({ source: { network } }: Quantities): number {
  const { meanOverOutputs } = lossFormulas(network);
  return divisor({ meanOverOutputs }, network.reduction, 1, network.layers[network.layers.length - 1].units);
}

/** Returns the mean or the sum of the samples' errors. */
export function totalFormula(q: Quantities): Formula {
  if (!q.hasOwnTotal) return sampleTotalFormula(q);
  const own = q.symbol('sample_total', q.outputLayer);
  const { rows, sample } = q.source;
  const errors = rows.map((row, each) => {
    if (own.kind !== 'symbol' || each === sample) return own;
    const notation = ofSample({ text: 'E', latex: 'E' }, row);
    return { ...own, notation, value: q.batch.loss(each), ref: { kind: 'sample', sample: each } as const };
  });
  return overBatch(q, errors);
}

/** Returns the mean or the sum of terms over the samples, each times the weight of its class. */
export function overBatch(q: Quantities, terms: readonly Formula[]): Formula {
  const weights = q.weightSymbols();
  const total = sum(...(weights ? terms.map((term, n) => product(weights[n], ...factorsOf(term))) : terms));
  if (q.batchDivisor === null) return total;
  return fraction(total, weights ? sum(...weights) : number(terms.length));
}

const factorsOf = (term: Formula) => (term.kind === 'product' ? term.factors : [term]);

/** Returns the penalty λ₁ Σ|w| + ½ λ₂ Σ w² of one unit's weights. */
export function penaltyFormula(q: Quantities, { layer, unit }: Place): Formula {
  const { l1, l2 } = q.source.training.regularization;
  const weights = Array.from({ length: q.layer(layer).inputs }, (_, k) => q.parameter(layer, unit, k));
  const terms = [
    ...(l1 === 0 ? [] : [product(l1Symbol(q), sum(...weights.map((w) => call('abs', w))))]),
    ...(l2 === 0 ? [] : [product(fraction(l2Symbol(q), number(2)), sum(...weights.map(square)))]),
  ];
  return sum(...terms);
}

/** Returns what training minimizes: the error plus the penalties. */
export function objectiveFormula(q: Quantities): Formula {
  const penalties = q.source.network.layers.flatMap((_, i) =>
    everyUnit(q, i + 1, (unit) => q.symbol('penalty', i + 1, unit)),
  );
  return sum(q.symbol('total', q.outputLayer), ...penalties);
}

export function penaltyGradientFormula(q: Quantities, { layer, unit, part }: Place): Formula {
  const { l1, l2 } = q.source.training.regularization;
  const w = q.parameter(layer, unit, part);
  const terms = [
    ...(l1 === 0 ? [] : [product(l1Symbol(q), call('sign', w))]),
    ...(l2 === 0 ? [] : [product(l2Symbol(q), w)]),
  ];
  return sum(...terms);
}

const l1Symbol = (q: Quantities) =>
  q.setting('regularization', 'λ1', '\\lambda_1', q.source.training.regularization.l1);
const l2Symbol = (q: Quantities) =>
  q.setting('regularization', 'λ2', '\\lambda_2', q.source.training.regularization.l2);
