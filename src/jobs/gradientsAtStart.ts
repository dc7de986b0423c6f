import type { NetworkConfig } from '../config/spec.js';
import type { Dataset } from '../engine/model/dataset.js';
import { createNetworkSteps, networkDataOf } from '../engine/model/initialize.js';
import type { Failure } from '../engine/model/metrics.js';
import type { Network } from '../engine/model/network.js';
import { gradientSteps, type Gradients } from '../engine/pass/gradients.js';
import { locateInGradients } from '../engine/pass/locateNonFinite.js';
import { findStartFailure } from '../engine/training/findStartFailure.js';

export interface GradientsAtStart {
  readonly network: Network;
  readonly gradients: Gradients;
  /** Where a number is not finite; null where all of them are finite or their origin is not found. */
  readonly failure: Failure | null;
  readonly isFinite: boolean;
}

/** Computes loss, outputs and gradients at the initial parameters on the whole training set. */
export function* gradientsAtStart(
  spec: NetworkConfig,
  dataset: Dataset,
): Generator<undefined, GradientsAtStart> {
  const { training } = dataset;
  const network = yield* createNetworkSteps(spec, networkDataOf(dataset), spec.training);
  const gradients = yield* gradientSteps(network, training, spec.training.regularization);
  const inGradients = locateInGradients(gradients.layers);
  if (Number.isFinite(gradients.loss) && !inGradients)
    return { network, gradients, failure: null, isFinite: true };
  const failure =
    (yield* findStartFailure(network, training)) ??
    (inGradients && { epoch: 1, batch: 1, updates: 0, ...inGradients });
  return { network, gradients, failure, isFinite: false };
}
