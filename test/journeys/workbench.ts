/**
 * Runs journeys: tests that use the packaged extension in a real editor through its pages, as a user would.
 *
 * A journey is a file `test/journeys/NAME.test.ts`:
 *
 *   describe('Training iris', () => {
 *     let workbench: Workbench;
 *     before(async () => { workbench = await openWorkbench({ theme: 'dark' }); });
 *     after(() => workbench.close());
 *
 *     it('shows the loss falling', async () => {
 *       const { page } = workbench;
 *       await openFile(page, 'iris.backprop.json');
 *       await (await codeLens(page, 'Train')).click();
 *       const panel = await webview(page, 'panel');
 *       await panel.getByText('done').waitFor();
 *       await screenshot(page, 'iris-trained');
 *     });
 *   });
 *
 *   npm run test:journeys                    packages, then runs all of them
 *   npm run test:journeys -- --grep PATTERN  some of them
 *   npx mocha --config test/journeys/.mocharc.json test/journeys/NAME.test.ts   with the VSIX as packaged last
 *   BACKPROP_CHROMIUM=/usr/bin/chromium …    with a browser of this machine
 *
 * `page` is Playwright's. Locators wait up to a minute, a test takes up to five. A failed journey writes
 * test-results/failures/NAME.png and NAME.log.
 */
import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, BrowserContext, Frame, Locator, Page } from 'playwright-core';
import { launchBrowser } from '../host/browser.js';
import { projectPackage, projectRoot } from '../host/paths.js';
import { removeFolder, temporaryFolder } from '../host/processes.js';
import { installExtension, startServer, type Server } from '../host/server.js';

export type Theme = 'light' | 'dark' | 'highContrastDark' | 'highContrastLight';

/** The themes: the label in the picker, the value of the setting in VS Code 1.100, and the class of the workbench. */
const themes: Record<Theme, { label: string; setting: string; className: string }> = {
  light: { label: 'Light Modern', setting: 'Default Light Modern', className: 'vs' },
  dark: { label: 'Dark Modern', setting: 'Default Dark Modern', className: 'vs-dark' },
  highContrastDark: { label: 'Dark High Contrast', setting: 'Default High Contrast', className: 'hc-black' },
  highContrastLight: {
    label: 'Light High Contrast',
    setting: 'Default High Contrast Light',
    className: 'hc-light',
  },
};

export interface WorkbenchOptions {
  readonly theme?: Theme;
  /** The initial user settings. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Additional files in the folder, by their paths in it. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  readonly viewport?: { readonly width: number; readonly height: number };
  /** The display language, such as `zh-cn`; by default English. */
  readonly locale?: string;
  /** Whether it opens as `npm start` does: with the spiral and its panel. */
  readonly asStarted?: boolean;
  /** Opens the folder in Restricted Mode. */
  readonly isRestricted?: boolean;
}

export interface Workbench {
  readonly page: Page;
  /** The open folder, a copy of examples/. */
  readonly folder: string;
  readonly server: Server;
  close(): Promise<void>;
}

/** Opens a new editor with the packaged extension on a copy of examples/. */
export async function openWorkbench(options: WorkbenchOptions = {}): Promise<Workbench> {
  const folder = path.join(temporaryFolder('journey'), 'examples');
  cpSync(path.join(projectRoot, 'examples'), folder, { recursive: true });
  for (const [name, content] of Object.entries(options.files ?? {})) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), content);
  }
  const server = await startServer({
    extensionsFolder: await installedExtension(),
    settings: { 'workbench.colorTheme': themes[options.theme ?? 'dark'].setting, ...options.settings },
    locale: options.locale,
    isRestricted: options.isRestricted,
    env: options.asStarted ? { BACKPROP_OPEN_SPIRAL: '1' } : {},
  });
  const context = await (
    await browser()
  ).newContext({ viewport: options.viewport ?? { width: 1400, height: 900 } });
  const page = await context.newPage();
  // The test runner's compiler calls this helper in functions, including those that are evaluated in a page.
  await page.addInitScript('globalThis.__name = (value) => value');
  watch(page);
  const close = closer(context, server, folder);
  const first = options.asStarted ? path.join(folder, 'spiral.backprop.json') : undefined;
  await page.goto(server.address(folder, first));
  await workbenchReady(page);
  return { page, folder, server, close };
}

/**
 * Reloads the window by its command, which makes the editor store the open tabs and panels first. Reloading the page
 * itself would lose those that were opened within the last five seconds.
 */
export async function reloadWindow(page: Page): Promise<void> {
  const navigated = page.waitForEvent('framenavigated', {
    predicate: (frame) => frame === page.mainFrame(),
    timeout: 60_000,
  });
  await Promise.all([navigated, runCommand(page, 'Developer: Reload Window')]);
  // The view that was open last is restored.
  await page.locator('.part.sidebar .composite.title').waitFor();
}

async function workbenchReady(page: Page): Promise<void> {
  await page.locator('.explorer-folders-view .monaco-list-row').first().waitFor();
}

/** Runs a command from the palette by its full title, such as "Backprop: Train". */
export async function runCommand(page: Page, title: string): Promise<void> {
  const row = quickInput(page).locator('.monaco-list-row').getByText(title, { exact: true }).first();
  // A webview that is loading may take the focus and close the palette, so it is opened again.
  await eventually(`the command "${title}"`, async () => {
    await page.keyboard.press('F1');
    await quickInput(page).locator('input[type=text]').fill(`>${title}`, { timeout: 5000 });
    await row.click({ timeout: 5000 });
    return true;
  });
}

/** Returns the quick input at the top of the window, which shows the palette, pickers and prompts. */
export function quickInput(page: Page): Locator {
  return page.locator('.quick-input-widget');
}

