import assert from 'node:assert/strict';
import fc from 'fast-check';
import { placeOf, Recorder } from '../../../src/engine/training/recorder.js';

/** Records a run in which an epoch and keeping its state take these times in ms. */
function recorded(epochs: number, most: number, { epochMs = 20, keepMs = 0, bytes = 1 } = {}) {
  let time = 0;
  let spent = 0;
  const recorder = new Recorder<number>(most, () => time);
  for (let epoch = 1; epoch <= epochs; epoch++) {
    time += epochMs;
    recorder.offer(epoch, bytes, () => {
      time += keepMs;
      spent += keepMs;
      return epoch;
    });
  }
  return { recorder, fraction: Math.max(0, spent - keepMs) / time };
}

const gaps = (recorder: Recorder<number>): number[] => {
  const epochs = recorder.excerpt(Infinity).frames.map(({ epoch }) => epoch);
  return epochs.map((epoch, index) => epoch - (epochs[index - 1] ?? 0));
};

describe('A recording', () => {
  it('has every epoch of a short run', () => {
    assert.deepEqual(new Set(gaps(recorded(250, 1000).recorder)), new Set([1]));
  });

  it('has 300 states of a long run, closer together early, none far from the next', () => {
    const all = gaps(recorded(100_000, 1000).recorder);
    assert.ok(all.length >= 200 && all.length <= 300, String(all.length));
    const early = Math.max(...all.slice(0, 50));
    assert.ok(early * 2 < Math.max(...all), `${early}`);
    assert.ok(Math.max(...all) <= 100_000 / 60, String(Math.max(...all)));
  });

  it('takes at most 2 % of the time after its first state, however long keeping one takes', () => {
    for (const keepMs of [0.01, 1, 50])
      for (const epochMs of [0.1, 1, 30]) {
        const { fraction } = recorded(20_000, 1000, { keepMs, epochMs });
        assert.ok(fraction <= 0.02, `${keepMs} ms of ${epochMs} ms: ${fraction}`);
      }
  });

  it('stays within its memory, and the nearest state is never after the epoch', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 1, max: 9 }), fc.nat(2000), (most, bytes, epoch) => {
        const { recorder } = recorded(2000, most, { bytes });
        const { frames } = recorder.excerpt(Infinity);
        assert.ok(frames.length * bytes <= most);
        assert.equal(frames.length > 0, most >= bytes);
        const nearest = recorder.nearest(epoch);
        assert.ok(!nearest || placeOf(nearest) <= epoch);
      }),
    ); // prettier-ignore
  });

  it('drops states with changes by hand last, and reports the first epoch that can be computed', () => {
    const recorder = new Recorder<string>(3, () => Infinity);
    recorder.pin({ epoch: 5, batch: 0 }, 1, 'first');
    recorder.pin({ epoch: 8, batch: 2 }, 1, 'second');
    recorder.pin({ epoch: 8, batch: 3 }, 1, 'second again');
    assert.equal(recorder.nearest(8)?.state, 'first');
    assert.equal(recorder.nearest(9)?.state, 'second again');
    recorder.pin({ epoch: 12, batch: 0 }, 1, 'third');
    assert.equal(recorder.earliest, 0);
    recorder.pin({ epoch: 20, batch: 0 }, 1, 'fourth');
    assert.deepEqual([recorder.earliest, recorder.nearest(9)?.state], [9, 'second again']);
    recorder.forgetFrom({ epoch: 12, batch: 0 });
    assert.equal(recorder.nearest(30)?.state, 'second again');
  });
});
