import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { minVersion, satisfies } from 'semver';
import { engines } from '../package.json';
import { projectRoot } from './host/paths.js';

interface Lock {
  readonly packages: Readonly<Record<string, { readonly engines?: { readonly node?: string } }>>;
}

const oldest = minVersion(engines.node)!;
const locks = ['.', 'bench', ...['server', 'chromium', 'vscode'].map((name) => `test/host/embedded/${name}`)];

describe('The packages', () => {
  for (const folder of locks) {
    it(`of ${folder}/package-lock.json all run on Node ${oldest.version}`, () => {
      const file = path.join(projectRoot, folder, 'package-lock.json');
      const { packages } = JSON.parse(readFileSync(file, 'utf8')) as Lock;
      const unsupported = Object.entries(packages).filter(
        ([, { engines: needed }]) => needed?.node && !satisfies(oldest, needed.node),
      );
      assert.deepEqual(Object.fromEntries(unsupported), {});
    });
  }
});
