import type { Samples } from '../model/dataset.js';
import type { Failure } from '../model/metrics.js';
import type { Matrix, Network } from '../model/network.js';
import { parametersOf } from '../pass/pass.js';
import { Evaluator } from '../pass/score.js';

/**
 * Finds where the loss of a network that has not been trained is not finite, on the first `rows` samples; null where it
 * is finite.
 */
export function* findStartFailure(
  network: Network,
  samples: Samples,
  rows = samples.inputs.rows,
): Generator<undefined, Failure | null> {
  const first = { inputs: firstRows(samples.inputs, rows), targets: firstRows(samples.targets, rows) };
  const evaluator = new Evaluator(network, first, 'regression');
  const origin = yield* evaluator.locate(parametersOf(network));
  return origin && { epoch: 1, batch: 1, updates: 0, ...origin };
}

const firstRows = ({ columns, values }: Matrix, rows: number): Matrix => ({
  rows,
  columns,
  values: values.subarray(0, rows * columns),
});
