import type { Context } from '../mistakes/context.js';
import type { WorkMeter } from '../workMeter.js';
import { Evaluator } from './evaluator.js';
import { deltaOf, formulasOf, type LayerFormulas } from './formulas.js';
import { Quantities, type PassValues } from './passValues.js';

/** The largest relative difference between a formula's values and those of the pass. */
const near = 1e-9;

/**
 * Returns the right formulas of each layer, of those for δ the ones that agree with the pass. Where none does, as at a
 * kink whose derivative was taken from the other side, δ itself is its formula.
 */
export function* rightFormulas(
  context: Context,
  pass: PassValues,
  meter: WorkMeter,
): Generator<undefined, readonly LayerFormulas[]> {
  const { layers, rows } = context.recorded;
  const quantities = new Quantities(pass);
  const deltas = new Map(layers.map(({ deltas }, index) => [index, deltas]));
  const evaluator = new Evaluator(
    (quantity) => quantities.valueOf(quantity, deltas),
    rows,
    null,
    meter,
    false,
  );
  const all: LayerFormulas[] = [];
  for (const [index, { deltas: right }] of layers.entries()) {
    const formulas = formulasOf(context, index);
    const size = right.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const agreeing = [];
    for (const formula of formulas.deltas) {
      const { values } = yield* evaluator.evaluate(formula);
      const agrees = values.every(
        (value, i) => Math.abs(value - right[i]) <= near * (size + Math.abs(right[i])),
      );
      if (agrees && values.length === right.length) agreeing.push(formula);
    }
    all.push({ ...formulas, deltas: agreeing.length > 0 ? agreeing : [deltaOf(index)] });
  }
  return all;
}
