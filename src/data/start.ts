import { failureFinding } from '../config/failure.js';
import type { Finding } from '../config/problem.js';
import type { NetworkConfig } from '../config/spec.js';
import type { Dataset } from '../engine/dataset.js';
import { createNetworkSteps } from '../engine/initialize.js';
import { findStartFailure } from '../engine/start.js';
import { parameterCount } from '../engine/size.js';

/** Multiply-adds that a look at the start may take: about a tenth of a second. */
const mostWork = 1e8;
/** Fewer samples would tell too little for the time it takes to make a network that large. */
const fewestRows = 10;

/**
 * Says why the loss is not finite before anything has been learned. Of a large data set it looks at the first samples
 * only, and it leaves a very large network alone.
 */
export function* startFindings(
  config: NetworkConfig,
  { training }: Dataset,
): Generator<undefined, Finding[]> {
  const { rows, columns } = training.inputs;
  const most = Math.min(rows, Math.floor(mostWork / parameterCount(config.layers, columns)));
  if (most < Math.min(rows, fewestRows)) return [];
  const network = yield* createNetworkSteps(config, columns, config.training);
  const failure = yield* findStartFailure(network, training, most);
  return failure ? [failureFinding(failure, config)] : [];
}
