#!/usr/bin/env node
/**
 * Builds the extension and opens examples/ with it, the spiral beside its panel: in the desktop VS Code if `code` is on
 * the PATH, otherwise in the embedded editor, which is opened in a browser.
 *   --embedded    uses the embedded editor in any case (or BACKPROP_EMBEDDED=1)
 *   --port PORT   sets the port of the embedded editor; a free one by default
 */
import { execFileSync, spawnSync } from 'node:child_process';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { root } from './install.mjs';

const windows = process.platform === 'win32';
const { embedded, port } = options(process.argv.slice(2));
const examples = path.join(root, 'examples');
const first = path.join(examples, 'spiral.backprop.json');
/** The extension then opens the spiral's panel. */
const env = { ...process.env, BACKPROP_OPEN_SPIRAL: '1' };

if (!embedded && hasDesktop()) {
  runScript('build.mjs');
  execFileSync('code', ['--new-window', `--extensionDevelopmentPath=${root}`, examples, first], {
    stdio: 'inherit',
    env,
    shell: windows,
  });
  console.log('VS Code is opening on examples/ with the extension loaded.');
} else {
  if (windows) fail('On Windows, install VS Code with `code` on the PATH, then run this again.');
  runScript('package.mjs');
  await import('tsx');
  const { startOn } = (await import('../test/host/start.ts')).default;
  await startOn(examples, { first, port, env }).catch((error) => fail(error.message, 1));
}

/** @param {string[]} args */
function options(args) {
  const { values } = parsed(args);
  const port = values.port === undefined ? undefined : Number(values.port);
  if (port !== undefined && !(Number.isInteger(port) && port > 0 && port < 65536)) {
    fail('--port needs a number from 1 to 65535.');
  }
  return { embedded: values.embedded ?? process.env.BACKPROP_EMBEDDED === '1', port };
}

/** @param {string[]} args */
function parsed(args) {
  try {
    return parseArgs({ args, options: { embedded: { type: 'boolean' }, port: { type: 'string' } } });
  } catch (error) {
    return fail(error.message);
  }
}

function hasDesktop() {
  return spawnSync('code', ['--version'], { stdio: 'ignore', shell: windows }).status === 0;
}

/** @param {string} name the name of a script in this folder */
function runScript(name) {
  execFileSync(process.execPath, [path.join(root, 'scripts', name)], { stdio: 'inherit' });
}

/** @param {string} message @param {number} code @returns {never} */
function fail(message, code = 2) {
  console.error(message);
  process.exit(code);
}
