import * as l10n from '@vscode/l10n';
import type { Finding } from '../config/problem.js';
import type { FunctionConfig, NetworkConfig, Spec } from '../config/spec.js';
import type { Dataset } from '../engine/model/dataset.js';
import { branchDescent, branchState } from '../engine/training/branch.js';
import { startDescent, type DescentState } from '../engine/training/descent.js';
import { keepState, restoreState } from '../engine/training/keptState.js';
import { searchRate, type RateSearch } from '../engine/training/rateSearch.js';
import type { TrainingState } from '../engine/training/state.js';
import { descentTrainee, networkTrainee } from '../engine/training/trainee.js';
import { copyDescent } from './functionJob.js';
import { startNetwork } from './networkJob.js';

/** Returns the finding that says why no learning rate can be searched for a config; null where one can. */
export function rateRefusal({ training }: Spec): Finding | null {
  if (training.optimizer.type !== 'perceptron') return null;
  const message = l10n.t(
    'The perceptron rule does not follow the gradient of a loss, so there is no learning rate to find. Choose another optimizer, such as sgd, and search again.',
  );
  return { severity: 'error', code: 'no-rate-to-find', message, path: ['training', 'optimizer'] };
}

/**
 * Searches a learning rate for a network. It trains copies and changes nothing else.
 *
 * @param from the state that the search starts from; null: the initial one
 */
export function* findNetworkRate(
  config: NetworkConfig,
  dataset: Dataset,
  from: TrainingState | null,
): Generator<RateSearch | undefined, RateSearch> {
  const initial = yield* startNetwork(config, dataset);
  const start = from && branchState(from, initial.network, config.training);
  const kept = keepState(start ?? initial, null);
  return yield* searchRate(() => networkTrainee(restoreState(kept), dataset, config.training));
}

/** Searches a learning rate for a descent on a function. */
export function findDescentRate(
  config: FunctionConfig,
  from: DescentState | null,
): Generator<RateSearch | undefined, RateSearch> {
  const { training } = config;
  const start = from ? branchDescent(from, training) : startDescent(config, training);
  return searchRate(() => descentTrainee(copyDescent(start), config, training));
}
