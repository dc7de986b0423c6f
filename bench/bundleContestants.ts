import { readdirSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { projectRoot } from '../test/host/paths.js';

/** Bundles the contestants like the product, since the product is what is timed. @returns the folder of the bundles */
export async function bundleContestants(): Promise<string> {
  const folder = path.join(projectRoot, 'bench/contestants');
  const outdir = path.join(projectRoot, 'dist/bench');
  await build({
    absWorkingDir: projectRoot,
    entryPoints: readdirSync(folder)
      .filter((name) => /\.(ts|mjs)$/.test(name) && name !== 'serve.ts')
      .map((name) => path.join(folder, name)),
    outdir,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    mainFields: ['module', 'main'],
    external: ['@tensorflow/*', 'brain.js', 'synaptic'],
    logLevel: 'warning',
  });
  return outdir;
}
