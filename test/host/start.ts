/** Starts the embedded editor for interactive use, with the packaged extension and default settings. */
import { projectPackage } from './paths.js';
import { temporaryFolder } from './processes.js';
import { installExtension, startServer } from './server.js';

/** Runs until this process is interrupted. */
export async function startOn(folder: string, port?: number): Promise<void> {
  const extensionsFolder = temporaryFolder('extensions');
  await installExtension(projectPackage(), extensionsFolder);
  const server = await startServer({ extensionsFolder, port });
  console.log(`\n  Backprop Lab is open at\n\n    ${server.address(folder)}\n\n  Ctrl-C stops it.\n`);
}
