import assert from 'node:assert/strict';
import { isSamePath } from '../../src/debug/isSamePath.js';

describe('Two paths', () => {
  const same: readonly [string, string, NodeJS.Platform][] = [
    ['/a/b.json', '/a/./b.json', 'linux'],
    ['/a/b.json', '/a//c/../b.json', 'darwin'],
    ['untitled:Untitled-1', 'untitled:Untitled-1', 'linux'],
    ['c:\\a\\b.json', 'C:/a/./b.json', 'win32'],
  ];
  for (const [a, b, platform] of same) {
    it(`name the same file on ${platform}: ${a} and ${b}`, () => {
      assert.equal(isSamePath(a, b, platform), true);
    });
  }

  const other: readonly [string, string, NodeJS.Platform][] = [
    ['/a/b.json', '/a/c.json', 'linux'],
    ['/a/b.json', '/A/b.json', 'linux'],
    ['/a\\b.json', '/a/b.json', 'linux'],
    ['c:\\a', 'd:\\a', 'win32'],
  ];
  for (const [a, b, platform] of other) {
    it(`name two files on ${platform}: ${a} and ${b}`, () => {
      assert.equal(isSamePath(a, b, platform), false);
    });
  }
});
