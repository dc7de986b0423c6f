import { shapeOf } from '../data/datasetContents.js';
import type { Dataset } from '../engine/model/dataset.js';
import type { DataIdentity } from '../jobs/dataIdentity.js';
import type { Platform } from './platform.js';

export function identityOf(dataset: Dataset, { digestOf }: Pick<Platform, 'digestOf'>): DataIdentity {
  return { shape: shapeOf(dataset), digest: digestOf(dataset) };
}
