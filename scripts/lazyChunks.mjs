import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import esbuild from 'esbuild';

/**
 * Converts a bundle that is split at `import()` to CommonJS, because esbuild splits only ES modules. Each chunk is loaded
 * when it is first needed; in a single file, all code would be compiled at the start.
 * @param {string} folder the folder of the chunks, which contains nothing else
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
          const { code } = await esbuild.transform(importedOnce(text, 'vscode'), {
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

/**
 * Returns a bundle whose sources share one import of a package's namespace. Each import would copy the namespace, which
 * takes half a millisecond for the two hundred names of the editor.
 */
function importedOnce(text, name) {
  const statement = new RegExp(`import\\s*\\*\\s*as ([\\w$]+)\\s+from\\s*"${name}";`, 'g');
  let first = '';
  return text.replace(statement, (whole, alias) => {
    if (first) return `var ${alias}=${first};`;
    first = alias;
    return whole;
  });
}
