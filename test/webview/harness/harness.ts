/** Opens the pages in a real browser without an editor. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
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
let files: Promise<ReadonlyMap<string, string | Buffer>> | null = null;
let origin: Promise<string> | null = null;
let browser: Promise<Browser> | null = null;
/** The browser page that the tests share, one after the other: navigating takes a tenth of the time of opening another one. */
let shared: { readonly page: Page; readonly scale: number } | null = null;

/** Loads a page in place of the one before, which then waits to be hydrated. */
export async function openPage(name: 'panel' | 'sidebar' | 'grades', options: Options = {}): Promise<Page> {
  const { width = 1200, height = 900, scale = 1, theme = 'dark', reducedMotion } = options;
  origin ??= serve();
  const address = `${await origin}/${name}?theme=${theme}`;
  const page = await blankPage(scale);
  await page.setViewportSize({ width, height });
  await page.emulateMedia({ reducedMotion: reducedMotion ? 'reduce' : 'no-preference' });
  await page.mouse.move(-1, -1);
  await page.goto(address); // The page's scripts run before the `load` event, which this awaits.
  return page;
}

/** Returns the shared browser page without anything that a page has stored in it. */
async function blankPage(scale: number): Promise<Page> {
  if (shared?.scale === scale) {
    await shared.page.evaluate(() => sessionStorage.clear());
    return shared.page;
  }
  browser ??= launchBrowser();
  await shared?.page.context().close();
  const context = await (await browser).newContext({ deviceScaleFactor: scale });
  const page = await context.newPage();
  // The test runner's compiler calls this helper in functions, including those that are evaluated in a page.
  await page.addInitScript('globalThis.__name = (value) => value');
  page.on('pageerror', (error) => failures.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') failures.push(message.text());
  });
  shared = { page, scale };
  return page;
}

const failures: string[] = [];

/** Fails each test in which a page has reported an error. */
export function checkPages(): void {
  afterEach(() => assert.deepEqual(failures.splice(0), []));
}

after(async () => {
  await (await browser)?.close();
  browser = shared = null;
});

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
function pageHtml(name: string, theme: ThemeName, origin: string): string {
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

/** Serves the pages and their files on this machine, and returns the address. */
async function serve(): Promise<string> {
  files ??= bundle();
  const served = await files;
  const server = createServer((request, response) => {
    const { pathname, searchParams, origin } = new URL(request.url ?? '', `http://${request.headers.host}`);
    const file = pathname.slice(1);
    const theme = searchParams.get('theme') as ThemeName | null;
    const body = theme ? pageHtml(file, theme, origin) : served.get(file);
    const headers = {
      'Content-Type': contentType(file),
      'Cache-Control': theme ? 'no-store' : 'max-age=3600',
    };
    if (body === undefined) response.writeHead(404).end();
    else response.writeHead(200, headers).end(body);
  });
  server.unref();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
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
      'webview/grades.ts',
      'webview/toolkitElements.ts',
      'webview/panel.css',
      'webview/sidebar.css',
      'webview/grades.css',
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
