import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseConfig } from '../../src/config/parse.js';
import type { NetworkConfig } from '../../src/config/spec.js';
import { loadDataset } from '../../src/data/loadDataset.js';
import type { LoadOptions, LoadResult } from '../../src/data/loadDataset.js';
import type { Dataset } from '../../src/engine/model/dataset.js';
import type { Matrix } from '../../src/engine/model/network.js';
import { filesIn } from '../../src/node/filesIn.js';

export const oneOutput = { layers: [{ units: 1 }], loss: 'meanSquaredError' };
export const yesOrNo = { layers: [{ units: 1, activation: 'sigmoid' }], loss: 'binaryCrossEntropy' };
export const classesOf = (units: number) => ({
  layers: [{ units, activation: 'softmax' }],
  loss: 'crossEntropy',
});

/** Returns the spec of a config that must not have errors. */
export async function specOf(config: object): Promise<NetworkConfig> {
  const { spec, problems } = await parseConfig(JSON.stringify(config), 'test.backprop.json');
  assert.ok(spec?.kind === 'network', problems.map((problem) => problem.message).join('\n'));
  return spec;
}

/** Runs a test with a folder that contains these files, and removes it afterwards. */
export async function withFiles<T>(
  files: Readonly<Record<string, string | Uint8Array>>,
  run: (directory: string) => Promise<T>,
): Promise<T> {
  const directory = await mkdtemp(path.join(tmpdir(), 'backprop-data-'));
  try {
    for (const [name, contents] of Object.entries(files))
      await writeFile(path.join(directory, name), contents);
    return await run(directory);
  } finally {
    await rm(directory, { recursive: true });
  }
}

/** Loads the data of a config in a folder that contains these files. */
export async function load(
  config: object,
  files: Readonly<Record<string, string | Uint8Array>> = {},
  options: LoadOptions = {},
): Promise<LoadResult> {
  const spec = await specOf(config);
  return withFiles(files, (directory) => loadDataset(spec, filesIn(directory), options));
}

/** Returns the dataset of a config whose data must not have problems. */
export async function datasetOf(
  config: object,
  files: Readonly<Record<string, string | Uint8Array>> = {},
): Promise<Dataset> {
  const { dataset, findings } = await load(config, files);
  assert.deepEqual(findings, []);
  assert.ok(dataset);
  return dataset;
}

export function rowsOf({ rows, columns, values }: Matrix): number[][] {
  return Array.from({ length: rows }, (_, r) => [...values.subarray(r * columns, (r + 1) * columns)]);
}
