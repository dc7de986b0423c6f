import { changedAt, difference, nodeAt, typeAt, type Edit } from './textEdits.js';
import type { JsonPath } from '../span.js';

/** The settings that the user interface can write into the file. */
export interface Settings {
  readonly learningRate: number;
  readonly epochs: number;
  /** The number of samples per batch; null means all training samples. */
  readonly batchSize: number | null;
  readonly seed: number;
}

/**
 * Returns the edits that write settings into the text of a config and keep comments and layout. Returns no edits where
 * the config or its `training` is not an object.
 */
export function settingsEdits(text: string, settings: Partial<Settings>): readonly Edit[] {
  const { learningRate, epochs, batchSize, seed } = settings;
  const type = typeAt(text, ['training']);
  if (typeAt(text, []) !== 'object' || (type !== undefined && type !== 'object')) return [];
  let changed = text;
  const put = (path: JsonPath, value: string | number | object | undefined): void => {
    changed = changedAt(changed, path, value);
  };
  if (type === undefined && Object.keys(settings).length > 0) put(['training'], {});
  if (learningRate !== undefined) {
    const optimizer = ['training', 'optimizer'];
    if (typeAt(text, optimizer) !== 'object') {
      const name = optimizerOf(text);
      put(optimizer, {});
      put([...optimizer, 'type'], name);
    }
    put([...optimizer, 'learningRate'], learningRate);
  }
  if (epochs !== undefined) put(['training', 'epochs'], epochs);
  if (batchSize !== undefined) put(['training', 'batchSize'], batchSize ?? undefined);
  if (seed !== undefined) put(['training', 'seed'], seed);
  return difference(text, changed);
}

/** Returns the optimizer's name where it is given as a string, else the default. */
function optimizerOf(text: string): string {
  const name: unknown = nodeAt(text, ['training', 'optimizer'])?.value;
  return typeof name === 'string' ? name : 'sgd';
}
