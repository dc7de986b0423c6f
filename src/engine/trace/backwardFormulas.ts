import { activationFormulas } from './activationFormulas.js';
import { everyUnit, maskSymbol } from './forwardFormulas.js';
import { call, difference, fraction, negate, number, product, square, sum, type Formula } from './formula.js';
import { outputDivisor, outputSymbols, overBatch } from './objectiveFormulas.js';
import { fusedGradient, lossFormulas } from './lossFormulas.js';
import type { Place, Quantity } from './stepPlace.js';
import type { Quantities } from './passQuantities.js';
import { isFused, isSoftmax } from './traceSource.js';

/** Returns the contribution of one outgoing path, with the weight before the update. */
export function pathFormula(q: Quantities, { layer, unit, part }: Place): Formula {
  return product(q.symbol('delta', layer + 1, part), q.parameter(layer + 1, part, unit));
}

/** Returns the derivative of E with respect to what the layer passes on: that of the loss, or the sum over all outgoing paths. */
export function passedGradientFormula(q: Quantities, place: Place): Formula {
  const { layer, unit } = place;
  if (layer === q.outputLayer) {
    return lossFormulas(q.source.network).gradient(outputSymbols(q, unit ?? 0), outputDivisor(q));
  }
  if (q.layer(layer + 1).units === 1) return pathFormula(q, { ...place, part: 0 });
  return sum(...everyUnit(q, layer + 1, (next) => q.symbol('path', layer, unit, next)));
}

export function outputGradientFormula(q: Quantities, place: Place): Formula {
  const { layer, unit } = place;
  if (!q.drops(layer)) return passedGradientFormula(q, place);
  return product(q.symbol('dE_ddropped', layer, unit), maskSymbol(q, layer, unit ?? 0));
}

/** Returns an activation's derivative; for softmax, an entry of its Jacobian. */
export function slopeFormula(q: Quantities, { layer, unit, part }: Place): Formula {
  const own = q.layer(layer);
  const out = q.symbol('out', layer, unit);
  if (part === null)
    return activationFormulas(q.source.network, own.activation).df(q.symbol('net', layer, unit), out);
  if (part === unit) return product(out, difference(number(1), out));
  return product(negate(q.symbol('out', layer, part)), out);
}

export function deltaFormula(q: Quantities, { layer, unit }: Place): Formula {
  if (layer === q.outputLayer && isFused(q.source)) {
    const targets = everyUnit(q, layer, (output) => q.target(output));
    return fusedGradient(outputSymbols(q, unit ?? 0), targets, outputDivisor(q));
  }
  if (!isSoftmax(q.layer(layer)))
    return product(q.symbol('dE_dout', layer, unit), q.symbol('dout_dnet', layer, unit));
  const through = (output: number) =>
    product(q.symbol('dE_dout', layer, output), q.symbol('dout_dnet', layer, unit, output));
  return sum(...everyUnit(q, layer, through));
}

/** Returns ∂E/∂w of the shown sample as the product of its named factors; ∂net/∂w is the input of the weight. */
export function sampleWeightFormula(q: Quantities, { layer, unit, part }: Place): Formula {
  const x = q.input(layer, part ?? 0);
  if (isSoftmax(q.layer(layer)) || (layer === q.outputLayer && isFused(q.source)))
    return product(q.symbol('delta', layer, unit), x);
  return product(q.symbol('dE_dout', layer, unit), q.symbol('dout_dnet', layer, unit), x);
}

/** Returns the mean or the sum over the samples. */
export function weightFormula(q: Quantities, place: Place): Formula {
  if (!q.hasOwnTotal) return sampleWeightFormula(q, place);
  const { layer, unit, part } = place;
  const { units, inputs } = q.layer(layer);
  const [u, k] = [unit ?? 0, part ?? 0];
  const delta = q.symbol('delta', layer, unit);
  const x = q.input(layer, k);
  const { deltas } = q.batch.backward(layer);
  const xs = q.batch.inputs(layer);
  const terms = q.source.rows.map((_, n) =>
    product(q.ofSample(delta, n, deltas[n * units + u]), q.ofSample(x, n, xs[n * inputs + k])),
  );
  return overBatch(q, terms);
}

/** Returns the gradient of a bias; a shared one sums the deltas of all units. */
export function sampleBiasFormula(q: Quantities, { layer, unit }: Place): Formula {
  if (unit !== null) return q.symbol('delta', layer, unit);
  return sum(...everyUnit(q, layer, (each) => q.symbol('delta', layer, each)));
}

export function biasFormula(q: Quantities, place: Place): Formula {
  if (!q.hasOwnTotal) return sampleBiasFormula(q, place);
  const { layer, unit } = place;
  const { units } = q.layer(layer);
  const { deltas } = q.batch.backward(layer);
  const of = (each: number, n: number) =>
    q.ofSample(q.symbol('delta', layer, each), n, deltas[n * units + each]);
  const terms = q.source.rows.map((_, n) =>
    unit === null ? sum(...everyUnit(q, layer, (each) => of(each, n))) : of(unit, n),
  );
  return overBatch(q, terms);
}

/** Returns the gradient of the objective: that of the error plus that of the penalty. */
export function gradientFormula(q: Quantities, { layer, unit, part }: Place): Formula {
  return sum(q.symbol('dE_dw', layer, unit, part), q.symbol('dR_dw', layer, unit, part));
}

/** Returns the symbol of a parameter's gradient before clipping. */
export function gradientSymbol(q: Quantities, { layer, unit, part }: Place): Formula {
  const { l1, l2 } = q.source.training.regularization;
  const ofWeight: Quantity = l1 === 0 && l2 === 0 ? 'dE_dw' : 'gradient';
  return q.symbol(part === null ? 'dE_db' : ofWeight, layer, unit, part);
}

export function squaresFormula(q: Quantities, place: Place): Formula {
  const { weightsTrainable, inputs, biasTrainable, biasShared } = q.layer(place.layer);
  const weights = Array.from({ length: weightsTrainable ? inputs : 0 }, (_, part) => ({ ...place, part }));
  const parameters = [...weights, ...(biasTrainable && !biasShared ? [place] : [])];
  return sum(...parameters.map((each) => square(gradientSymbol(q, each))));
}

export function normFormula(q: Quantities): Formula {
  const squares = q.source.network.layers.flatMap(({ weightsTrainable, biasTrainable, biasShared }, i) => {
    const own = weightsTrainable || (biasTrainable && !biasShared);
    const shared: Place = { quantity: 'dE_db', layer: i + 1, unit: null, part: null };
    return [
      ...(own ? everyUnit(q, i + 1, (unit) => q.symbol('squares', i + 1, unit)) : []),
      ...(biasTrainable && biasShared ? [square(gradientSymbol(q, shared))] : []),
    ];
  });
  return call('sqrt', sum(...squares));
}

/** Returns min(1, max / (norm + 10⁻⁶)), the factor of `torch.nn.utils.clip_grad_norm_`. */
export function clipFormula(q: Quantities): Formula {
  const most = q.setting(
    'clipGradientNorm',
    'g_max',
    'g_{\\max}',
    q.source.training.clipGradientNorm ?? Infinity,
  );
  return call('min', number(1), fraction(most, sum(q.symbol('norm', q.outputLayer), number(1e-6))));
}
