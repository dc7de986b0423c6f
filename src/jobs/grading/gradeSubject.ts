import type { NetworkConfig } from '../../config/spec.js';
import { recordSteps } from '../../engine/check/record.js';
import type { Dataset } from '../../engine/model/dataset.js';
import type { CompareSubject } from '../../words/compareSteps.js';
import { createCheckSubject } from '../checkGradients.js';

/** The network and its data, whose right gradients are computed once for all answers. */
export type GradeSubject = Required<CompareSubject> & { readonly spec: NetworkConfig };

export function* createGradeSubject(
  spec: NetworkConfig,
  dataset: Dataset,
): Generator<undefined, GradeSubject> {
  const { network, wording } = yield* createCheckSubject(spec, dataset);
  const samples = dataset.training;
  const recorded = yield* recordSteps(network, samples, { dropoutSeed: null });
  return { spec, network, samples, recorded, names: wording.names, nameOf: wording.nameOf };
}
