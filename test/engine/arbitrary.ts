import fc from 'fast-check';
import type { Samples } from '../../src/engine/model/dataset.js';
import type { LayerSpec, LossName, NetworkSpec } from '../../src/engine/model/spec.js';
import { activationNames, lossNames } from '../../src/engine/model/spec.js';
import { layerSpec, samples } from './fixture.js';

export interface Problem {
  readonly spec: NetworkSpec;
  readonly data: Samples;
}

/** Generates multiples of 0.001 other than 0, where |w| and most activations have their kinks. */
const number = (min: number, max: number) =>
  fc.integer({ min: min * 1000, max: max * 1000 - 1 }).map((n) => n / 1000 + 0.00057);
const numbers = (rows: number, columns: number, min: number, max: number) =>
  fc.array(fc.array(number(min, max), { minLength: columns, maxLength: columns }), {
    minLength: rows,
    maxLength: rows,
  });

/** All activations with a derivative. */
export const differentiable = activationNames.filter((name) => name !== 'step');

/** Generates a loss and a last activation for whose outputs it is defined. */
const ends = fc.constantFrom(...lossNames).chain((loss) => {
  const last = { crossEntropy: ['softmax', 'sigmoid'], binaryCrossEntropy: ['sigmoid', 'softmax'] };
  const known: readonly string[] = loss in last ? last[loss as keyof typeof last] : differentiable;
  return fc.record({ loss: fc.constant(loss), activation: fc.constantFrom(...known) });
});

const biases = (units: number): fc.Arbitrary<LayerSpec['bias']> =>
  fc.oneof(
    fc.constant(null),
    fc.record({
      value: fc.array(number(-1, 1), { minLength: units, maxLength: units }),
      shared: fc.constant(false),
      trainable: fc.boolean(),
      names: fc.constant(null),
    }),
    fc.record({
      value: number(-1, 1),
      shared: fc.constant(true),
      trainable: fc.boolean(),
      names: fc.constant(null),
    }),
  );

function layers(inputs: number, widths: readonly number[], last: string): fc.Arbitrary<LayerSpec[]> {
  return fc.tuple(
    ...widths.map((units, index) => {
      const before = index === 0 ? inputs : widths[index - 1];
      const names = index === widths.length - 1 ? [last] : differentiable;
      return fc
        .record({
          activation: fc.constantFrom(...names),
          weights: numbers(units, before, -2, 2),
          bias: biases(units),
          weightsTrainable: fc.boolean(),
        })
        .map(({ activation, ...rest }) => layerSpec(units, activation, rest));
    }),
  );
}

function targets(loss: LossName, rows: number, columns: number): fc.Arbitrary<number[][]> {
  const probability = loss === 'crossEntropy' || loss === 'binaryCrossEntropy';
  return probability ? numbers(rows, columns, 0, 1) : numbers(rows, columns, -2, 2);
}

/** Generates small networks with any activations and losses, and a few samples. */
export const problems: fc.Arbitrary<Problem> = fc
  .record({
    inputs: fc.integer({ min: 1, max: 4 }),
    widths: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 3 }),
    rows: fc.integer({ min: 1, max: 6 }),
    end: ends,
  })
  .chain(({ inputs, widths, rows, end: { loss, activation } }) => {
    const columns = widths[widths.length - 1];
    return fc
      .tuple(layers(inputs, widths, activation), numbers(rows, inputs, -2, 2), targets(loss, rows, columns))
      .map(([layers, x, t]) => ({ spec: { layers, loss, functions: {} }, data: samples(x, t) }));
  });
