import assert from 'node:assert/strict';
import { readNotes } from '../../../src/config/notes/readNotes.js';

/** Returns the text after a mark as it is read: the number with its decimals, or what is there instead. */
function read(after: string): unknown {
  const [mark] = readNotes(`\`\`\`backprop\n{}\n\`\`\`\n${after}`).sections[0].marks;
  const { number } = mark;
  return number.kind === 'number' ? [number.value, number.decimals] : number.kind;
}

describe('the numbers of notes', () => {
  for (const [text, value, decimals] of [
    ['net = <!-- backprop: net_h1 --> 0.3775', 0.3775, 4],
    ['<!-- backprop: net_h1 -->0.3775, which', 0.3775, 4],
    ['<!-- backprop: net_h1 --> **0.3775**.', 0.3775, 4],
    ['<!-- backprop: net_h1 --> $-0.0226$', -0.0226, 4],
    ['<!-- backprop: net_h1 --> −0.50 in the second', -0.5, 2],
    ['<!-- backprop: net_h1 --> `1.2e-3`', 0.0012, 4],
    ['<!-- backprop: net_h1 --> $4.39 \\cdot 10^{-4}$', 0.000439, 6],
    ['<!-- backprop: net_h1 --> 4.39 · 10⁻⁴', 0.000439, 6],
    ['<!-- backprop: net_h1 --> 0,3775', 0.3775, 4],
    ['<!-- backprop: net_h1 --> 3, then', 3, 0],
    ['<!-- backprop: net_h1 --> .5', 0.5, 1],
    ['<!-- backprop: net_h1 --> ____ 0.3775', 0.3775, 4],
    ['<!-- backprop: net_h1 --> __0.3775__', 0.3775, 4],
    ['<!-- backprop: net_h1 --> net_h1 = 0.15·0.05 + 0.37 = 0.3775', 0.3775, 4],
    ['<!-- backprop: net_h1 --> $net_{h_1} = w_1 x_1 \\approx 0.38$', 0.38, 2],
    ['<!-- backprop: net_h1 -->\n0.3775', 0.3775, 4],
    ['<!-- backprop: net_h1 -->\n\n$$\nnet_{h1} = 0.1\n= 0.3775\n$$', 0.3775, 4],
    ['<!-- backprop: net_h1 -->\n- 0.3775', 0.3775, 4],
    ['| h1 | <!-- backprop: net_h1 --> 0.3775 | 0.5 |', 0.3775, 4],
    ['> <!-- backprop: net_h1 --> 0.3775', 0.3775, 4],
  ] as const) {
    it(`is ${value} in ${JSON.stringify(text)}`, () => assert.deepEqual(read(text), [value, decimals]));
  }

  for (const text of ['____', '\\_\\_\\_', '…', '...', '?', '', '| 0.3 |'])
    it(`is a blank in ${JSON.stringify(text)}`, () =>
      assert.equal(read(`E = <!-- backprop: E --> ${text}\n0.5`), 'blank'));

  for (const text of ['abc', '0.37x5', '1/2', '0.3.5', 'NaN', '1e999', 'about 0.5', '59%'])
    it(`is not a number in ${JSON.stringify(text)}`, () =>
      assert.equal(read(`<!-- backprop: E --> ${text}`), 'invalid'));
});

describe('notes', () => {
  const config = '```backprop\n{ "a": 1 }\n```\n';

  it('assign numbers to the config above them, or to the first', () => {
    const { sections } = readNotes(
      `<!-- backprop: E --> 1\n${config}<!-- backprop: A --> 2\n~~~backprop\n2\n~~~\n<!-- backprop: B --> 3`,
    );
    assert.deepEqual(sections.map(({ config: text, marks }) => [text, marks.map(({ name }) => name)]), [['{ "a": 1 }\n', ['E', 'A']], ['2\n', ['B']]]); // prettier-ignore
  });

  it('keep offsets with Windows line ends', () => {
    const text = `${config}net = <!-- backprop: net_h1 --> 0.3775 x`.replaceAll('\n', '\r\n');
    const [{ config: inner, offset, marks }] = readNotes(text).sections;
    assert.equal(text.slice(offset, offset + inner.length), '{ "a": 1 }\r\n');
    const { at, number } = marks[0];
    assert.equal(text.slice(at.offset, at.offset + at.length), 'net_h1');
    assert.equal(text.slice(number.span.offset, number.span.offset + number.span.length), '0.3775');
  });

  it('do not take code for marks', () => {
    const shown =
      '`<!-- backprop: E -->` 1\n``` md\n<!-- backprop: E --> 2\n```\n```` \n```backprop\n{}\n```\n````';
    const { sections, stray } = readNotes(`${config}${shown}`);
    assert.deepEqual([sections.length, sections[0].marks, stray], [1, [], []]);
  });

  it('have no section without a config', () => {
    const { sections, stray } = readNotes('<!-- backprop: E --> 1');
    assert.deepEqual([sections, stray.length], [[], 1]);
  });

  it('read the column of a table, with a row for each sample', () => {
    const table = '| x | out_o1 | E |\n| --- | :-: | --- |\n| 0 | 0.5 | 1 |\n| 1 | 0.25 | 2 |\n\ntext | 3 |';
    for (const [mark, head, values] of [
      ['<!-- backprop: out_o1 -->\n', table, [0.5, 0.25]],
      ['<!-- backprop: loss -->\n', table, [1, 2]],
      ['', table.replace('out_o1', '<!-- backprop: y --> y'), [0.5, 0.25]],
    ] as const) {
      const { marks } = readNotes(`${config}${mark}${head}`).sections[0];
      assert.deepEqual(
        marks.map(({ number }) => number.kind === 'number' && number.value),
        values,
      );
      assert.deepEqual(marks.map(({ row }) => row), [0, 1]); // prettier-ignore
    }
  });

  it('are worksheets with a number of digits', () => {
    assert.equal(readNotes('<!-- backprop: digits=4 -->').digits, 4);
    assert.equal(readNotes('<!-- backprop: digits=400 -->').digits, null);
  });

  it('of 200,000 lines are read up to a limit, in time proportional to their length', () => {
    const { sections, cutAt } = readNotes(`${config}${'`E` = <!-- backprop: E --> 0.5 `\n'.repeat(200_000)}`);
    assert.equal(sections[0].marks.length, 100_000);
    assert.ok(cutAt !== null);
  });
});
