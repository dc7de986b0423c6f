import assert from 'node:assert/strict';
import { eventually, openText, ourExtension } from './support.js';

const config = `{
  // the smallest useful one
  "layers": [{ "units": 2, "activation": "tanh" }, { "units": 1, "activation": "sigmoid" }],
  "loss": "halfSquaredError",
  "data": { "inputs": [[0, 0], [0, 1], [1, 0], [1, 1]], "targets": [[0], [1], [1], [0]] },
}
`;

describe('Opening a config', () => {
  it('activates the extension without an error', async () => {
    const editor = await openText('activation.backprop.json', config);
    assert.equal(editor.document.languageId, 'backprop');
    await eventually('the extension is active', () => ourExtension().isActive);
  });
});
