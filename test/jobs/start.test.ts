import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { loadDataset } from '../../src/data/loadDataset.js';
import { startFindings } from '../../src/jobs/startFindings.js';
import { drain } from '../../src/engine/pacing.js';
import { load, oneOutput, specOf } from '../data/support.js';
import { filesIn } from '../../src/node/filesIn.js';

async function atStart(config: object) {
  const spec = await specOf(config);
  const { dataset, findings } = await loadDataset(spec, filesIn('.'));
  assert.ok(dataset, findings.map(({ message }) => message).join('\n'));
  return drain(startFindings(spec, dataset));
}

describe('A loss that is not finite at the start', () => {
  it('is found before anything is trained', async () => {
    const text = await readFile('test/fixtures/cases/infinite-before-update.backprop.json', 'utf8');
    const [finding, ...more] = await atStart(JSON.parse(text) as object);
    assert.match(
      finding.message,
      /in sample 1, output o2 is 0, but the target is 1, so the part log\(out_o2\) = log\(0\) of E_o2 = \S+ in layer 1 became -Infinity\. Use softmax/,
    );
    assert.doesNotMatch(finding.message, /learning rate/);
    assert.deepEqual([finding.path, more], [['layers', 0, 'activation'], []]);
  });

  it('is not found where it is finite', async () => {
    assert.deepEqual(await atStart({ ...oneOutput, data: { inputs: [[1], [2]], targets: [[0], [1]] } }), []);
  });

  it('is blamed on the sample that is too large', async () => {
    const inputs = [...Array.from({ length: 500 }, (_, i) => [i]), [1e300]];
    const [finding] = await atStart({ ...oneOutput, data: { inputs, targets: inputs.map(() => [0]) } });
    assert.match(finding.message, /Input 1 of sample 501 is 1e\+300, which is too large for float64/);
    assert.deepEqual(finding.path, ['data', 'inputs', 500, 0]);
  });
});

describe('A number that is too large for float32', () => {
  const single = { ...oneOutput, training: { precision: 'float32' } };

  it('is named with its sample and its column, in the config', async () => {
    const data = { inputs: [[1, 2], [3, -1e39]], targets: [[0], [1]], inputNames: ['a', 'b'] }; // prettier-ignore
    const { dataset, findings } = await load({ ...single, data });
    assert.equal(dataset, null);
    assert.match(findings[0].message, /^-1e\+39 in "b" of sample 2 is too large for float32.* "float64"/);
    assert.deepEqual(findings.map(({ code, path }) => [code, path]), [['float32-overflow', ['data', 'inputs', 1, 1]]]); // prettier-ignore
  });

  it('is named where it is a target in a file', async () => {
    const data = { file: 'a.csv', target: 'y' };
    const { findings } = await load({ ...single, data }, { 'a.csv': 'x,y\n1,2\n1,1e39\n' });
    assert.match(findings[0].message, /^1e\+39 in "y" of sample 2 is too large/);
  });

  it('is no problem in float64, nor once it is normalized', async () => {
    const data = { inputs: [[1e39], [2e39]], targets: [[0], [1]] };
    assert.deepEqual((await load({ ...oneOutput, data })).findings, []);
    assert.deepEqual((await load({ ...single, data: { ...data, normalize: 'standardize' } })).findings, []);
  });
});
