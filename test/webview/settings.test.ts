import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readSettings, sameSettings, textsOf } from '../../webview/sidebar/settings.js';

const good = { learningRate: '0.01', epochs: '200', batchSize: '', seed: '0' };

describe('The settings for the next run', () => {
  it('are read from their fields, an empty batch size being all the training data', () => {
    assert.deepEqual(readSettings(good).settings, {
      learningRate: 0.01,
      epochs: 200,
      batchSize: null,
      seed: 0,
    });
    assert.equal(readSettings({ ...good, batchSize: ' 16 ' }).settings?.batchSize, 16);
    assert.equal(readSettings({ ...good, learningRate: '1e-3' }).settings?.learningRate, 0.001);
  });

  it('are given back by what the fields show', () => {
    const settings = fc.record({
      learningRate: fc.double({ min: 1e-12, max: 100, noNaN: true }),
      epochs: fc.integer({ min: 1 }),
      batchSize: fc.option(fc.integer({ min: 1 })),
      seed: fc.nat(),
    });
    fc.assert(
      fc.property(settings, (wanted) => {
        const { settings: read } = readSettings(textsOf(wanted));
        assert.ok(read && sameSettings(read, wanted));
      }),
    );
  });

  const bad: readonly (readonly [keyof typeof good, string])[] = [
    ['learningRate', '0'], ['learningRate', '-1'], ['learningRate', 'fast'], ['learningRate', ''], ['learningRate', 'Infinity'],
    ['epochs', '0'], ['epochs', '1.5'], ['epochs', ''], ['epochs', '1e999'],
    ['batchSize', '0'], ['batchSize', '2.5'], ['batchSize', 'all'],
    ['seed', '-1'], ['seed', '0.5'], ['seed', ''],
  ]; // prettier-ignore
  for (const [name, text] of bad) {
    it(`report "${text}" at ${name} and nowhere else`, () => {
      const { settings, complaints } = readSettings({ ...good, [name]: text });
      assert.equal(settings, null);
      assert.deepEqual(Object.keys(complaints), [name]);
      assert.ok(complaints[name]);
    });
  }

  it('differ if one value differs', () => {
    const { settings } = readSettings(good);
    assert.ok(settings && sameSettings(settings, { ...settings }));
    assert.ok(!sameSettings(settings, { ...settings, batchSize: 1 }));
  });
});
