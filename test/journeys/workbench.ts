/**
 * Journeys: the packaged extension, installed into a real editor, used through its pages as a person would.
 *
 * Write them as `test/journeys/NAME.test.ts`:
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
 * `page` is Playwright's; locators wait by themselves, for a minute; a test has five. A failed journey leaves test-results/failures/NAME.png and .log.
 */
import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, BrowserContext, Frame, Locator, Page } from 'playwright-core';
import { launchBrowser } from '../host/browser.js';
import { projectPackage, projectRoot } from '../host/paths.js';
import { removeFolder, temporaryFolder } from '../host/processes.js';
import { installExtension, startServer, type Server } from '../host/server.js';

export type Theme = 'light' | 'dark' | 'highContrastDark' | 'highContrastLight';

/** The label in the theme picker, the setting's value in VS Code 1.100, and the class that the workbench then has. */
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
  /** User settings from the start. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** More files for the folder, by name. */
  readonly files?: Readonly<Record<string, string>>;
  readonly viewport?: { readonly width: number; readonly height: number };
  /** The display language, such as `zh-cn`; by default English. */
  readonly locale?: string;
  /** Opens the folder in Restricted Mode. */
  readonly isRestricted?: boolean;
}

export interface Workbench {
  readonly page: Page;
  /** A copy of examples/, open in the editor. */
  readonly folder: string;
  readonly server: Server;
  close(): Promise<void>;
}

/** An editor of its own, with the packaged extension installed, on a copy of examples/. */
export async function openWorkbench(options: WorkbenchOptions = {}): Promise<Workbench> {
  const folder = path.join(temporaryFolder('journey'), 'examples');
  cpSync(path.join(projectRoot, 'examples'), folder, { recursive: true });
  for (const [name, text] of Object.entries(options.files ?? {}))
    writeFileSync(path.join(folder, name), text);
  const server = await startServer({
    extensionsFolder: await installedExtension(),
    settings: { 'workbench.colorTheme': themes[options.theme ?? 'dark'].setting, ...options.settings },
    locale: options.locale,
    isRestricted: options.isRestricted,
  });
  const context = await (
    await browser()
  ).newContext({ viewport: options.viewport ?? { width: 1400, height: 900 } });
  const page = await context.newPage();
  // The test runner's compiler names functions by a helper of its own, also those that go to a page.
  await page.addInitScript('globalThis.__name = (value) => value');
  watch(page);
  const close = closer(context, server, folder);
  await page.goto(server.address(folder));
  await workbenchReady(page);
  return { page, folder, server, close };
}

/**
 * Reloads the window as a person does, by its command: the editor then writes down which tabs and panels are open
 * before the page goes. A reload of the page itself would lose what was opened within the last five seconds.
 */
export async function reloadWindow(page: Page): Promise<void> {
  const navigated = page.waitForEvent('framenavigated', {
    predicate: (frame) => frame === page.mainFrame(),
    timeout: 60_000,
  });
  await Promise.all([navigated, runCommand(page, 'Developer: Reload Window')]);
  // Whichever view was open last comes back.
  await page.locator('.part.sidebar .composite.title').waitFor();
}

async function workbenchReady(page: Page): Promise<void> {
  await page.locator('.explorer-folders-view .monaco-list-row').first().waitFor();
}

/** Runs a command from the palette by its whole title, such as "Backprop: Train". */
export async function runCommand(page: Page, title: string): Promise<void> {
  const row = quickInput(page).locator('.monaco-list-row').getByText(title, { exact: true }).first();
  // A webview that just loads takes the focus and closes the palette; then from the start.
  await eventually(`the command "${title}"`, async () => {
    await page.keyboard.press('F1');
    await quickInput(page).locator('input[type=text]').fill(`>${title}`, { timeout: 5000 });
    await row.click({ timeout: 5000 });
    return true;
  });
}

/** The field and the list at the top of the window: palette, pickers, questions. */
export function quickInput(page: Page): Locator {
  return page.locator('.quick-input-widget');
}

/** Clicks the row of the open list with just this label. */
export async function pick(page: Page, label: string): Promise<void> {
  await quickInput(page).locator('.monaco-list-row').getByText(label, { exact: true }).first().click();
}

/** Opens a file from the explorer to stay, and waits for its text. */
export async function openFile(page: Page, name: string): Promise<void> {
  const row = page.locator('.explorer-folders-view .monaco-list-row').getByText(name, { exact: true });
  // An explorer that just refreshes may take no notice of the clicks.
  await eventually(`${name} is open`, async () => {
    await row.dblclick({ timeout: 10_000 });
    await page.locator(`.tab.active[data-resource-name="${name}"]`).waitFor({ timeout: 10_000 });
    return true;
  });
  await page.locator('.editor-group-container.active .monaco-editor .view-line').first().waitFor();
}

/** The language that the status bar gives the active editor. */
export function languageOf(page: Page): Locator {
  return page.locator('#status\\.editor\\.mode');
}

/** A code lens by a part of its text, once it is there. */
export async function codeLens(page: Page, text: string): Promise<Locator> {
  const lens = page.locator('.codelens-decoration a', { hasText: text }).first();
  await lens.waitFor();
  return lens;
}

/**
 * The document of one of our pages (`panel`, `sidebar`: the name of its script) that is visible.
 * Ask again after it was hidden or reloaded: then it is another.
 */
export async function webview(page: Page, name: string): Promise<Frame> {
  return eventually(`the page "${name}"`, async () => {
    for (const frame of page.frames()) if (await shows(frame, name)) return frame;
    return false;
  });
}

/** Frames come and go while we ask; one that is gone shows nothing. */
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

/** Keeps the page as test-results/screenshots/NAME.png. */
export async function screenshot(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: resultPath('screenshots', `${name}.png`) });
}

/** Asks again until the answer is not false; an error counts as "not yet". For what no locator can wait for. */
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
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`Not within ${seconds} s: ${what}`, { cause: reason });
}

// ── behind the scenes ────────────────────────────────────────────────────────────────────────────────────────────

let launched: Promise<Browser> | undefined;
/** One for all journeys. */
function browser(): Promise<Browser> {
  launched ??= launchBrowser();
  return launched;
}

let installation: Promise<string> | undefined;
/** A fresh extensions folder with the packaged extension in it, for all journeys. */
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

/** What each page has logged since it was opened. */
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
