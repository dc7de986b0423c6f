import assert from 'node:assert/strict';
import { columnNames } from '../../src/data/columnNames.js';
import { sourceOf } from '../../src/data/readColumns.js';
import { filesIn } from '../../src/node/filesIn.js';
import { withFiles } from './support.js';

const namesOf = (name: string, text: string) =>
  withFiles({ [name]: text }, (directory) => columnNames(sourceOf(name, null), filesIn(directory), {}));

describe('The names of a table’s columns', () => {
  it('are those of its header, or numbers where it has none', async () => {
    assert.deepEqual(await namesOf('a.csv', 'größe;"a;b";\n1;2;3\n'), ['größe', 'a;b', 'column 3']);
    assert.deepEqual(await namesOf('a.csv', '1,2\n3,4\n'), ['column 1', 'column 2']);
    assert.deepEqual(await namesOf('a.csv', ''), []);
  });

  it('are known from the start of the file, whatever follows', async () => {
    const rows = Array.from({ length: 50_000 }, (_, i) => `${i},${i}`);
    assert.deepEqual(await namesOf('a.csv', `x,y\n${rows.join('\n')}\n"never closed`), ['x', 'y']);
  });
});
