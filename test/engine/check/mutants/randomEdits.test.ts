import assert from 'node:assert/strict';
import { oneOf, randomGenerator } from '../networks.js';
import { attemptEdits, drawNumbers, drawShape, type Outcome } from './experiment.js';
import { drawEdit, editKinds, type EditKind, type RandomEdit } from './randomEdits.js';

/** The edits that are tried of each kind. */
const each = 6;

/** Draws edits for a network: one, or another in the next layer as well. */
type Draw = (kind: EditKind, seed: number) => { edits: RandomEdit[]; again: () => Outcome | null; first: () => Outcome | null } | null; // prettier-ignore

const drawing =
  (isPair: boolean): Draw =>
  (kind, seed) => {
    const shape = drawShape(seed * 31 + editKinds.indexOf(kind));
    const drawn = drawNumbers(shape, seed);
    const random = randomGenerator(seed);
    const one = drawEdit(drawn.problem, kind, random);
    if (!one) return null;
    const next = one.layer === 1 ? 2 : one.layer - 1;
    const other = isPair && shape.layers.length > 1 ? drawEdit(drawn.problem, oneOf(random, editKinds), random, next) : null; // prettier-ignore
    if (isPair && !other) return null;
    const edits = other ? [one, other] : [one];
    const again = () => attemptEdits(drawNumbers(shape, seed + 1000), edits);
    return { edits, again, first: () => attemptEdits(drawn, edits) };
  };

function tally(draw: Draw) {
  const missed: string[] = [];
  const differently: string[] = [];
  let tried = 0;
  for (const kind of editKinds)
    for (let seed = 1, own = 0; own < each && seed < 200; seed++) {
      const drawn = draw(kind, seed);
      const outcome = drawn?.first();
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
    const { tried, missed, differently } = tally(drawing(false));
    assert.ok(tried >= 40, `only ${tried}`);
    assert.ok(missed.length <= 0.05 * tried, missed.join('\n'));
    assert.deepEqual(differently, []);
  });

  it('are found in pairs, one of each layer, and most of these are explained', () => {
    const { tried, missed } = tally(drawing(true));
    assert.ok(tried >= 40, `only ${tried}`);
    assert.ok(missed.length <= 0.15 * tried, missed.join('\n'));
  });
});
