import assert from 'node:assert/strict';
import { backprop, lastEvent, withConfig } from './support.js';

interface Done {
  readonly diagnoses: readonly { readonly mistake: string; readonly alternatives: readonly string[] }[];
  readonly compare: { readonly compared: number; readonly wrong: number };
}

/** Checks a small input that once revealed a bug. */
async function checkCase(name: string) {
  const file = `test/fixtures/cases/${name}.backprop.json`;
  const { status, events } = await backprop(['check', file, '--json']);
  const { out, err } = await backprop(['check', file]);
  return { status, done: events<Done>().at(-1)!, out, err };
}

describe('backprop check of gradients that someone else computed', () => {
  it('accepts the names W and b, and finds 999 wrong', async () => {
    const { status, done, out } = await checkCase('bare-w-and-b');
    assert.deepEqual([status, done.compare.compared, done.compare.wrong], [1, 2, 2]);
    assert.match(out, /^Your gradients: 0 of 2 right$/m);
  });

  it('reports 3.5 instead of 3 as wrong, and says which rounding it assumed', async () => {
    const { status, done, out } = await checkCase('short-numbers');
    assert.deepEqual([status, done.compare.compared, done.compare.wrong], [1, 2, 1]);
    assert.match(
      out,
      /^Your numbers were treated as rounded .*\(decimals 1, digits 2\)\. A number that is off by more than 1%/m,
    );
  });

  it('accepts a bias inside the weights as an additional first or last column or row', async () => {
    const config = {
      layers: [{ units: 2, weights: [[1, 2, 3], [4, 5, 6]], bias: [1, 2] }],
      loss: 'halfSquaredError',
      data: { inputs: [[1, -2, 4]], targets: [[5, 3]] },
      gradientCheck: { compare: 'mine.json' },
    }; // prettier-ignore
    const right = [[5, -10, 20, 5], [17, -34, 68, 17]]; // prettier-ignore
    const moved = right.map(([a, b, c, bias]) => [bias, a, b, c]);
    for (const W of [right, moved]) {
      const answers = { 'mine.json': JSON.stringify({ W }) };
      const { compare } = await withConfig(config, answers, (file) => lastEvent<Done>('check', file));
      assert.deepEqual([compare.compared, compare.wrong], [8, 0]);
    }
    const wrong = [right[0], [17, -34, 68, 71]];
    const answers = { 'mine.json': JSON.stringify({ W: wrong }) };
    const { status, out } = await withConfig(config, answers, (file) => backprop(['check', file]));
    assert.equal(status, 1);
    assert.match(out, /mine\.json:1:31: ∂E\/∂b_o2: you have 71, but the right value is 17/);
  });

  it('escapes control characters in the names that it prints', async () => {
    const config = {
      layers: [{ units: 1 }],
      loss: 'halfSquaredError',
      data: { inputs: [[3]], targets: [[5]] },
      gradientCheck: { compare: 'mine.json' },
    };
    const named = { '\u001b[2Jnet': 1 };
    for (const answers of [named, { layers: [named] }]) {
      const { out, err } = await withConfig(config, { 'mine.json': JSON.stringify(answers) }, (file) =>
        backprop(['check', file]),
      );
      assert.ok(!`${out}${err}`.includes('\u001b'));
      assert.match(`${out}${err}`, /"\\u001b\[2Jnet"/);
    }
  });

  it('accepts derivatives from the right of a kink, and names the units', async () => {
    const { status, done, out } = await checkCase('kink-right-side');
    assert.deepEqual([status, done.compare.compared, done.compare.wrong], [0, 9, 0]);
    assert.match(out, /compare-kink This value belongs to the other side of the kink at h1, h2, sample 1,/);
    assert.match(out, /^Taylor remainder: its order has no meaning here/m);
  });

  it('names no alternative that does not reproduce every number by itself', async () => {
    const { status, done } = await checkCase('two-factors');
    assert.equal(status, 1);
    assert.deepEqual(
      done.diagnoses.map(({ mistake, alternatives }) => [mistake, alternatives]),
      [['missing-batch-mean', []]],
    );
  });
});