/** Clicks the item with exactly this label in the open list. */
export async function pick(page: Page, label: string): Promise<void> {
  await quickInput(page).locator('.monaco-list-row').getByText(label, { exact: true }).first().click();
}

/** Opens a file from the explorer permanently, and waits for its text. */
export async function openFile(page: Page, name: string): Promise<void> {
  const row = page.locator('.explorer-folders-view .monaco-list-row').getByText(name, { exact: true });
  // An explorer that is refreshing may ignore the clicks.
  await eventually(`${name} is open`, async () => {
    await row.dblclick({ timeout: 10_000 });
    await page.locator(`.tab.active[data-resource-name="${name}"]`).waitFor({ timeout: 10_000 });
    return true;
  });
  await page.locator('.editor-group-container.active .monaco-editor .view-line').first().waitFor();
}

/** Returns the language of the active editor in the status bar. */
export function languageOf(page: Page): Locator {
  return page.locator('#status\\.editor\\.mode');
}

/** Waits for a code lens that contains this text. */
export async function codeLens(page: Page, text: string): Promise<Locator> {
  const lens = page.locator('.codelens-decoration a', { hasText: text }).first();
  await lens.waitFor();
  return lens;
}

/**
 * Returns the frame of the visible page with this script, `panel` or `sidebar`. After the page was hidden or reloaded,
 * it has another frame.
 */
export async function webview(page: Page, name: string): Promise<Frame> {
  const find = async (): Promise<Frame | false> => {
    for (const frame of page.frames()) if (isInWebview(frame) && (await shows(frame, name))) return frame;
    return false;
  };
  return eventually(`the page "${name}"`, find, 30).catch(async () => {
    // In a browser, one of two webviews that load at once may wait forever for the service worker of the other one.
    await runCommand(page, 'Developer: Reload Webviews');
    return eventually(`the page "${name}" after reloading the webviews`, find);
  });
}

/** Returns whether a frame is the inner one of a webview, by the name of the document that the editor loads there. */
const isInWebview = (frame: Frame): boolean => frame.url().includes('/fake.html');

/** Returns whether a frame shows a page. A frame may be detached in the meantime, and then shows none. */
async function shows(frame: Frame, name: string): Promise<boolean> {
  const script = frame.locator(`script[src$="/dist/webview/${name}.js"]`);
  return (await script.count().catch(() => 0)) > 0 && frame.locator('body').isVisible();
}

/** Changes the theme while the editor runs, and waits until it has. */
export async function setTheme(page: Page, theme: Theme): Promise<void> {
  const { label, className } = themes[theme];
  await runCommand(page, 'Preferences: Color Theme');
  await quickInput(page).locator('input[type=text]').fill(label);
  await pick(page, label);
  await page.locator(`.monaco-workbench.${className}`).waitFor();
}

/** Saves a screenshot as test-results/screenshots/NAME.png. */
export async function screenshot(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: resultPath('screenshots', `${name}.png`) });
}

/** Polls until the result is not false, for conditions that no locator can wait for. An error counts as false. */
export async function eventually<T>(what: string, ask: () => Promise<T | false>, seconds = 60): Promise<T> {
  const end = Date.now() + seconds * 1000;
  let reason: unknown;
  while (Date.now() < end) {
    try {
      const answer = await ask();
      if (answer !== false) return answer;
    } catch (error) {
      reason = error;
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`Not within ${seconds} s: ${what}`, { cause: reason });
}

// ── behind the scenes ────────────────────────────────────────────────────────────────────────────────────────────

let launched: Promise<Browser> | undefined;
/** Returns the browser that all journeys share. */
function browser(): Promise<Browser> {
  launched ??= launchBrowser();
  return launched;
}

let installation: Promise<string> | undefined;
/** Returns a new folder with the packaged extension, which all journeys share. */
function installedExtension(): Promise<string> {
  installation ??= installPackage();
  return installation;
}

async function installPackage(): Promise<string> {
  const vsix = projectPackage();
  if (!existsSync(vsix)) throw new Error(`${vsix} is missing; "npm run package" makes it.`);
  const folder = temporaryFolder('extensions');
  await installExtension(vsix, folder);
  return folder;
}

const open = new Set<() => Promise<void>>();
function closer(context: BrowserContext, server: Server, folder: string): () => Promise<void> {
  const close = async (): Promise<void> => {
    if (!open.delete(close)) return;
    await context.close();
    await server.stop();
    removeFolder(path.dirname(folder));
  };
  open.add(close);
  return close;
}

/** The console messages of each page since it was opened. */
const logs = new Map<Page, string[]>();
function watch(page: Page): void {
  const lines: string[] = [];
  logs.set(page, lines);
  page.setDefaultTimeout(60_000);
  page.on('console', (message) => lines.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => lines.push(`uncaught: ${error.stack ?? error.message}`));
  page.on('dialog', (dialog) => void dialog.accept());
  page.on('close', () => logs.delete(page));
}

function resultPath(folder: string, name: string): string {
  const to = path.join(projectRoot, 'test-results', folder);
  mkdirSync(to, { recursive: true });
  return path.join(to, name);
}

afterEach(async function () {
  if (this.currentTest?.state !== 'failed') return;
  const title = this.currentTest.fullTitle().replace(/\W+/g, '-');
  let index = 0;
  for (const [page, lines] of logs) {
    const name = index++ === 0 ? title : `${title}-${index}`;
    writeFileSync(resultPath('failures', `${name}.log`), lines.join('\n'));
    await page.screenshot({ path: resultPath('failures', `${name}.png`) });
  }
});

after(async () => {
  for (const close of [...open]) await close();
  if (launched) await (await launched).close();
});
