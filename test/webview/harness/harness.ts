/** Opens the two pages in a real browser without an editor. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import esbuild from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../../host/browser.js';
import { projectRoot } from '../../host/paths.js';
import themes from './themes.json' with { type: 'json' };

export type ThemeName = keyof typeof themes;

export interface Options {
  readonly theme?: ThemeName;
  readonly width?: number;
  readonly height?: number;
  /** The zoom of the whole page. */
  readonly scale?: number;
  readonly reducedMotion?: boolean;
}

const katex = path.join(projectRoot, 'node_modules/katex/dist');
const origin = 'http://page.test';
let files: Promise<ReadonlyMap<string, string | Buffer>> | null = null;
let browser: Promise<Browser> | null = null;

/** Loads a page, which then waits to be hydrated. */
export async function openPage(name: 'panel' | 'sidebar', options: Options = {}): Promise<Page> {
  const { width = 1200, height = 900, scale = 1 } = options;
  browser ??= launchBrowser();
  const context = await (
    await browser
  ).newContext({
    viewport: { width, height },
    deviceScaleFactor: scale,
    reducedMotion: options.reducedMotion ? 'reduce' : 'no-preference',
  });
  const page = await context.newPage();
  // The test runner's compiler calls this helper in functions, including those that are evaluated in a page.
  await page.addInitScript('globalThis.__name = (value) => value');
  page.on('pageerror', (error) => failures.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') failures.push(message.text());
  });
  files ??= bundle();
  const served = await files;
  await page.route(`${origin}/**`, async (route) => {
    const file = new URL(route.request().url()).pathname.slice(1);
    const body = file === name ? pageHtml(name, options.theme ?? 'dark') : served.get(file);
    if (body === undefined) await route.fulfill({ status: 404 });
    else await route.fulfill({ body, contentType: contentType(file) });
  });
  await page.goto(`${origin}/${name}`);
  await page.waitForFunction(() => window.harness.posted.some(({ type }) => type === 'loaded'));
  return page;
}

const failures: string[] = [];

/** Closes the pages of each test after it, and fails the test if a page has reported an error. */
export function closePages(): void {
  afterEach(async () => {
    for (const context of (await browser)?.contexts() ?? []) await context.close();
    assert.deepEqual(failures.splice(0), []);
  });
  after(async () => {
    await (await browser)?.close();
    browser = null;
  });
}

/** Changes the theme of a page in the way the editor does. */
export async function setTheme(page: Page, name: ThemeName): Promise<void> {
  await page.evaluate(
    ({ variables, className, kind, id }) => {
      document.documentElement.style.cssText = '';
      for (const [property, value] of Object.entries(variables)) {
        document.documentElement.style.setProperty(property, value);
      }
      document.body.dataset.vscodeThemeKind = kind;
      document.body.dataset.vscodeThemeId = id;
      document.body.className = className;
    },
    themes[name] as { variables: Record<string, string>; className: string; kind: string; id: string },
  );
}

/** Returns the HTML of a page, with the content security policy of the host's page. */
function pageHtml(name: string, theme: ThemeName): string {
  const { className, kind, id, variables } = themes[theme];
  const style = Object.entries(variables).map(([property, value]) => `${property}: ${value}`);
  const policy = `default-src 'none'; script-src 'nonce-n'; style-src ${origin} 'unsafe-inline'; font-src ${origin}; img-src ${origin} data:`;
  return `<!DOCTYPE html>
<html lang="en" style="${style.join('; ').replaceAll('"', '&quot;')}">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<link rel="stylesheet" href="editor.css">
<link rel="stylesheet" href="codicon.css">
<link rel="stylesheet" href="${name}.css">
${name === 'sidebar' ? '<style>html { background: var(--vscode-sideBar-background) }</style>' : '<style>html { background: var(--vscode-editor-background) }</style>'}
</head>
<body class="${className}" data-vscode-theme-kind="${kind}" data-vscode-theme-id="${id}">
<script type="module" nonce="n" src="main.js"></script>
<script type="module" nonce="n" src="${name}.js"></script>
<script type="module" async nonce="n" src="toolkitElements.js"></script>
</body>
</html>`;
}

async function bundle(): Promise<ReadonlyMap<string, string | Buffer>> {
  const here = path.join(projectRoot, 'test/webview/harness');
  const codicons = path.join(projectRoot, 'node_modules/@vscode/codicons/dist');
  const out = path.join(projectRoot, 'out');
  const { outputFiles } = await esbuild.build({
    absWorkingDir: projectRoot,
    entryPoints: [
      'webview/panel.ts',
      'webview/sidebar.ts',
      'webview/toolkitElements.ts',
      'webview/panel.css',
      'webview/sidebar.css',
      path.join(here, 'main.ts'),
    ],
    entryNames: '[name]',
    outdir: out,
    bundle: true,
    write: false,
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    platform: 'browser',
    format: 'esm',
    target: 'chrome132',
  });
  return new Map<string, string | Buffer>([
    ...outputFiles.map((file) => [path.relative(out, file.path), file.text] as const),
    ...readdirSync(path.join(katex, 'fonts')).map(
      (name) => [`fonts/${name}`, readFileSync(path.join(katex, 'fonts', name))] as const,
    ),
    ['katex.css', readFileSync(path.join(katex, 'katex.min.css'), 'utf8')],
    ['editor.css', readFileSync(path.join(here, 'editor.css'), 'utf8')],
    ['codicon.css', readFileSync(path.join(codicons, 'codicon.css'), 'utf8')],
    ['codicon.ttf', readFileSync(path.join(codicons, 'codicon.ttf'))],
  ]);
}

function contentType(file: string): string {
  const types: Record<string, string> = {
    '.js': 'text/javascript',
    '.css': 'text/css',
    '.ttf': 'font/ttf',
    '.woff2': 'font/woff2',
  };
  return types[path.extname(file)] ?? 'text/html';
}
