import assert from 'node:assert/strict';
import { homedir } from 'node:os';
import path from 'node:path';
import { cacheFolder } from '../../src/cli/cacheFolder.js';

describe('The folder of the cache', () => {
  const inHome = path.join(homedir(), '.cache', 'backprop-lab');

  it('is in XDG_CACHE_HOME', () => {
    const root = path.resolve('/var/cache/me');
    assert.equal(cacheFolder({ XDG_CACHE_HOME: root }), path.join(root, 'backprop-lab'));
  });

  for (const named of [undefined, '', 'relative/folder', '.']) {
    it(`is in the home folder where XDG_CACHE_HOME is ${named === undefined ? 'unset' : `"${named}"`}`, () => {
      assert.equal(cacheFolder({ XDG_CACHE_HOME: named }), inHome);
    });
  }

  it('is null if there is no home folder', () => {
    const { HOME, USERPROFILE } = process.env;
    Object.assign(process.env, { HOME: '', USERPROFILE: '' });
    try {
      assert.equal(cacheFolder({}), null);
    } finally {
      for (const [key, value] of Object.entries({ HOME, USERPROFILE })) {
        if (value === undefined) Reflect.deleteProperty(process.env, key);
        else process.env[key] = value;
      }
    }
  });
});
