/** Valid configs, from which the inputs are derived. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'jsonc-parser';
import type { Json } from './json.js';

const root = path.join(import.meta.dirname, '../..');
export const examples = path.join(root, 'examples');
const golden = path.join(root, 'test/fixtures/golden');

const exampleConfigs = readdirSync(examples)
  .filter((name) => name.endsWith('.backprop.json'))
  .map((name) => parse(readFileSync(path.join(examples, name), 'utf8')) as Json);

const goldenConfigs = readdirSync(golden).map(
  (name) => (JSON.parse(readFileSync(path.join(golden, name), 'utf8')) as { config: Json }).config,
);

export const configs: readonly Json[] = [...exampleConfigs, ...goldenConfigs];
