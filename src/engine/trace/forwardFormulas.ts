import { activationFormulas } from './activationFormulas.js';
import { call, difference, fraction, number, product, sum, symbol, type Formula } from './formula.js';
import { named, subscript } from './notation.js';
import type { Place } from './stepPlace.js';
import type { Quantities } from './passQuantities.js';
import { isSoftmax } from './traceSource.js';

export function netFormula(q: Quantities, { layer, unit }: Place): Formula {
  const { inputs, bias, biasShared } = q.layer(layer);
  const terms = Array.from({ length: inputs }, (_, k) =>
    product(q.parameter(layer, unit, k), q.input(layer, k)),
  );
  return sum(...terms, ...(bias ? [q.parameter(layer, biasShared ? null : unit, null)] : []));
}

export function outFormula(q: Quantities, { layer, unit }: Place): Formula {
  const own = q.layer(layer);
  if (isSoftmax(own)) return fraction(exponential(q, layer, unit ?? 0), q.symbol('exp_sum', layer));
  return activationFormulas(q.source.network, own.activation).f(q.symbol('net', layer, unit));
}

/** Returns the constant that keeps softmax's exponentials from overflowing: the largest net input. */
export function maxFormula(q: Quantities, { layer }: Place): Formula {
  return call('max', ...everyUnit(q, layer, (unit) => q.symbol('net', layer, unit)));
}

export function exponentialsFormula(q: Quantities, { layer }: Place): Formula {
  return sum(...everyUnit(q, layer, (unit) => exponential(q, layer, unit)));
}

export function droppedFormula(q: Quantities, { layer, unit }: Place): Formula {
  return product(q.symbol('out', layer, unit), maskSymbol(q, layer, unit ?? 0));
}

/** Returns the factor of dropout: 0 where the unit is dropped, else 1 / (1 − p). */
export function maskSymbol(q: Quantities, layer: number, unit: number): Formula {
  const value = q.maskFactor(layer, unit);
  const notation = subscript('mask', '\\mathit{mask}', named(q.source.names.unit(layer, unit)));
  if (value === 0) return symbol(notation, 0, { kind: 'setting', key: 'dropout' });
  return fraction(
    number(1),
    difference(
      number(1),
      symbol(subscript('p', 'p', { text: String(layer), latex: String(layer) }), q.layer(layer).dropout, {
        kind: 'setting',
        key: 'dropout',
      }),
    ),
  );
}

export function everyUnit(q: Quantities, layer: number, make: (unit: number) => Formula): Formula[] {
  return Array.from({ length: q.layer(layer).units }, (_, unit) => make(unit));
}

function exponential(q: Quantities, layer: number, unit: number): Formula {
  return call('exp', difference(q.symbol('net', layer, unit), q.symbol('max', layer)));
}
