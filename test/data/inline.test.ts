import assert from 'node:assert/strict';
import { classesOf, datasetOf, load, yesOrNo } from './support.js';

const layers = (activation: string, units = 1) => ({
  layers: [{ units, activation }],
  loss: 'meanSquaredError',
});

describe('Inline data', () => {
  it('has names by position if the config gives none', async () => {
    const data = { inputs: [[1, 2]], targets: [[1]] };
    const { inputNames, targetNames } = await datasetOf({ ...layers('identity'), data });
    assert.deepEqual([inputNames, targetNames], [['x1', 'x2'], ['t']]); // prettier-ignore
  });

  it('is classification where targets are 0 and 1 after sigmoid or step', async () => {
    const data = { inputs: [[1], [2]], targets: [[0], [1]] };
    for (const activation of ['sigmoid', 'step']) {
      const { task, classes } = await datasetOf({ ...layers(activation), data });
      assert.deepEqual([task, classes], ['classification', ['0', '1']]);
    }
    assert.equal((await datasetOf({ ...layers('tanh'), data })).task, 'regression');
  });

  it('is classification where rows are one-hot after softmax, and regression where they are not', async () => {
    const inputs = [[1], [2]];
    const data = { inputs, targets: [[0, 1], [1, 0]], targetNames: ['cat', 'dog'] }; // prettier-ignore
    const { task, classes } = await datasetOf({ ...classesOf(2), data });
    assert.deepEqual([task, classes], ['classification', ['cat', 'dog']]);
    for (const targets of [
      [
        [0.5, 0.5],
        [1, 0],
      ],
      [
        [1, 1],
        [0, 1],
      ],
      [
        [0, 0],
        [0, 1],
      ],
    ]) {
      // prettier-ignore
      assert.equal((await datasetOf({ ...classesOf(2), data: { inputs, targets } })).task, 'regression');
    }
  });

  it('is warned about where the last activation cannot reach the targets', async () => {
    const data = { inputs: [[1], [2]], targets: [[20], [120]] };
    const { dataset, findings } = await load({ ...layers('sigmoid'), data });
    assert.ok(dataset);
    assert.deepEqual(findings.map(({ code, severity, path }) => [code, severity, path]), [
      ['target-out-of-reach', 'warning', ['layers', 0, 'activation']],
    ]); // prettier-ignore
    assert.match(findings[0].message, /from 20 to 120, but sigmoid outputs only 0 to 1/);
  });

  it('is refused where targets are no probabilities and the loss compares these', async () => {
    const { dataset, findings } = await load({ ...yesOrNo, data: { inputs: [[1]], targets: [[-1]] } });
    assert.equal(dataset, null);
    assert.deepEqual([findings[0].code, findings[0].path], ['target-range', ['data', 'targets']]);
  });

  it('is refused where the perceptron rule gets targets other than 0 and 1', async () => {
    const training = { optimizer: 'perceptron' };
    const { findings } = await load({
      ...layers('step'),
      data: { inputs: [[1]], targets: [[-1]] },
      training,
    });
    assert.equal(findings[0].code, 'target-range');
    assert.match(findings[0].message, /0 or 1/);
  });
});
