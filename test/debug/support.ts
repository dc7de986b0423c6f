import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseConfig } from '../../src/config/parse.js';
import type { NetworkConfig } from '../../src/config/spec.js';
import { loadDataset } from '../../src/data/loadDataset.js';
import type { Dataset } from '../../src/engine/model/dataset.js';
import { Walk } from '../../src/debug/walk.js';
import type { PassStart } from '../../src/jobs/firstPass.js';
import { filesIn } from '../../src/node/filesIn.js';

export const workedExample = 'worked-example-2-2-2.backprop.json';

export async function loaded(config: object | string): Promise<{ config: NetworkConfig; dataset: Dataset }> {
  const text = typeof config === 'string' ? await exampleText(config) : JSON.stringify(config);
  const { spec, problems } = await parseConfig(text, 'test.backprop.json');
  if (spec?.kind !== 'network') throw new Error(problems.map(({ message }) => message).join('\n'));
  const { dataset, findings } = await loadDataset(spec, filesIn(path.resolve('examples')));
  if (!dataset) throw new Error(findings.map(({ message }) => message).join('\n'));
  return { config: spec, dataset };
}

export function exampleText(name: string): Promise<string> {
  return readFile(path.resolve('examples', name), 'utf8');
}

/** Opens a walk through an example, or through a config as an object. */
export async function walkOf(config: object | string, start: Partial<PassStart> = {}): Promise<Walk> {
  return Walk.open({ ...(await loaded(config)), ...start });
}
