import type { NetworkConfig } from '../../config/spec.js';
import { recordSteps } from '../../engine/check/record.js';
import type { Dataset } from '../../engine/model/dataset.js';
import type { CompareSubject } from '../../words/compareSteps.js';
import { createCheckSubject } from '../checkGradients.js';

/**
 * The largest number of multiply-adds in the search for an answer's mistake, which is about a second. An answer that
 * nothing explains should not delay a class of hundreds.
 */
const work = 4e8;

/** The network and its data, whose right gradients are computed once for all answers. */
export type GradeSubject = Required<CompareSubject> & { readonly spec: NetworkConfig };

export function* createGradeSubject(
  spec: NetworkConfig,
  dataset: Dataset,
): Generator<undefined, GradeSubject> {
  const { network, wording } = yield* createCheckSubject(spec, dataset);
  const samples = dataset.training;
  const recorded = yield* recordSteps(network, samples, { dropoutSeed: null });
  return { spec, network, samples, recorded, work, names: wording.names, nameOf: wording.nameOf };
}
