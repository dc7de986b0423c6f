/** Starts the embedded editor for interactive use, with the packaged extension and default settings. */
import { projectPackage } from './paths.js';
import { temporaryFolder } from './processes.js';
import { installExtension, startServer } from './server.js';

export interface StartOptions {
  /** The file that is open at the start, by its absolute path. */
  readonly first: string;
  readonly port?: number;
  readonly env: NodeJS.ProcessEnv;
}

/** Runs until this process is interrupted. */
export async function startOn(folder: string, { first, port, env }: StartOptions): Promise<void> {
  const extensionsFolder = temporaryFolder('extensions');
  await installExtension(projectPackage(), extensionsFolder);
  const server = await startServer({ extensionsFolder, port, env, isComplete: true });
  console.log(`\n  Backprop Lab is open at\n\n    ${server.address(folder, first)}\n\n  Ctrl-C stops it.\n`);
}
