import assert from 'node:assert/strict';
import { excludeEdits } from '../../../src/config/edits/excludeEdits.js';
import { parse } from '../support.js';

const excluded = (text: string, ...units: [layer: number, unit: number][]): string => {
  let changed = text;
  for (const { span, text: put } of excludeEdits(
    text,
    units.map(([layer, unit]) => ({ layer, unit })),
  ))
    changed = changed.slice(0, span.offset) + put + changed.slice(span.offset + span.length);
  return changed;
};

describe('Leaving units out of the check', () => {
  it('creates the list in the usual layout', () => {
    assert.equal(
      excluded('{\n  "loss": "huber" // why not\n}\n', [1, 0], [2, 3]),
      '{\n  "loss": "huber",\n  "gradientCheck": { "exclude": [{ "layer": 1, "unit": 0 }, { "layer": 2, "unit": 3 }] } // why not\n}\n',
    );
    assert.equal(
      excluded('{ "gradientCheck": { "samples": 8 } }', [1, 2]),
      '{ "gradientCheck": { "samples": 8, "exclude": [{ "layer": 1, "unit": 2 }] } }',
    );
  });

  it('extends an existing list', () => {
    assert.equal(
      excluded('{ "gradientCheck": { "exclude": [{ "layer": 1, "unit": 2 }] } }', [1, 0]),
      '{ "gradientCheck": { "exclude": [{ "layer": 1, "unit": 2 }, { "layer": 1, "unit": 0 }] } }',
    );
    assert.equal(
      excluded('{ "gradientCheck": { "exclude": [] } }', [1, 0]),
      '{ "gradientCheck": { "exclude": [ { "layer": 1, "unit": 0 } ] } }',
    );
  });

  it('does not change a text that has no place for them', () => {
    for (const text of ['[]', '{ "gradientCheck": 3 }', '{ "gradientCheck": { "exclude": true } }'])
      assert.deepEqual(excludeEdits(text, [{ layer: 1, unit: 0 }]), []);
  });

  it('is refused if there is no such unit', async () => {
    const config = (exclude: string): string => `{
      "layers": [{ "units": 2, "activation": "relu" }, { "units": 1 }], "loss": "huber",
      "data": { "inputs": [[1]], "targets": [[1]] }, "gradientCheck": { "exclude": [${exclude}] }
    }`;
    const found = async (exclude: string): Promise<[string, string][]> => {
      const text = config(exclude);
      const { problems } = await parse(text);
      return problems
        .filter(({ severity }) => severity === 'error')
        .map(({ code, span }) => [code, text.slice(span.offset, span.offset + span.length)]);
    };
    assert.deepEqual(await found('{ "layer": 1, "unit": 1 }, { "layer": 2, "unit": 0 }'), []);
    assert.deepEqual(await found('{ "layer": 3, "unit": 0 }'), [['no-such-unit', '3']]);
    assert.deepEqual(await found('{ "layer": 1, "unit": 2 }'), [['no-such-unit', '2']]);
  });
});
