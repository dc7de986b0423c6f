import { failureFinding } from '../config/failureFinding.js';
import type { Finding } from '../config/problem.js';
import type { NetworkConfig } from '../config/spec.js';
import type { Dataset } from '../engine/model/dataset.js';
import { createNetworkSteps, networkDataOf } from '../engine/model/initialize.js';
import { findStartFailure } from '../engine/training/findStartFailure.js';
import { parameterCount } from '../engine/model/size.js';
import { startTraining } from '../engine/training/state.js';
import { withOperation } from './failedOperation.js';

/** The most multiply-adds of the check, which take about a tenth of a second. */
const mostWork = 1e8;
/** The fewest samples that justify the time for creating a large network. */
const fewestRows = 10;

/**
 * Returns the finding where the loss is not finite before the first update; else none. Of a large data set only the first
 * samples are checked. A very large network is not checked.
 */
export function* startFindings(config: NetworkConfig, dataset: Dataset): Generator<undefined, Finding[]> {
  const { training } = dataset;
  const { rows, columns } = training.inputs;
  const most = Math.min(rows, Math.floor(mostWork / parameterCount(config.layers, columns)));
  if (most < Math.min(rows, fewestRows)) return [];
  const network = yield* createNetworkSteps(config, networkDataOf(dataset), config.training);
  const failure = yield* findStartFailure(network, training, most);
  if (!failure) return [];
  const state = startTraining(network, config.training, dataset.progress);
  const failed = { config, dataset, state, isEvaluated: true };
  return [failureFinding(yield* withOperation(failure, failed), config)];
}
