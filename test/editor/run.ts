/** Starts the in-editor tests; see index.ts. */
import { cpSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { runTests } from '@vscode/test-electron';
import '../host/temporary.js';
import { projectRoot } from '../host/paths.js';
import { temporaryFolder } from '../host/processes.js';

const desktop = process.env.BACKPROP_DESKTOP;
const { values } = parseArgs({ options: { grep: { type: 'string' } } });

async function main(): Promise<void> {
  const folder = temporaryFolder('editor');
  cpSync(path.join(projectRoot, 'examples'), folder, { recursive: true });
  await runTests({
    ...(desktop
      ? { version: desktop }
      : { vscodeExecutablePath: path.join(projectRoot, 'test/host/code.mjs') }),
    extensionDevelopmentPath: projectRoot,
    extensionTestsPath: path.join(projectRoot, 'dist/test/editor/index.js'),
    launchArgs: [folder],
    extensionTestsEnv: { BACKPROP_TEST_GREP: values.grep },
  });
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
