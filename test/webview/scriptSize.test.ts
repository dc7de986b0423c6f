import assert from 'node:assert/strict';
import esbuild from 'esbuild';
import { projectRoot } from '../host/paths.js';

/** The largest number of bytes of script that the Train view may need for its first drawing. */
const most = 120_000;

describe('The panel’s script', () => {
  it('needs less than 120 kB for the first picture: neither toolkit nor charts nor the other views', async () => {
    const { metafile } = await esbuild.build({
      absWorkingDir: projectRoot,
      entryPoints: ['webview/panel.ts', 'webview/sidebar.ts', 'webview/toolkitElements.ts'],
      outdir: 'out',
      write: false,
      bundle: true,
      minify: true,
      splitting: true,
      metafile: true,
      platform: 'browser',
      format: 'esm',
      target: 'chrome132',
    });
    const needed = new Set<string>();
    const add = (file: string): void => {
      if (needed.has(file)) return;
      needed.add(file);
      for (const { path, kind } of metafile.outputs[file].imports) if (kind === 'import-statement') add(path);
    };
    add('out/panel.js');
    const bytes = [...needed].reduce((sum, file) => sum + metafile.outputs[file].bytes, 0);
    assert.ok(bytes < most, `${bytes} bytes`);
    const inputs = [...needed].flatMap((file) => Object.keys(metafile.outputs[file].inputs));
    assert.ok(inputs.includes('webview/regions/regions.ts') && inputs.includes('webview/diagram/diagram.ts'));
  });
});
