import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { withEdits } from '../../src/config/edits/textEdits.js';
import { configText, parse } from './support.js';

/** Applies quick fixes one after another until none is left. */
async function fixedAll(text: string): Promise<string> {
  for (let current = text; ;) {
    const { problems } = await parse(current);
    const fix = problems.find(({ code }) => code === 'misplaced-key')?.fix;
    if (!fix) return current;
    current = withEdits(current, [fix]);
  }
}

const optimizer = (text: string) => configText({ training: `{ "optimizer": ${text} }` });

describe('A key at a wrong level', () => {
  it('is reported with the place where it belongs, and its quick fix moves it there', async () => {
    const text = await readFile('test/fixtures/cases/wrong-level.backprop.json', 'utf8');
    const { problems } = await parse(text);
    assert.deepEqual(
      problems.map(({ message, fix }) => [message, fix?.title]),
      [
        ['"epochs" belongs in "training".', 'Move "epochs" into "training"'],
        ['"optimizer" belongs in "training".', 'Move "optimizer" into "training"'],
        ['"learningRate" belongs in "training.optimizer".', 'Move "learningRate" into "training.optimizer"'],
      ],
    );
    const { spec, problems: left } = await parse(await fixedAll(text));
    assert.deepEqual(left, []);
    assert.ok(spec?.kind === 'network');
    const { epochs, optimizer } = spec.training;
    assert.equal(epochs, 50);
    assert.deepEqual(optimizer, {
      type: 'adam',
      learningRate: 0.5,
      betas: [0.9, 0.999],
      epsilon: 1e-8,
      weightDecay: 0,
    });
  });

  for (const [key, value] of Object.entries({
    optimizer: '{ "type": "adam" }',
    batchSize: '4',
    seed: '7',
    l2: '0.1',
    normalize: '"standardize"',
  })) {
    it(`is moved from the top level, and the surrounding text stays: ${key}`, async () => {
      const text = configText().replace('{\n', `{\n  // why\n  "${key}": ${value},\n`);
      const fixed = await fixedAll(text);
      assert.deepEqual((await parse(fixed)).problems, []);
      assert.match(fixed, /^\{\n {2}\/\/ why\n/);
    });
  }

  it('is moved up as well as down', async () => {
    const text = optimizer('{ "type": "sgd", "epochs": 3, "data": 1 }').replace(', "data": 1', '');
    assert.match(await fixedAll(text), /"training": \{ "optimizer": \{ "type": "sgd" \}, "epochs": 3 \}/);
  });

  it('has no quick fix where the key is at its place already', async () => {
    const text = configText({ epochs: '3', training: '{ "epochs": 4 }' });
    const { problems } = await parse(text);
    assert.deepEqual(problems.map(({ code, fix }) => [code, fix]), [['misplaced-key', undefined]]); // prettier-ignore
  });

  it('has no quick fix if the target has the key already or is not an object', async () => {
    const { problems } = await parse(configText({ epochs: '3', training: '[]' }));
    assert.ok(problems.some(({ code, fix }) => code === 'misplaced-key' && !fix));
  });

  it('is not searched for among keys that are valid in many objects', async () => {
    const { problems } = await parse(configText({ training: '{ "f": "x", "value": 3 }' }));
    assert.deepEqual(new Set(problems.map(({ code }) => code)), new Set(['unknown-key']));
  });
});
