import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Lines } from '../../src/config/lines.js';
import type { JsonPath, Span } from '../../src/config/span.js';
import { marked, parse } from './support.js';

async function spansOf(markedText: string) {
  const { text, span } = marked(markedText);
  return { spans: (await parse(text)).spans, span, text };
}

const one = (layers: string) => `{ "layers": [${layers}], "data": { "file": "a.csv" } }`;

describe('Spans', () => {
  const values: readonly [name: string, text: string, path: JsonPath][] = [
    ['a number in a row', one('{ "weights": [[1, |2.5|], [3, 4]] }'), ['layers', 0, 'weights', 0, 1]],
    ['a layer', one('{}, |{ "units": 3 }|'), ['layers', 1]],
    ['the whole text', '|{ "layers": [] }|', []],
    ['the last of two values with the same key', '{ "name": "a", "name": |"b"| }', ['name']],
    [
      'the nearest that exists where there is no such key',
      one('|{ "units": 3 }|'),
      ['layers', 0, 'activation'],
    ],
    [
      'the nearest that exists where there is no such row',
      one('{ "weights": |[[1]]| }'),
      ['layers', 0, 'weights', 7, 2],
    ],
    ['a value in a text that is half typed', '{ "layers": [{ "units": |3|, "activ', ['layers', 0, 'units']],
  ];
  for (const [name, text, path] of values) {
    it(`give the place of ${name}`, async () => {
      const { spans, span } = await spansOf(text);
      assert.deepEqual(spans.at(path), span);
    });
  }

  it('give the place of a key', async () => {
    const { spans, span } = await spansOf('{ "training": { |"epochs"|: 3 } }');
    assert.deepEqual(spans.key(['training', 'epochs']), span);
  });

  it('give an item’s own place where it has no key', async () => {
    const { spans, span } = await spansOf(one('|{ "units": 3 }|'));
    assert.deepEqual(spans.key(['layers', 0]), span);
  });

  it('underline a value in one line, a block’s key, and an item’s bracket', async () => {
    const inLine = await spansOf('{ "data": |{ "file": "a.csv" }| }');
    assert.deepEqual(inLine.spans.mark(['data']), inLine.span);
    const block = await spansOf('{ |"data"|: {\n "file": "a.csv" } }');
    assert.deepEqual(block.spans.mark(['data']), block.span);
    const item = await spansOf(one('|{|\n "units": 3 }'));
    assert.deepEqual(item.spans.mark(['layers', 0]), item.span);
  });

  it('put findings at their places', async () => {
    const { spans, span } = await spansOf('{ "data": { "file": |"b.csv"| } }');
    const related = [{ file: 'b.csv', line: 3, column: 1, message: 'here' }];
    const finding = {
      severity: 'error',
      code: 'file-not-found',
      message: 'No such file.',
      path: ['data', 'file'],
      related,
    } as const;
    assert.deepEqual(spans.toProblem(finding), {
      severity: 'error',
      code: 'file-not-found',
      message: 'No such file.',
      span,
      related,
    });
  });

  it('are in the text, whatever it is', async () => {
    const segment = fc.oneof(
      fc.constantFrom('layers', 'data', 'a', '__proto__', 'length'),
      fc.integer({ min: -2, max: 5 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.json(), fc.string()), fc.array(segment), async (text, path) => {
        const { spans } = await parse(text);
        const inside = ({ offset, length }: Span) =>
          offset >= 0 && length >= 0 && offset + length <= text.length;
        assert.ok(inside(spans.at(path)) && inside(spans.key(path)));
      }),
    );
  });
});

describe('Lines', () => {
  it('count from 1, whatever ends them', () => {
    const lines = new Lines('a\nbc\r\nd\re');
    const places = [0, 1, 2, 4, 6, 7, 8, 9].map((offset) => lines.at(offset));
    assert.deepEqual(
      places.map(({ line, column }) => `${line}:${column}`),
      ['1:1', '1:2', '2:1', '2:3', '3:1', '3:2', '4:1', '4:2'],
    );
  });

  it('are within the text', () => {
    const lines = new Lines('ab\nc');
    assert.deepEqual(lines.at(-3), { line: 1, column: 1 });
    assert.deepEqual(lines.at(99), { line: 2, column: 2 });
    assert.deepEqual(new Lines('').at(0), { line: 1, column: 1 });
  });
});
