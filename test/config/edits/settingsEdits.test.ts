import assert from 'node:assert/strict';
import fc from 'fast-check';
import { settingsEdits, type Settings } from '../../../src/config/edits/settingsEdits.js';
import { configText, networkOf } from '../support.js';

function edited(text: string, settings: Partial<Settings>): string {
  const [edit, ...more] = settingsEdits(text, settings);
  assert.equal(more.length, 0);
  const { offset, length } = edit.span;
  return text.slice(0, offset) + edit.text + text.slice(offset + length);
}

const withTraining = (text: string) => configText({ training: text });

describe('Settings', () => {
  it('are written into the text, which keeps its comments and its layout', () => {
    const text = withTraining(`{ // how
    "optimizer": { "type": "adam", /* rate */ "learningRate": 0.01 },
    "epochs": 200, // enough
    "batchSize": 16,
  }`);
    const expected = text
      .replace('0.01', '0.5')
      .replace('200', '30')
      .replace('16', '8')
      .replace('8,\n', '8,\n    "seed": 7,\n');
    const found = edited(text, { learningRate: 0.5, epochs: 30, batchSize: 8, seed: 7 });
    assert.equal(found.replace(/\s+/g, ' '), expected.replace(/\s+/g, ' '));
    assert.match(
      found,
      /\/\/ how\n {4}"optimizer": \{ "type": "adam", \/\* rate \*\/ "learningRate": 0\.5 \},\n/,
    );
  });

  it('do not change the text if nothing differs', () => {
    const text = withTraining('{ "epochs": 3 }');
    assert.deepEqual(settingsEdits(text, {}), []);
    assert.deepEqual(settingsEdits(text, { epochs: 3 }), []);
  });

  it('change nothing else', () => {
    const text = withTraining('{ "epochs": 200, "seed": 1 }');
    assert.deepEqual(settingsEdits(text, { epochs: 300 }), [
      { span: { offset: text.indexOf('200'), length: 1 }, text: '3' },
    ]);
  });

  it('turn an optimizer’s name into an object', async () => {
    const { training } = await networkOf(
      edited(withTraining('{ "optimizer": "rmsprop" }'), { learningRate: 0.25 }),
    );
    assert.deepEqual([training.optimizer.type, training.optimizer.learningRate], ['rmsprop', 0.25]);
  });

  it('remove the batch size if a batch is all the data', async () => {
    const text = edited(withTraining('{ "batchSize": 16, "seed": 2 }'), { batchSize: null });
    assert.doesNotMatch(text, /batchSize/);
    assert.equal((await networkOf(text)).training.batchSize, null);
  });

  it('keep tabs and Windows line ends', () => {
    const text = '{\r\n\t"layers": [],\r\n\t"training": {\r\n\t\t"epochs": 1\r\n\t}\r\n}';
    assert.equal(edited(text, { seed: 4 }), text.replace('1\r\n', '1,\r\n\t\t"seed": 4\r\n'));
  });

  it('are not written where the text has no place for them', () => {
    for (const text of ['', '[]', '7', '{ "training": 3 }', '"a"'])
      assert.deepEqual(settingsEdits(text, { epochs: 3 }), [], text);
  });

  it('are read as they were written', async () => {
    const trainings = [
      '{}',
      '{ "optimizer": "adam" }',
      '{ "optimizer": { "type": "adamw" }, "batchSize": 3 }',
      '{\n"seed": 3 // s\n}',
    ];
    const text = fc.constantFrom(configText(), ...trainings.map(withTraining));
    const settings = fc.record({
      learningRate: fc.double({ min: 1e-9, max: 100, noNaN: true }),
      epochs: fc.integer({ min: 1, max: 1e6 }),
      batchSize: fc.option(fc.integer({ min: 1, max: 4 })),
      seed: fc.integer({ min: 0, max: 1e9 }),
    });
    await fc.assert(
      fc.asyncProperty(text, settings, async (before, wanted) => {
        const { training } = await networkOf(edited(before, wanted));
        const { epochs, batchSize, seed, optimizer } = training;
        assert.deepEqual({ epochs, batchSize, seed, learningRate: optimizer.learningRate }, { ...wanted });
      }),
    );
  });
});
