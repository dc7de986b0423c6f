import assert from 'node:assert/strict';
import { parseConfig } from '../../src/config/parse.js';
import { Places } from '../../src/debug/places.js';

const text = `{
  "layers": [
    { "units": 2, "weights": [[0.1],
        [0.2]], "activation": "tanh" },
    { "units": 1 }
  ],
  "loss": "halfSquaredError",
  "data": { "inputs": [[1]], "targets": [[2]] }
}`;

async function placesOf(): Promise<Places> {
  const { spans, spec } = await parseConfig(text, 'test.backprop.json');
  assert.ok(spec?.kind === 'network');
  return new Places(text, spans, spec as never);
}

describe('the places of a pass in its config', () => {
  it('are the whole layer on its first line, though a unit begins there, and a unit on a line of its own', async () => {
    const places = await placesOf();
    assert.deepEqual(places.at(3), { line: 3, layer: 1, unit: null, phase: null });
    assert.deepEqual(places.at(4), { line: 4, layer: 1, unit: 1, phase: null });
    assert.deepEqual(places.at(5), { line: 5, layer: 2, unit: null, phase: null });
    assert.equal(places.at(7)?.phase, 'loss');
    assert.equal(places.at(8), null);
  });
});
