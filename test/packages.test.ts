import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { minVersion, satisfies } from 'semver';
import { engines, scripts } from '../package.json';
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

describe('The commands', () => {
  const text = (file: string): string => readFileSync(path.join(projectRoot, file), 'utf8');
  const named = (file: string): string[] =>
    [...text(file).matchAll(/\bnpm (?:run )?(start|test|[a-z0-9:]+)(?=`| --|\n| {2,})/g)].map(
      ([, name]) => name,
    );

  it('are all in CONTRIBUTING.md', () => {
    assert.deepEqual(
      Object.keys(scripts).filter((name) => !named('CONTRIBUTING.md').includes(name)),
      [],
    );
  });

  for (const file of ['README.md', 'CONTRIBUTING.md', 'docs/benchmarks.md']) {
    it(`that ${file} names are there`, () => {
      const unknown = named(file).filter((name) => !(name in scripts));
      assert.deepEqual(unknown, []);
      assert.ok(named(file).length > 0);
    });
  }
});
