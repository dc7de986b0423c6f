import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import esbuild from 'esbuild';

/**
 * Makes CommonJS of a bundle that is split where the sources say `import()`: esbuild splits ES modules alone. Each chunk
 * is read when it is first wanted, where in one file all of it would be compiled at the start.
 * @param {string} folder of the chunks, which holds nothing else
 * @returns {esbuild.Plugin}
 */
export function lazyChunks(folder) {
  return {
    name: 'lazy chunks',
    setup(build) {
      const { minify, sourcemap, platform, target } = build.initialOptions;
      Object.assign(build.initialOptions, {
        format: 'esm',
        splitting: true,
        write: false,
        sourcemap: sourcemap && 'inline',
      });
      build.onEnd(async ({ outputFiles = [] }) => {
        await rm(folder, { recursive: true, force: true });
        for (const { path: file, text } of outputFiles) {
          const { code } = await esbuild.transform(text, {
            minify,
            platform,
            target,
            sourcemap: sourcemap && 'inline',
            sourcefile: path.basename(file),
            format: 'cjs',
            legalComments: 'none',
            supported: { 'dynamic-import': false },
          });
          await mkdir(path.dirname(file), { recursive: true });
          await writeFile(file, code);
        }
      });
    },
  };
}
