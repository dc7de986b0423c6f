import assert from 'node:assert/strict';
import { overrideWords } from '../../webview/overrideWords.js';
import { status } from './harness/scenarios.js';

const file = { learningRate: 0.1, epochs: 100, batchSize: null, seed: 0 };
const faster = { ...file, learningRate: 0.5 };
const words = (settings: typeof file, run: typeof file | null, epoch = 3): string =>
  overrideWords({ settings, fileSettings: file, runSettings: run, status: status({ state: 'done', epoch }) });

describe('What overrides the file', () => {
  it('is nothing if all values are those of the file', () => {
    assert.equal(words(file, file), '');
    assert.equal(words(file, null), '');
    assert.equal(
      overrideWords({ settings: null, fileSettings: null, runSettings: faster, status: null }),
      '',
    );
  });

  it('is shown with the value of the file, for the current run and the next', () => {
    assert.equal(words(faster, file), 'Learning rate 0.5 (file: 0.1) for the next run');
    assert.equal(words(faster, faster), 'Learning rate 0.5 (file: 0.1) for this run and the next');
    assert.equal(words(file, faster), 'Learning rate 0.5 (file: 0.1) for this run');
    assert.equal(
      words({ ...file, batchSize: 8 as never, seed: 2 }, faster),
      'Learning rate 0.5 (file: 0.1) for this run · Batch size 8 (file: all), Seed 2 (file: 0) for the next run',
    );
  });

  it('does not mention a run that has not trained yet', () => {
    assert.equal(
      overrideWords({
        settings: faster,
        fileSettings: file,
        runSettings: faster,
        status: status({ state: 'ready', epoch: 0 }),
      }),
      'Learning rate 0.5 (file: 0.1) for the next run',
    );
  });
});
