/**
 * Runs the in-editor tests, which check the extension in a real editor through the editor's API.
 *
 * A test is a file `test/editor/NAME.test.ts` with mocha's `describe` and `it`. `vscode` is the real module, and the
 * open folder is a trusted copy of examples/. `support.ts` has helpers that wait for conditions.
 *   npm run test:editor                    all of them, in the embedded editor
 *   npm run test:editor -- --grep PATTERN  some of them
 *   BACKPROP_DESKTOP=1.100.3 npm test      in a desktop VS Code of this version (or `stable`), which is downloaded
 *
 * The editor loads this file (`extensionTestsPath`), which runs mocha on the bundled tests in the same folder.
 */
import { appendFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { format } from 'node:util';
import Mocha from 'mocha';

export async function run(): Promise<void> {
  const {
    BACKPROP_TEST_OUTPUT: output,
    BACKPROP_TEST_GREP: grep,
    BACKPROP_TEST_REPORTER: reporter,
  } = process.env;
  if (output) {
    // The embedded editor does not print the extension host’s console. The process that started it prints this file.
    Mocha.reporters.Base.consoleLog = (...args: unknown[]) => appendFileSync(output, `${format(...args)}\n`);
  }
  const failures = await runMocha({ ui: 'bdd', timeout: 180_000, forbidOnly: true, reporter, grep }).catch(
    (error: unknown) => {
      Mocha.reporters.Base.consoleLog(error);
      throw error;
    },
  );
  if (failures > 0) throw new Error(`${failures} failed`);
}

async function runMocha(options: Mocha.MochaOptions): Promise<number> {
  const mocha = new Mocha(options);
  for (const name of readdirSync(__dirname).sort()) {
    if (name.endsWith('.test.js')) mocha.addFile(path.join(__dirname, name));
  }
  return new Promise((resolve) => mocha.run(resolve));
}
