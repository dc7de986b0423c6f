import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { thirdPartyNotices } from '../scripts/notices.mjs';
import { projectRoot } from './host/paths.js';

/** Returns the notices for one bundled package that consists of these files. */
function noticesOf(name: string, files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(path.join(tmpdir(), 'backprop-notices-'));
  const folder = path.join(root, 'node_modules', name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    path.join(folder, 'package.json'),
    JSON.stringify({ name, version: '1.2.3', license: 'MIT' }),
  );
  for (const [file, text] of Object.entries(files)) writeFileSync(path.join(folder, file), text);
  return thirdPartyNotices(root, ['src/extension.ts', `node_modules/${name}/lib/index.js`]);
}

describe('The notices of third parties', () => {
  it('have the license text and the notice that a package ships', () => {
    assert.equal(
      noticesOf('some-library', { LICENCE: 'You may.\n', NOTICE: 'By us.\n' }),
      'some-library 1.2.3 (MIT)\n\nYou may.\n\nBy us.\n',
    );
  });

  it('have the text of its repository where a package ships none', () => {
    const kept = readFileSync(path.join(projectRoot, 'scripts/licenses/fast.txt'), 'utf8');
    assert.match(kept, /MIT License\s+Copyright \(c\) Microsoft Corporation/);
    assert.ok(noticesOf('@microsoft/fast-element', {}).includes(kept));
  });

  it('fail for a package without a license text, and name it', () => {
    assert.throws(
      () => noticesOf('@someone/library', { NOTICE: 'By us.', 'README.md': 'MIT' }),
      /@someone\/library .* no license text\. .*scripts\/licenses/,
    );
  });

  it('have a license text for every bundled package', () => {
    const notices = readFileSync(path.join(projectRoot, 'dist/ThirdPartyNotices.txt'), 'utf8');
    const sections = notices.split(`\n${'-'.repeat(80)}\n\n`);
    assert.ok(sections.length > 20);
    for (const section of sections)
      assert.match(
        section,
        /Permission (is hereby granted|to use)|Redistribution and use|Apache License|Creative Commons/,
      );
    const shipped = ['chart.js', '@vscode/codicons', 'katex', '@microsoft/fast-element', 'seedrandom'];
    for (const name of shipped)
      assert.ok(
        sections.some((section) => section.startsWith(`${name} `)),
        name,
      );
  });
});
