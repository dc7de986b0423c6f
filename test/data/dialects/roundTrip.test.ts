import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { withFiles } from '../support.js';
import { readTable } from './readTable.js';
import { bytesOf, writtenTables } from './writtenTable.js';

describe('A table in any dialect', () => {
  it('is read as it was written, without being told how', async () => {
    await withFiles({}, (folder) =>
      fc.assert(
        fc.asyncProperty(writtenTables, async (table) => {
          const name = table.dialect.isCompressed ? 'a.csv.gz' : 'a.csv';
          await writeFile(path.join(folder, name), bytesOf(table));
          const read = await readTable(name, folder);
          assert.deepEqual(
            read,
            table.columns.map(({ name: column, content, cells }) => ({ name: column, content, cells })),
          );
        }),
        { numRuns: 150 },
      ),
    );
  });
});
