import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { generatorNames } from '../src/config/spec.js';
import { activationNames, lossNames, optimizerNames } from '../src/engine/model/spec.js';
import schema from '../media/backprop.schema.json' with { type: 'json' };

const readme = readFileSync(path.join(import.meta.dirname, '..', 'README.md'), 'utf8');

/** Returns the names in code type in a row of the table of features. */
function row(title: string): string[] {
  const line = readme.split('\n').find((text) => new RegExp(`^\\| ${title} +\\|`).test(text));
  assert.ok(line, `the README has no row "${title}"`);
  return [
    ...line
      .split(' or ')[0]
      .split(', and')[0]
      .matchAll(/`(\w+)`/g),
  ].map(([, name]) => name);
}

/** Returns the names that the schema allows for a value. */
function schemaNames(alternatives: readonly object[]): string[] {
  const names = alternatives.find((alternative) => 'enum' in alternative);
  assert.ok(names && 'enum' in names && Array.isArray(names.enum));
  return names.enum.map(String);
}

describe('The table in the README', () => {
  it('names every activation, loss, optimizer and generator, and no other', () => {
    assert.deepEqual(row('activations'), [...activationNames]);
    assert.deepEqual(row('losses'), [...lossNames]);
    assert.deepEqual(row('optimizers'), [...optimizerNames]);
    assert.deepEqual(row('generated data'), [...generatorNames]);
  });

  it('names every key of a layer and of the training and every schedule and initializer that the schema describes', () => {
    const { layer, training } = schema.definitions;
    assert.deepEqual(row('a layer').sort(), Object.keys(layer.properties).sort());
    assert.deepEqual(row('schedules'), schemaNames(schema.definitions.schedule.anyOf));
    assert.deepEqual(row('initial weights').sort(), schemaNames(layer.properties.init.anyOf).sort());
    assert.deepEqual(row('training').sort(), Object.keys(training.properties).sort());
  });
});
