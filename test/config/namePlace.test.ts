import assert from 'node:assert/strict';
import { namePlaceAt, type NamePlace } from '../../src/config/namePlace.js';

/** Returns what is named at the mark | in a text, with the text of its span. */
function at(marked: string): (NamePlace & { readonly spanned: string }) | null {
  const offset = marked.indexOf('|');
  const text = marked.replace('|', '');
  const place = namePlaceAt(text, offset);
  const { offset: start = 0, length = 0 } = place?.span ?? {};
  return place && { ...place, spanned: text.slice(start, start + length) };
}
const table = (rest: string) => `{ "data": { "file": "a.csv", ${rest} } }`;

describe('A place for a name', () => {
  for (const [what, marked, name] of [
    ['the target', table('"target": "pri|ce"'), 'price'],
    ['one of several targets', table('"target": ["x", "|"]'), ''],
    ['a feature', table('"features": ["si|ze"]'), 'size'],
    ['a key of "columns"', table('"columns": { "ro|": "number" }'), 'ro'],
    ['a key without a value', table('"columns": { "ro|" }'), 'ro'],
    ['an unfinished text', '{ "data": { "file": "a.csv", "target": "pr|', 'pr'],
    ['a name with an escape', table('"target": "a\\"b|"'), 'a"b'],
  ] as const)
    it(`is ${what}`, () => {
      const place = at(marked);
      assert.ok(place?.kind === 'column');
      assert.deepEqual([place.name, place.table, place.isInFormula], [name, 'a.csv', false]);
    });

  for (const [formula, part] of [
    ['x * si|ze + 1', 'size'],
    ['|', ''],
    ['sin(|)', ''],
    ['2 * `two wo|rds` + x', '`two words`'],
    ['2 * `two w|', '`two w'],
    ['`a b` * gr|ö', 'grö'],
  ] as const)
    it(`is a name in the formula ${formula}`, () => {
      const place = at(table(`"derived": ["y", "${formula}"]`));
      assert.ok(place?.kind === 'column' && place.isInFormula);
      assert.deepEqual([place.name, place.spanned], [part, part]);
    });

  it('says which names are written beside it', () => {
    const place = at(table('"target": "y", "features": ["a", "|", "b"]'));
    assert.deepEqual(place?.kind === 'column' && place.taken, ['a', 'b', 'y']);
    const key = at(table('"columns": { "a": "date", "b|": "number" }'));
    assert.deepEqual(key?.kind === 'column' && key.taken, ['a']);
  });

  it('is a class whose weight is given', () => {
    const place = at(table('"classWeights": { "no": 1, "ye|" }'));
    assert.ok(place?.kind === 'class');
    assert.deepEqual([place.name, place.spanned, place.taken], ['ye', 'ye', ['no']]);
    assert.equal(at(table('"classWeights": "bal|"')), null);
  });

  for (const [marked, files] of [
    ['{ "data": { "file": "sub/|" } }', 'table'],
    ['{ "data": { "file": "a.csv", "test": { "file": "|" } } }', 'table'],
    ['{ "data": { "images": "|" } }', 'images'],
    ['{ "data": { "images": "a", "validation": { "labels": "|" } } }', 'images'],
    ['{ "weights": "models/|" }', 'weights'],
    ['{ "gradientCheck": { "compare": "|" } }', 'gradients'],
  ] as const)
    it(`is a file of the kind ${files}: ${marked}`, () => {
      const place = at(marked);
      assert.equal(place?.kind === 'file' && place.files, files);
    });

  for (const marked of [
    table('"columns": { "a": "num|ber" }'),
    table('"tar|get": "y"'),
    table('"target": |"y"'),
    table('"columns": { "a": { "ty|pe": "date" } }'),
    '{ "name": "a|", "layers": [] }',
    '{ | }',
    '|',
  ])
    it(`is not ${marked}`, () => assert.equal(at(marked), null));
});
