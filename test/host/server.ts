/** VS Code's own server, as an editor in the browser: one process with data of its own. */
import { execFile } from 'node:child_process';
import { createWriteStream, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { embeddedServer } from './install.js';
import { removeFolder, startProgram, stopProgram, temporaryFolder } from './processes.js';

export interface ServerOptions {
  /** Extensions installed by `installExtension`; none by default. */
  readonly extensionsFolder?: string;
  /** User settings, over those below. The server reads them once, when it starts. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** A free one by default. */
  readonly port?: number;
  readonly env?: NodeJS.ProcessEnv;
}

export interface Server {
  readonly port: number;
  /** User data, settings and logs; removed on `stop`. */
  readonly dataFolder: string;
  /** The address that opens a folder. */
  address(folder: string): string;
  stop(): Promise<void>;
}

/** An editor that shows nothing but the work: no greetings, no suggestions to install, no network. */
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
  'files.autoSave': 'off',
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

  const child = startProgram(
    process.execPath,
    [
      main,
      ...['--host', '127.0.0.1', '--port', String(options.port ?? 0)],
      ...['--without-connection-token', '--accept-server-license-terms', '--telemetry-level', 'off'],
      '--disable-workspace-trust',
      ...[
        '--server-data-dir',
        dataFolder,
        '--user-data-dir',
        dataFolder,
        '--extensions-dir',
        extensionsFolder,
      ],
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
      dataFolder,
      stop,
      address: (folder) => `http://127.0.0.1:${port}/?folder=${encodeURI(folder)}`,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The server's output goes to a log; the port is in the line that says it is ready. */
function listeningPort(child: ReturnType<typeof startProgram>, log: string): Promise<number> {
  const file = createWriteStream(log);
  let output = '';
  return new Promise((resolve, reject) => {
    const hear = (chunk: Buffer): void => {
      file.write(chunk);
      if (output.length < 100_000) output += chunk.toString();
      const port = /Extension host agent listening on (\d+)/.exec(output)?.[1];
      if (port) resolve(Number(port));
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('error', reject);
    child.once('exit', () => {
      file.end();
      reject(new Error(`The editor's server ended before it was ready:\n${output}`));
    });
  });
}

/** Installs a packaged extension for servers that are started with this folder. */
export async function installExtension(vsix: string, extensionsFolder: string): Promise<void> {
  const main = await embeddedServer();
  const data = temporaryFolder('install');
  try {
    await promisify(execFile)(process.execPath, [
      main,
      ...['--install-extension', vsix, '--force'],
      ...['--extensions-dir', extensionsFolder, '--server-data-dir', data, '--user-data-dir', data],
    ]);
  } finally {
    removeFolder(data);
  }
}
