import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { shapes } from '../../src/backends/wasm/shapes.js';

const root = path.resolve(__dirname, '../..');
const namesIn = (folder: string): string[] =>
  readdirSync(path.join(root, folder)).map((file) => path.parse(file).name);

describe('The shapes of the kernels', () => {
  it('are all listed, and compiled', () => {
    const listed = shapes.map(({ name }) => name).sort();
    assert.deepEqual(namesIn('src/backends/wasm/shapes').sort(), listed);
    assert.deepEqual(namesIn('dist/kernels').sort(), listed);
  });

  it('are named after their tiles', () => {
    for (const { name, vectors, fuses } of shapes)
      assert.match(name, new RegExp(`^${fuses ? 'fused' : 'plain'}-\\dx${vectors}$`));
  });
});
