import type { Dataset } from '../engine/model/dataset.js';
import { classOf } from '../engine/model/classOf.js';
import type { Backend } from '../engine/training/backend.js';
import type { TrainingState } from '../engine/training/state.js';
import type { Gallery, GalleryItem } from '../protocol.js';
import { rowsOf, shownPart, visitOutputs } from './partOutputs.js';
import { pixelsOf } from './snapshot.js';

/** The number of images that are listed. */
const mostItems = 24;

type Found = Omit<GalleryItem, 'pixels' | 'sample' | 'row'> & { readonly index: number };

/** Finds the misclassified images, the most certain first; null where the data are not classes of images. */
export function gallerySteps(
  state: TrainingState,
  dataset: Dataset,
  backend: Backend | null,
): Generator<undefined, Gallery> | null {
  const { image, task } = dataset;
  return image && task === 'classification' ? find(state, { ...dataset, image }, backend) : null;
}

function* find(
  state: TrainingState,
  dataset: Dataset & { readonly image: NonNullable<Dataset['image']> },
  backend: Backend | null,
): Generator<undefined, Gallery> {
  const { part, samples, before, rowOf } = shownPart(dataset);
  const { columns, values } = samples.targets;
  let total = 0;
  let found: Found[] = [];
  yield* visitOutputs(state, samples, backend, (index, outputs) => {
    const label = classOf(values, index * columns, columns);
    const predicted = classOf(outputs, 0, columns);
    if (label === predicted) return;
    total++;
    found.push({ index, label, predicted, probability: probabilityOf(outputs, predicted) });
    if (found.length >= 8 * mostItems) found = mostCertain(found);
  });
  const items = mostCertain(found).map(({ index, ...item }) => ({
    ...item,
    sample: before + index,
    row: rowOf(index),
    pixels: pixelsOf(rowsOf(samples.inputs, index, index + 1).values, dataset),
  }));
  return { epoch: state.epoch, part, total, samples: samples.inputs.rows, size: dataset.image, items };
}

/** Returns the output of a class; of a single output for two classes, its complement for the first. */
function probabilityOf(outputs: ArrayLike<number>, predicted: number): number {
  if (outputs.length > 1) return outputs[predicted];
  return predicted === 1 ? outputs[0] : 1 - outputs[0];
}

function mostCertain(found: readonly Found[]): Found[] {
  const certainty = ({ probability }: Found): number => (Number.isNaN(probability) ? -Infinity : probability);
  return [...found].sort((a, b) => certainty(b) - certainty(a) || a.index - b.index).slice(0, mostItems);
}
