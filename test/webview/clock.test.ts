import assert from 'node:assert/strict';
import { Clock } from '../../webview/clock.js';
import { status } from './harness/scenarios.js';

describe('The clock of a run', () => {
  it('advances between messages during training, and only then', () => {
    const clock = new Clock();
    clock.observe(status({ state: 'training', elapsedMs: 1000, epoch: 5 }), 50_000);
    assert.equal(clock.elapsedMs(50_700), 1700);
    clock.observe(status({ state: 'paused', elapsedMs: 1800, epoch: 9 }), 51_000);
    assert.equal(clock.elapsedMs(90_000), 1800);
  });

  it('gives the speed of the last two seconds while it trains', () => {
    const clock = new Clock();
    for (let second = 1; second <= 10; second++) {
      const epoch = second <= 5 ? second * 10 : 50 + (second - 5) * 100;
      clock.observe(status({ state: 'training', elapsedMs: second * 1000, epoch }), second * 1000);
    }
    assert.equal(clock.rate(), 100);
  });

  it('gives the speed of the whole run once it has stopped', () => {
    const clock = new Clock();
    clock.observe(status({ state: 'training', elapsedMs: 1000, epoch: 10 }), 0);
    clock.observe(status({ state: 'done', elapsedMs: 4000, epoch: 200 }), 3000);
    assert.equal(clock.rate(), 50);
  });

  it('gives no speed before an epoch is done, and none of an earlier run', () => {
    const clock = new Clock();
    clock.observe(null, 0);
    assert.ok(Number.isNaN(clock.rate()));
    clock.observe(status({ run: 'first', state: 'training', elapsedMs: 1000, epoch: 100 }), 0);
    clock.observe(status({ run: 'second', state: 'training', elapsedMs: 0, epoch: 0 }), 10);
    assert.ok(Number.isNaN(clock.rate()));
  });
});
