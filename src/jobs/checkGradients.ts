import { nameSource } from '../config/nameSource.js';
import type { Finding } from '../config/problem.js';
import type { NetworkConfig } from '../config/spec.js';
import { checkGradients } from '../engine/check/checkGradients.js';
import type { Candidate } from '../engine/check/compareGradients.js';
import type { GivenFile } from '../engine/check/givenGradients.js';
import type { CheckProgress, CheckReport } from '../engine/check/checkResult.js';
import type { Dataset } from '../engine/model/dataset.js';
import { createNetworkSteps, networkDataOf } from '../engine/model/initialize.js';
import type { Network } from '../engine/model/network.js';
import { createNames } from '../engine/trace/names.js';
import { checkFindings, parameterNamer, type Wording } from '../words/checkFindings.js';
import { compareSteps, type Compared } from '../words/compareSteps.js';

/** What a gradient check is about: a config's network at its initial parameters, and its data. */
export interface CheckSubject {
  readonly spec: NetworkConfig;
  readonly dataset: Dataset;
  readonly network: Network;
  readonly wording: Wording;
}

/** The results of a gradient check, and of the comparison with the user's gradients if there are any. */
export interface GradientCheck {
  readonly report: CheckReport;
  readonly compared: Compared | null;
  readonly findings: readonly Finding[];
}

export function* createCheckSubject(
  spec: NetworkConfig,
  dataset: Dataset,
): Generator<undefined, CheckSubject> {
  const network = yield* createNetworkSteps(spec, networkDataOf(dataset), spec.training);
  const names = createNames(nameSource(spec, dataset), network);
  const nameOf = parameterNamer(names, (layer) => network.layers[layer - 1].biasShared);
  return { spec, dataset, network, wording: { names, nameOf, layers: network.layers.length } };
}

/**
 * Checks all gradients against numeric ones, then compares the user's gradients with them. It yields the progress of the
 * check, and `undefined` during the comparison.
 *
 * @param candidates other parameters that the user's gradients may belong to
 */
export function* checkSubject(
  { spec, dataset, network, wording }: CheckSubject,
  file: GivenFile | null,
  candidates: readonly Candidate[] = [],
): Generator<CheckProgress | undefined, GradientCheck> {
  const { training, gradientCheck } = spec;
  const { names, nameOf, layers } = wording;
  const options = { ...gradientCheck, seed: training.seed, regularization: training.regularization };
  const report = yield* checkGradients(network, dataset.training, options);
  const question = { spec, network, samples: dataset.training, names, nameOf };
  const compared = file && (yield* compareSteps(file, question, candidates));
  const findings = [...checkFindings(report, names, nameOf, layers), ...(compared?.findings ?? [])];
  return { report, compared, findings };
}
