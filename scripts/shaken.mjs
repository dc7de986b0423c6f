import esbuild from 'esbuild';

/**
 * Bundles only what is used of a library that the sources import lazily. esbuild drops no unused code from modules
 * behind an `import()` in CommonJS, so the library is bundled by itself first.
 * @param {string} library as imported
 * @param {string[]} names that are imported from it; another is an error of the build
 * @param {string} resolveDir the project
 * @returns {{ plugin: esbuild.Plugin, inputs: string[] }} `inputs` are the library's files, once it is built
 */
export function shaken(library, names, resolveDir) {
  const inputs = [];
  const filter = new RegExp(`^${library}$`);
  const plugin = {
    name: `shaken ${library}`,
    setup(build) {
      build.onResolve({ filter }, () => ({ path: library, namespace: 'shaken' }));
      build.onLoad({ filter, namespace: 'shaken' }, async () => {
        const { outputFiles, metafile } = await esbuild.build({
          stdin: { contents: `export { ${names.join(', ')} } from '${library}'`, resolveDir },
          absWorkingDir: resolveDir,
          bundle: true,
          write: false,
          metafile: true,
          format: 'esm',
          platform: 'node',
          mainFields: ['module', 'main'],
        });
        inputs.push(...Object.keys(metafile.inputs));
        return { contents: outputFiles[0].text };
      });
    },
  };
  return { plugin, inputs };
}
