import assert from 'node:assert/strict';
import { attemptEdits, drawNumbers, type Shape } from './mutants/experiment.js';
import type { RandomEdit } from './mutants/randomEdits.js';
import { binary, number, unary, type Node } from './mutants/statements.js';

const name = (text: string): Node => ({ op: 'name', name: text });
const edit = (statement: string, layer: number, node: Node): RandomEdit => ({ kind: 'operand', statement, layer, node, text: statement }); // prettier-ignore

/** A δ that no single edit results in. */
const strange = binary('+', unary('exp', binary('*', name('A2'), name('Z2'))), number(0.37));
const shape = (rows: number): Shape => ({
  inputs: 3,
  layers: [{ units: 4, activation: 'tanh' }, { units: 3, activation: 'sigmoid' }], // prettier-ignore
  loss: 'halfSquaredError',
  rows,
  l1: 0,
  l2: 0,
});

describe('a layer that no edit explains', () => {
  for (const rows of [1, 3, 4]) {
    it(`leaves the layers before it right, given its own δ (${rows} samples)`, () => {
      const outcome = attemptEdits(drawNumbers(shape(rows), rows), [edit('D2', 2, strange)]);
      assert.deepEqual(outcome?.said, [['{"code":"unknown"}']]);
    });

    it(`does not hide a mistake in the layer before it (${rows} samples)`, () => {
      const outcome = attemptEdits(drawNumbers(shape(rows), rows), [edit('D2', 2, strange), edit('D1', 1, name('E1'))]); // prettier-ignore
      const said = outcome?.said.flat() ?? [];
      assert.ok(said.includes('{"code":"unknown"}'), JSON.stringify(said));
      assert.ok(
        said.some((text) => text.includes('missing-activation-derivative')),
        JSON.stringify(said),
      );
    });
  }
});
