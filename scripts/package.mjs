#!/usr/bin/env node
/** Builds for production and packages the extension into backprop-lab-VERSION.vsix. */
import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { createVSIX } from '@vscode/vsce';
import { root } from './install.mjs';

const limit = 3 * 1024 * 1024;
process.chdir(root);
execFileSync(process.execPath, ['scripts/build.mjs', '--production'], { stdio: 'inherit' });

const { name, version } = JSON.parse(readFileSync('package.json', 'utf8'));
const packagePath = path.join(root, `${name}-${version}.vsix`);
await createVSIX({
  packagePath,
  dependencies: false,
  allowMissingRepository: true,
  rewriteRelativeLinks: false,
});
const { size } = statSync(packagePath);
if (size > limit) {
  console.error(`${packagePath} has ${size} bytes; the limit is ${limit}.`);
  process.exit(1);
}
