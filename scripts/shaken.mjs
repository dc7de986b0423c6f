import esbuild from 'esbuild';

/**
 * Bundles only the used parts of a library that the sources import lazily. esbuild does not remove unused code from
 * modules that `import()` loads in CommonJS, so the library is bundled separately first.
 * @param {string} library the name that is imported
 * @param {string[]} names the exports that are imported; importing another one is a build error
 * @param {string} resolveDir the folder of the project
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
