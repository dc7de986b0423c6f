import type { CustomFunction } from '../engine/maths/expression.js';
import { limits } from '../engine/limits.js';
import type { Matrix } from '../engine/model/network.js';
import type { NetworkConfig } from '../config/spec.js';
import type { CheckSubject } from './checkGradients.js';

/**
 * Yields, in parts, the JSON text that a command of the user's receives: the network at its initial parameters and the
 * training data as the network sees them. Large data are left out.
 */
export function* commandInput({ spec, network, dataset: { training } }: CheckSubject): Generator<string> {
  const { inputs, targets } = training;
  yield '{"layers":[';
  for (const [index, { activation, weights, bias, biasShared, ...layer }] of network.layers.entries()) {
    yield `${index > 0 ? ',' : ''}{"activation":${JSON.stringify(activation)},"weights":`;
    yield* rowsOf({ rows: layer.units, columns: layer.inputs, values: weights });
    yield `,"bias":${JSON.stringify(bias && (biasShared ? bias[0] : [...bias]))}}`;
  }
  yield `],${JSON.stringify(settingsOf(spec)).slice(1, -1)}`;
  const isSmall = inputs.values.length + targets.values.length <= limits.givenNumbers;
  for (const [name, matrix] of Object.entries({ inputs, targets })) {
    yield `,"${name}":`;
    if (isSmall) yield* rowsOf(matrix);
    else yield 'null';
  }
  yield '}\n';
}

const settingsOf = ({ loss, functions, training: { reduction, regularization } }: NetworkConfig) => ({
  loss: typeof loss === 'string' ? loss : formulasOf(loss),
  functions: Object.fromEntries(Object.entries(functions).map(([name, each]) => [name, formulasOf(each)])),
  reduction,
  regularization,
});

const formulasOf = ({ f, df }: CustomFunction) => ({ f: f.text, ...(df && { df: df.text }) });

/** Yields a matrix as a JSON list of rows. */
function* rowsOf({ rows, columns, values }: Matrix): Generator<string> {
  yield '[';
  for (let row = 0; row < rows; row++) {
    const numbers = values.subarray(row * columns, (row + 1) * columns).join(',');
    yield `${row > 0 ? ',' : ''}[${numbers}]`;
  }
  yield ']';
}
