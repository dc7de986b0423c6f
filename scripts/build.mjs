#!/usr/bin/env node
/**
 * Bundles the product (extension, worker, command line, webviews) and the in-editor tests into dist/, and compiles the
 * kernels.
 *   --watch        builds again on every change
 *   --production   minifies the bundles, and omits source maps
 */
import { chmod, cp, mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import esbuild from 'esbuild';
import { buildKernels } from './kernels.mjs';
import { buildModelPage } from './modelPage.mjs';
import { lazyChunks } from './lazyChunks.mjs';
import { thirdPartyNotices } from './notices.mjs';
import { translateSchema } from './schema.mjs';
import { shaken } from './shaken.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const watch = process.argv.includes('--watch');
const production = process.argv.includes('--production');

/** @type {esbuild.BuildOptions} */
const common = {
  absWorkingDir: root,
  bundle: true,
  minify: production,
  sourcemap: !production,
  sourcesContent: false,
  legalComments: 'none', // dist/ThirdPartyNotices.txt contains all licenses.
  metafile: true,
  logLevel: 'info',
};

/** The parts of mathjs that are bundled: the parser, and the functions that derivatives need. */
const mathjsParts = [
  ...['create', 'parseDependencies', 'derivativeDependencies', 'simplifyDependencies'],
  ...['add', 'subtract', 'multiply', 'divide', 'pow', 'unaryMinus', 'exp', 'log', 'sqrt'].map(
    (name) => `${name}Dependencies`,
  ),
];
const codicons = 'node_modules/@vscode/codicons/dist';
const mathjs = shaken('mathjs/number', mathjsParts, root);

/**
 * The options of bundles for Node. They are CommonJS because the extension host requires it. The oldest supported host
 * runs Node 20.
 *
 * @type {esbuild.BuildOptions}
 */
const node = {
  ...common,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  mainFields: ['module', 'main'],
  plugins: [mathjs.plugin],
};

/** The options of the webviews' bundles. The oldest supported host has Chromium 132. @type {esbuild.BuildOptions} */
const browser = { ...common, platform: 'browser', format: 'esm', target: 'chrome132' };

const builds = [
  {
    ...node,
    // These share chunks.
    entryPoints: { extension: 'src/extension.ts', worker: 'src/node/workerMain.ts', cli: 'src/cli.ts' },
    outdir: 'dist',
    chunkNames: 'chunks/[name]-[hash]',
    external: ['vscode'],
    plugins: [mathjs.plugin, lazyChunks(path.join(root, 'dist/chunks'))],
  },
  { ...node, entryPoints: ['src/node/helperThread.ts'], outfile: 'dist/helper.cjs' },
  { ...node, entryPoints: ['src/node/probe.ts'], outfile: 'dist/probe.cjs' },
  {
    ...browser,
    entryPoints: [
      'panel.ts',
      'sidebar.ts',
      'grades.ts',
      'toolkitElements.ts',
      'panel.css',
      'sidebar.css',
      'grades.css',
    ].map((name) => `webview/${name}`),
    outdir: 'dist/webview',
    splitting: true, // The first picture waits neither for the toolkit and the charts nor for the other views.
    chunkNames: 'chunks/[name]-[hash]',
  },
];

/** The options of the test bundles. Each test file has its own, so that a failing import affects no other file. */
const editorTests = {
  ...node,
  minify: false,
  entryPoints: ['test/editor/index.ts', 'test/editor/*.test.ts'],
  outdir: 'dist/test/editor',
  external: ['vscode', 'mocha'],
};

await rm(path.join(root, 'dist/test'), { recursive: true, force: true });
await rm(path.join(root, 'dist/webview/chunks'), { recursive: true, force: true });
await copyCodicons();
await copyKatex();
await buildKernels();
await translateSchema(root);
await buildModelPage(root);
const all = [...builds, editorTests];
if (watch) {
  for (const options of all) await (await esbuild.context(options)).watch();
} else {
  const results = await Promise.all(all.map((options) => esbuild.build(options)));
  const shipped = results.slice(0, builds.length).flatMap((result) => Object.keys(result.metafile.inputs));
  await chmod(path.join(root, 'dist/cli.js'), 0o755);
  await writeFile(
    path.join(root, 'dist/ThirdPartyNotices.txt'),
    thirdPartyNotices(root, [...shipped, ...mathjs.inputs, codicons]),
  );
}

/** Copies the icon font, to which the pages link. */
async function copyCodicons() {
  const to = path.join(root, 'dist/webview');
  await mkdir(to, { recursive: true });
  for (const name of ['codicon.css', 'codicon.ttf']) {
    await cp(path.join(root, codicons, name), path.join(to, name));
  }
}

/** Copies KaTeX's style sheet and its fonts, in the one format that the browsers of all hosts support. */
async function copyKatex() {
  const from = path.join(root, 'node_modules/katex/dist');
  const to = path.join(root, 'dist/webview');
  await mkdir(to, { recursive: true });
  await cp(path.join(from, 'katex.min.css'), path.join(to, 'katex.css'));
  await cp(path.join(from, 'fonts'), path.join(to, 'fonts'), {
    recursive: true,
    filter: (file) => !/\.(ttf|woff)$/.test(file),
  });
}
