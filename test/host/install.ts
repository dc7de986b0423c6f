/** Installs the embedded editor and browser from locked packages into .host/ of the project. */
import { cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { installLocked, npmCi } from './locked.js';
import { projectRoot } from './paths.js';
import { removeFolder, runProgram } from './processes.js';

const sources = path.join(projectRoot, 'test/host/embedded');
const self = path.join(projectRoot, 'test/host/install.ts');

/** Returns the main file of VS Code's server. */
export async function embeddedServer(): Promise<string> {
  const others = ['vscode', 'spdlog.js'].map((name) => path.join(sources, name));
  const folder = await installLocked('server', path.join(sources, 'server'), [...others, self], finishServer);
  return path.join(folder, vscodeFolder, 'out/server-main.js');
}

/** Returns the folder of the embedded Chromium, which contains `chromium`, its libraries and its fonts. */
export async function embeddedChromium(): Promise<string> {
  const folder = await installLocked('chromium', path.join(sources, 'chromium'), [self], unpackChromium);
  return path.join(folder, 'unpacked');
}

const vscodeFolder = 'node_modules/code-server/lib/vscode';

/** Installs the server's packages, and what their post-install scripts would have built or downloaded. */
async function finishServer(folder: string): Promise<void> {
  const vscode = path.join(folder, vscodeFolder);
  const modules = path.join(vscode, 'node_modules');
  rmSync(path.join(vscode, 'npm-shrinkwrap.json')); // npm ci refuses it, as it does not match package.json
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

/** Unpacks Chromium. In this environment, its package also unpacks the libraries that a minimal system lacks. */
async function unpackChromium(folder: string): Promise<void> {
  const unpacked = path.join(folder, 'unpacked');
  mkdirSync(unpacked);
  await runProgram(process.execPath, ['-e', 'require("@sparticuz/chromium").executablePath()'], {
    cwd: folder,
    env: { ...process.env, TMPDIR: unpacked, AWS_EXECUTION_ENV: '20.x' },
  });
  removeFolder(path.join(folder, 'node_modules'));
}
