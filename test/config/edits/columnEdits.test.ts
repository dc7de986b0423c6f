import assert from 'node:assert/strict';
import { changeEdits } from '../../../src/config/edits/changeEdits.js';
import type { ConfigChange } from '../../../src/config/edits/configChange.js';
import { withEdits } from '../../../src/config/edits/textEdits.js';
import { parse } from '../support.js';

const text = (data: string, output = '{ "units": 1 }', loss = 'meanSquaredError'): string => `{
  // a network
  "layers": [{ "units": 4, "activation": "relu" }, ${output}],
  "loss": "${loss}",
  "data": ${data}
}
`;
const table = (more: string): string => text(`{ "file": "a.csv", "target": "y"${more} }`);

/** Returns the text after a change, which is at most one edit; where it is refused, the reason. */
async function changed(before: string, change: ConfigChange): Promise<string> {
  const result = await changeEdits(before, await parse(before), change);
  if ('reason' in result) return result.reason;
  assert.ok(result.edits.length <= 1);
  return withEdits(before, result.edits);
}
const type = (value: string | null): ConfigChange => ({
  type: 'columnOption',
  column: 'x',
  key: 'type',
  value,
});
const missing = (value: string | number | null): ConfigChange => ({ type: 'columnOption', column: 'x', key: 'missing', value }); // prettier-ignore
const use = (isInput: boolean, as: 'category' | null = null): ConfigChange => ({ type: 'columnUse', column: 'x', isInput, as }); // prettier-ignore
const target = (column: string, classes: number | null): ConfigChange => ({
  type: 'target',
  column,
  classes,
});

describe('A change of a column', () => {
  const cases: readonly [name: string, change: ConfigChange, before: string, after: string][] = [
    ['writes a type', type('category'), '', ', "columns": { "x": "category" }'],
    ['replaces a type', type('date'), ', "columns": { "x": "number" }', ', "columns": { "x": "date" }'],
    ['removes a type', type(null), ', "columns": { "z": "date", "x": "number" }', ', "columns": { "z": "date" }'],
    ['removes the last type', type(null), ', "columns": { "x": "number" }', ''],
    ['leaves alone what is not there', missing(null), ', "columns": { "x": "number" }', ', "columns": { "x": "number" }'],
    ['adds a rule to a type', missing('median'), ', "columns": { "x": "number" }', ', "columns": { "x": { "type": "number", "missing": "median" } }'],
    ['adds a rule alone', missing('dropRow'), '', ', "columns": { "x": { "missing": "dropRow" } }'],
    ['adds a value beside others', missing(7), ', "columns": { "z": "date" }', ', "columns": { "z": "date", "x": { "missing": 7 } }'],
    ['keeps comments in the options', missing('median'), ', "columns": { "x": { "type": "number", /* ! */ "missing": 3 } }', ', "columns": { "x": { "type": "number", /* ! */ "missing": "median" } }'],
    ['keeps a rule that fits another type', type('boolean'), ', "columns": { "x": { "type": "number", "missing": "mostFrequent" } }', ', "columns": { "x": { "type": "boolean", "missing": "mostFrequent" } }'],
    ['removes a rule that does not', type('category'), ', "columns": { "x": { "type": "number", "missing": "mean" } }', ', "columns": { "x": { "type": "category" } }'],
    ['removes a value that does not', type('number'), ', "columns": { "x": { "type": "category", "missing": "?", "categories": ["a"] } }', ', "columns": { "x": { "type": "number" } }'],
    ['removes the last rule', missing(null), ', "columns": { "x": { "missing": "mean" } }', ''],
    ['ignores a column', use(false), '', ', "columns": { "x": "ignore" }'],
    ['ignores one with options', use(false), ', "columns": { "x": { "missing": "mean" } }', ', "columns": { "x": { "missing": "mean", "type": "ignore" } }'],
    ['uses it again', use(true), ', "columns": { "x": "ignore" }', ''],
    ['uses it again with a type', use(true, 'category'), ', "columns": { "x": "ignore" }', ', "columns": { "x": "category" }'],
    ['gives a type to a column that was left out', use(true, 'category'), '', ', "columns": { "x": "category" }'],
    ['keeps the type of an input', use(true, 'category'), ', "columns": { "x": "number" }', ', "columns": { "x": "number" }'],
    ['removes it from the features', use(false), ', "features": ["x", "z"]', ', "features": ["z"]'],
    ['adds it to the features', use(true), ', "features": ["z"]', ', "features": ["z", "x"]'],
    ['turns repeated rows off', { type: 'dropDuplicates', isOn: true }, '', ', "dropDuplicates": true'],
    ['turns them on again', { type: 'dropDuplicates', isOn: false }, ', "dropDuplicates": true', ''],
  ]; // prettier-ignore
  for (const [name, change, before, after] of cases)
    it(name, async () => assert.equal(await changed(table(before), change), table(after)));

  it('is refused for the target, for the only feature, and where the data are not a table', async () => {
    assert.match(await changed(table(''), { type: 'columnUse', column: 'y', isInput: false, as: null }), /^"y" is the target\./); // prettier-ignore
    assert.match(await changed(table(', "features": ["x"]'), use(false)), /^"x" is the only input\./);
    assert.match(await changed(text('{ "generator": "sine" }'), type('date')), /does not come from a table/);
  });

  it('is refused with the error that it would cause', async () => {
    const before = table(', "columns": { "x": { "type": "category" } }');
    assert.match(await changed(before, missing('median')), /Categories do not have a median/);
  });
});

describe('Another target', () => {
  const sigmoid = '{ "units": 1, "activation": "sigmoid" }';
  const softmax = '{ "units": 3, "activation": "softmax" }';

  it('brings an output layer and a loss for its classes', async () => {
    const before = text('{ "file": "a.csv", "target": "y", "normalizeTargets": "standardize" }');
    const data = '{ "file": "a.csv", "target": "kind" }';
    assert.equal(await changed(before, target('kind', 3)), text(data, softmax, 'crossEntropy'));
    assert.equal(await changed(before, target('kind', 2)), text(data, sigmoid, 'binaryCrossEntropy'));
  });

  it('brings an output for a number', async () => {
    const before = text('{ "file": "a.csv", "target": "kind", "task": "classification", "classWeights": "balanced" }', softmax, 'crossEntropy'); // prettier-ignore
    const after = text('{ "file": "a.csv", "target": "y", "task": "regression" }', '{ "units": 1, "activation": "identity" }'); // prettier-ignore
    assert.equal(await changed(before, target('y', null)), after);
  });

  it('keeps an output that fits, and takes the column from the features and from those that are ignored', async () => {
    const before = text('{ "file": "a.csv", "target": "y", "features": ["x", "z"], "columns": { "x": "ignore" } }', sigmoid, 'binaryCrossEntropy'); // prettier-ignore
    const after = text(
      '{ "file": "a.csv", "target": "x", "features": ["z"] }',
      sigmoid,
      'binaryCrossEntropy',
    );
    assert.equal(await changed(before, target('x', 2)), after);
  });
});
