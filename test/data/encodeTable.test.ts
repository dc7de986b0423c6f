import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { encodeTable } from '../../src/data/encodeTable.js';
import type { InputEncoding } from '../../src/engine/model/inputEncoding.js';
import { filesIn } from '../../src/node/filesIn.js';

const encoding: InputEncoding = [
  { column: 'age', content: 'number', fill: 52 },
  { column: 'paid', content: 'boolean', fill: 1 },
];

async function encode(text: string) {
  const directory = await mkdtemp(path.join(tmpdir(), 'backprop-encode-'));
  try {
    await writeFile(path.join(directory, 'rows.csv'), text);
    return await encodeTable('rows.csv', encoding, filesIn(directory), {});
  } finally {
    await rm(directory, { recursive: true });
  }
}

describe('a table for predictions', () => {
  it('has its missing cells filled as those of the training part', async () => {
    const { rows, inputs } = await encode('age,paid\n,yes\n40,\n');
    const values = new Float64Array(4);
    for (let row = 0; row < rows; row++) inputs.copy(row, values, 2 * row);
    assert.deepEqual([...values], [52, 1, 40, 1]);
  });

  it('is refused where a cell does not fit its column, which is not a missing cell', async () => {
    await assert.rejects(
      encode('age,paid\n30,yes\nabc,no\n'),
      /Line 3, column 1 .*"abc" in "age" is not a number/,
    );
    await assert.rejects(
      encode('age,paid\n30,maybe\n'),
      /Line 2, column 4 .*"maybe" in "paid" is not a boolean/,
    );
  });
});
