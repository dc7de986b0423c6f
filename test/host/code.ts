/**
 * Replaces the desktop VS Code that @vscode/test-electron starts: it starts the embedded server and a browser, whose
 * page loads the extension and its tests from their folders, and exits with the tests' exit code.
 */
import { closeSync, mkdirSync, openSync, readSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { launchBrowser } from './browser.js';
import { projectRoot } from './paths.js';
import { startServer, type Server } from './server.js';

const results = path.join(projectRoot, 'test-results/editor');

/** The timeout of all tests together, so that a page that hangs ends as well. */
const timeoutMs = 10 * 60_000;

interface Arguments {
  readonly folder: string;
  readonly extensionDevelopmentPath: string;
  readonly extensionTestsPath: string;
}

/** Runs the tests that the arguments name. @returns their exit code */
async function runInEditor(argv: readonly string[]): Promise<number> {
  const args = parse(argv);
  mkdirSync(results, { recursive: true });
  const output = path.join(results, 'output.log');
  writeFileSync(output, '');
  const server = await startServer({ env: { BACKPROP_TEST_OUTPUT: output } });
  const stopFollowing = follow(output);
  try {
    return await runInPage(server, args);
  } finally {
    stopFollowing();
    await server.stop();
  }
}

function parse(argv: readonly string[]): Arguments {
  const { values, positionals } = parseArgs({ args: [...argv], strict: false, allowPositionals: true });
  const { extensionDevelopmentPath, extensionTestsPath } = values;
  const [folder] = positionals;
  if (typeof extensionDevelopmentPath !== 'string' || typeof extensionTestsPath !== 'string' || !folder) {
    throw new Error('Usage: code.mjs FOLDER --extensionDevelopmentPath=PATH --extensionTestsPath=PATH');
  }
  return { folder, extensionDevelopmentPath, extensionTestsPath };
}

/** Loads the page, which calls `codeAutomationExit` when the tests' `run()` has settled. */
async function runInPage(server: Server, args: Arguments): Promise<number> {
  const browser = await launchBrowser();
  const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
  const lines: string[] = [];
  page.on('console', (message) => lines.push(`${message.type()}: ${message.text()}`));
  try {
    return await new Promise<number>((resolve, reject) => {
      setTimeout(() => reject(new Error('The tests in the editor did not end.')), timeoutMs).unref();
      page.once('crash', () => reject(new Error('The editor’s page crashed.')));
      page
        .exposeFunction('codeAutomationExit', resolve)
        .then(() => page.goto(testAddress(server, args)))
        .catch(reject);
    });
  } finally {
    await page.screenshot({ path: path.join(results, 'end.png') });
    writeFileSync(path.join(results, 'console.log'), lines.join('\n'));
    await browser.close();
  }
}

function testAddress(server: Server, args: Arguments): string {
  const remote = (file: string): string => `vscode-remote://127.0.0.1:${server.port}${file}`;
  const payload = [
    ['extensionDevelopmentPath', remote(args.extensionDevelopmentPath)],
    ['extensionTestsPath', remote(args.extensionTestsPath)],
  ];
  return `${server.address(args.folder)}&payload=${encodeURIComponent(JSON.stringify(payload))}`;
}

/**
 * Prints text appended to a file, since the extension host's output is not available. Returns a function that stops.
 */
function follow(file: string): () => void {
  const descriptor = openSync(file, 'r');
  const buffer = Buffer.alloc(1 << 16);
  const copy = (): void => {
    for (let length; (length = readSync(descriptor, buffer)) > 0;)
      process.stdout.write(buffer.subarray(0, length));
  };
  const timer = setInterval(copy, 100);
  return () => {
    clearInterval(timer);
    copy();
    closeSync(descriptor);
  };
}

runInEditor(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
