#!/usr/bin/env node
/**
 * Compiles assembly/ (AssemblyScript) into dist/kernels/*.wasm, once for each tile shape in src/backends/wasm/shapes. All
 * shapes compute the same numbers. Which one is fastest depends on the JavaScript engine.
 */
import { cp, mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const shared = path.join(root, 'src/backends/wasm');

/** @param {string} shape the name of a file in the folder of shapes */
async function compile(shape) {
  const name = path.parse(shape).name;
  const folder = path.join(root, 'node_modules/.cache/kernels', name);
  await rm(folder, { recursive: true, force: true });
  try {
    await cp(path.join(root, 'assembly'), folder, { recursive: true });
    await cp(path.join(shared, 'layout.ts'), path.join(folder, 'layout.ts'));
    await cp(path.join(root, 'src/engine/model/constants.ts'), path.join(folder, 'constants.ts'));
    await cp(path.join(shared, 'shapes', shape), path.join(folder, 'shape.ts'));
    const features = ['simd', 'threads', 'bulk-memory', 'relaxed-simd'];
    const { error } = await asc.main([
      'index.ts',
      ...['--baseDir', folder, '--outFile', path.join(root, 'dist/kernels', `${name}.wasm`)],
      ...['--runtime', 'stub', '--importMemory', '--sharedMemory', '--maximumMemory', '65536'],
      ...['-O3', '--noAssert', ...features.flatMap((feature) => ['--enable', feature])],
      ...['--disable', 'mutable-globals', '--disableWarning', '--use', 'abort='],
    ], { stdout: process.stdout, stderr: process.stderr }); // prettier-ignore
    if (error) throw new Error(`${name}: ${error.message}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export async function buildKernels() {
  await mkdir(path.join(root, 'dist/kernels'), { recursive: true });
  for (const shape of await readdir(path.join(shared, 'shapes'))) await compile(shape);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildKernels();
