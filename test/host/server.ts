/** Runs VS Code's server, whose editor is used in a browser, in a process with its own data folder. */
import type { ChildProcess } from 'node:child_process';
import { createWriteStream, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { embeddedServer } from './install.js';
import { removeFolder, runProgram, startProgram, stopProgram, temporaryFolder } from './processes.js';

export interface ServerOptions {
  /** The folder of extensions installed by `installExtension`; none by default. */
  readonly extensionsFolder?: string;
  /** User settings, which override `quietSettings`. The server reads them only when it starts. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** The port; a free one by default. */
  readonly port?: number;
  readonly env?: NodeJS.ProcessEnv;
  /** The display language of extensions, such as `zh-cn`. The editor's own texts stay English. */
  readonly locale?: string;
  /** Opens folders in Restricted Mode. */
  readonly isRestricted?: boolean;
  /** Has all of the editor's own extensions, not only those in `ownExtensions`. */
  readonly isComplete?: boolean;
}

export interface Server {
  readonly port: number;
  /** The id of the server process, which is that of its process group. */
  readonly pid: number;
  /** The folder of user data, settings and logs, which `stop` removes. */
  readonly dataFolder: string;
  /** Returns the address that opens a folder, and a file in it. */
  address(folder: string, file?: string): string;
  stop(): Promise<void>;
}

/**
 * The extensions of the editor itself that the tests use: its themes, and what it knows of JSON and of the languages of
 * exported passes. The other ninety take a third of the time in which an editor opens.
 */
const ownExtensions = [
  'theme-defaults',
  'theme-seti',
  'json',
  'json-language-features',
  'markdown-basics',
  'html',
  'latex',
];

/** Settings without welcome pages, recommendations and network access. */
const quietSettings = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'update.showReleaseNotes': false,
  'extensions.ignoreRecommendations': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'chat.commandCenter.enabled': false,
  'git.openRepositoryInParentFolders': 'never',
  'remote.autoForwardPorts': false,
  'files.autoSave': 'off',
  'security.workspace.trust.startupPrompt': 'never',
};

export async function startServer(options: ServerOptions = {}): Promise<Server> {
  const main = await embeddedServer();
  const dataFolder = temporaryFolder('server');
  const extensionsFolder = options.extensionsFolder ?? path.join(dataFolder, 'extensions');
  mkdirSync(path.join(dataFolder, 'User'), { recursive: true });
  mkdirSync(extensionsFolder, { recursive: true });
  writeFileSync(
    path.join(dataFolder, 'User/settings.json'),
    JSON.stringify({ ...quietSettings, ...options.settings }, null, 2),
  );

  if (options.locale) writeLanguagePack(dataFolder, options.locale);
  if (!options.isComplete) linkOwnExtensions(main, ownFolder(dataFolder));

  const child = startProgram(
    process.execPath,
    [
      main,
      '--without-connection-token',
      '--accept-server-license-terms',
      ...(options.isRestricted ? [] : ['--disable-workspace-trust']),
      '--telemetry-level=off',
      '--host=127.0.0.1',
      `--port=${options.port ?? 0}`,
      ...(options.isComplete
        ? []
        : [`--builtin-extensions-dir=${ownFolder(dataFolder)}`, '--force-disable-user-env']),
      ...(options.locale ? [`--locale=${options.locale}`] : []),
      ...folderArguments(dataFolder, extensionsFolder),
    ],
    { env: { ...process.env, ...options.env }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const stop = async (): Promise<void> => {
    await stopProgram(child);
    removeFolder(dataFolder);
  };
  try {
    const port = await listeningPort(child, path.join(dataFolder, 'server.log'));
    return {
      port,
      pid: child.pid!,
      dataFolder,
      stop,
      address: (folder, file) => {
        const payload = JSON.stringify([['openFile', `vscode-remote://127.0.0.1:${port}${file}`]]);
        const opened = file === undefined ? '' : `&payload=${encodeURIComponent(payload)}`;
        return `http://127.0.0.1:${port}/?folder=${encodeURI(folder)}${opened}`;
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

const ownFolder = (dataFolder: string): string => path.join(dataFolder, 'own-extensions');

/** Fills a folder with links to the `ownExtensions` of the editor with this main file. */
function linkOwnExtensions(main: string, folder: string): void {
  const all = path.join(main, '../../extensions');
  mkdirSync(folder);
  for (const name of ownExtensions) symlinkSync(path.join(all, name), path.join(folder, name));
}

/** Writes an empty language pack, since the editor supports only languages that have one. */
function writeLanguagePack(dataFolder: string, locale: string): void {
  const vscode = path.join(dataFolder, 'language-pack.json');
  writeFileSync(vscode, JSON.stringify({ contents: {} }));
  const extension = { extensionIdentifier: { id: 'backprop-lab.language-pack' }, version: '1.0.0' };
  const pack = { hash: locale, extensions: [extension], translations: { vscode } };
  writeFileSync(path.join(dataFolder, 'languagepacks.json'), JSON.stringify({ [locale]: pack }));
}

/** Copies the server's output to a log, and returns the port when a line reports it. Rejects if the server fails. */
function listeningPort(child: ChildProcess, log: string): Promise<number> {
  const file = createWriteStream(log);
  let output = '';
  return new Promise((resolve, reject) => {
    const fail = (): void => reject(new Error(`The editor's server did not start:\n${output}`));
    const hear = (chunk: Buffer): void => {
      file.write(chunk);
      if (output.length < 100_000) output += chunk.toString();
      const port = /Extension host agent listening on (\d+)/.exec(output)?.[1];
      if (port) resolve(Number(port));
      else if (/Error occurred in server[^]*Error: /.test(output)) fail();
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('error', reject);
    setTimeout(fail, 60_000).unref();
    child.once('exit', () => {
      file.end();
      fail();
    });
  });
}

/** Installs a packaged extension for servers that are started with this folder. */
export async function installExtension(vsix: string, extensionsFolder: string): Promise<void> {
  const main = await embeddedServer();
  const data = temporaryFolder('install');
  try {
    const args = [`--install-extension=${vsix}`, '--force', ...folderArguments(data, extensionsFolder)];
    await runProgram(process.execPath, [main, ...args]);
  } finally {
    removeFolder(data);
  }
}

function folderArguments(data: string, extensions: string): string[] {
  return [`--server-data-dir=${data}`, `--user-data-dir=${data}`, `--extensions-dir=${extensions}`];
}
