/**
 * The embedded editor and browser: installed once, from locked packages, into .host/ of the project.
 * An installation is made in a folder of its own and renamed when it is complete, so an interrupted one is never
 * taken for a good one, and two at a time do no harm.
 */
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { projectRoot } from './paths.js';
import { removeFolder, runProgram } from './processes.js';

const sources = path.join(projectRoot, 'test/host/embedded');
const cache = path.join(projectRoot, '.host');

/** The main file of VS Code's server. */
export async function embeddedServer(): Promise<string> {
  const folder = await installed('server', ['server', 'vscode', 'spdlog.js'], finishServer);
  return path.join(folder, vscodeFolder, 'out/server-main.js');
}

/** The folder of the embedded Chromium: `chromium`, its libraries and fonts. */
export async function embeddedChromium(): Promise<string> {
  return path.join(await installed('chromium', ['chromium'], unpackChromium), 'unpacked');
}

const vscodeFolder = 'node_modules/code-server/lib/vscode';

/** Where `name` is installed from these sources; installs it when it is not. `finish` turns packages into the program. */
async function installed(
  name: string,
  from: readonly string[],
  finish: (folder: string) => Promise<void>,
): Promise<string> {
  const version = hashOf([
    ...from.map((source) => path.join(sources, source)),
    path.join(projectRoot, 'test/host/install.ts'),
  ]);
  const target = path.join(cache, `${name}-${version}`);
  if (existsSync(target)) return target;
  console.log(`Installing the embedded ${name} into .host/ (once)…`);
  const folder = `${target}.${process.pid}.tmp`;
  removeOthers(name);
  mkdirSync(folder, { recursive: true });
  for (const file of ['package.json', 'package-lock.json'])
    cpSync(path.join(sources, name, file), path.join(folder, file));
  await npmCi(folder);
  await finish(folder);
  publish(folder, target);
  return target;
}

/** Older versions, and what interrupted installations left behind. One that is under way has a living process. */
function removeOthers(name: string): void {
  if (!existsSync(cache)) return;
  for (const entry of readdirSync(cache)) {
    const pid = /\.(\d+)\.tmp$/.exec(entry)?.[1];
    if (entry.startsWith(`${name}-`) && !(pid && isAlive(Number(pid)))) removeFolder(path.join(cache, entry));
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Another process may have been faster; then its installation serves. */
function publish(folder: string, target: string): void {
  try {
    renameSync(folder, target);
  } catch (error) {
    if (!existsSync(target)) throw error;
    removeFolder(folder);
  }
}

function npmCi(folder: string): Promise<void> {
  return runProgram('npm', ['ci', '--ignore-scripts', '--omit=dev', '--no-audit', '--no-fund'], {
    cwd: folder,
  });
}

/** The server's own packages, and what their post-install scripts would have built or fetched. */
async function finishServer(folder: string): Promise<void> {
  const vscode = path.join(folder, vscodeFolder);
  const modules = path.join(vscode, 'node_modules');
  rmSync(path.join(vscode, 'npm-shrinkwrap.json')); // does not match its package.json: npm ci refuses it
  cpSync(path.join(sources, 'vscode/package-lock.json'), path.join(vscode, 'package-lock.json'));
  await npmCi(vscode);
  symlinkSync('node_modules', path.join(vscode, 'node_modules.asar'));

  const ripgrep = path.join(
    folder,
    `node_modules/@vscode/ripgrep-universal/bin/${process.platform}-${process.arch}/rg`,
  );
  cpSync(ripgrep, path.join(modules, '@vscode/ripgrep/bin/rg'));
  cpSync(path.join(sources, 'spdlog.js'), path.join(modules, '@vscode/spdlog/index.js'));
  const watchdog = path.join(modules, 'native-watchdog/build/Release');
  mkdirSync(watchdog, { recursive: true });
  writeFileSync(
    path.join(watchdog, 'watchdog.js'),
    'exports.start = () => {};\nexports.exit = (code) => process.exit(code);\n',
  );
}

/** The package unpacks into the temporary directory; with this environment also the libraries that a bare system lacks. */
async function unpackChromium(folder: string): Promise<void> {
  const unpacked = path.join(folder, 'unpacked');
  mkdirSync(unpacked);
  await runProgram(process.execPath, ['-e', 'require("@sparticuz/chromium").executablePath()'], {
    cwd: folder,
    env: { ...process.env, TMPDIR: unpacked, AWS_EXECUTION_ENV: '20.x' },
  });
  removeFolder(path.join(folder, 'node_modules'));
}

function hashOf(paths: readonly string[]): string {
  const hash = createHash('sha256');
  const add = (entry: string): void => {
    if (path.extname(entry)) hash.update(readFileSync(entry));
    else for (const name of readdirSync(entry).sort()) add(path.join(entry, name));
  };
  paths.forEach(add);
  return hash.digest('hex').slice(0, 12);
}
