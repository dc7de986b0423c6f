import assert from 'node:assert/strict';
import { backprop } from './support.js';

interface Done {
  readonly diagnoses: readonly { readonly mistake: string; readonly alternatives: readonly string[] }[];
}

/** Checks one of the small inputs that once went wrong. */
async function checkCase(name: string) {
  const file = `test/fixtures/cases/${name}.backprop.json`;
  const { status, events } = await backprop(['check', file, '--json']);
  const { out, err } = await backprop(['check', file]);
  return { status, done: events<Done>().at(-1)!, out, err };
}

describe('backprop check of gradients that someone else computed', () => {
  it('names no alternative that does not reproduce every number by itself', async () => {
    const { status, done } = await checkCase('two-factors');
    assert.equal(status, 1);
    assert.deepEqual(
      done.diagnoses.map(({ mistake, alternatives }) => [mistake, alternatives]),
      [['missing-batch-mean', []]],
    );
  });
});
