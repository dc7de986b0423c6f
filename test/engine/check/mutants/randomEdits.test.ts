import assert from 'node:assert/strict';
import { drawEdits } from './drawEdits.js';
import { editKinds } from './randomEdits.js';

/** The edits that are tried of each kind. */
const each = 6;

function tally(isPair: boolean) {
  const missed: string[] = [];
  const differently: string[] = [];
  let tried = 0;
  for (const kind of editKinds)
    for (let seed = 1, own = 0; own < each && seed < 200; seed++) {
      const drawn = drawEdits(kind, seed, isPair);
      const outcome = drawn?.compare();
      if (!drawn || !outcome) continue;
      own++;
      tried++;
      const text = `${kind}, seed ${seed}: ${drawn.edits.map((edit) => edit.text).join('; ')}`;
      assert.ok(outcome.found, text);
      if (!outcome.explained) missed.push(text);
      const again = outcome.explained ? drawn.again() : null;
      const said = again?.said.flat() ?? [];
      if (again?.explained && !outcome.said.flat().some((name) => said.includes(name)))
        differently.push(text);
    }
  return { tried, missed, differently };
}

describe('edits of the statements of a program', () => {
  it('are found, and nearly all explained by the same edit whatever the numbers are', () => {
    const { tried, missed, differently } = tally(false);
    assert.ok(tried >= 40, `only ${tried}`);
    assert.ok(missed.length <= 0.05 * tried, missed.join('\n'));
    assert.deepEqual(differently, []);
  });

  it('are found in pairs, one of each layer, and most of these are explained', () => {
    const { tried, missed } = tally(true);
    assert.ok(tried >= 40, `only ${tried}`);
    assert.ok(missed.length <= 0.15 * tried, missed.join('\n'));
  });
});
