import path from 'node:path';
import { dataFilesOf } from '../../worker/dataFiles.js';
import type { Training } from '../runs/training.js';

/** Returns the absolute paths of the files that the config's data and initial parameters come from, and of its gradients to compare with. */
export function watchedFiles({ store, folder }: Training): string[] {
  const { spec } = store.facts;
  if (spec?.kind !== 'network') return [];
  const { compare } = spec.gradientCheck;
  const names = [...dataFilesOf(spec), ...(typeof compare === 'string' ? [compare] : [])];
  return names.map((name) => path.resolve(folder, name));
}
