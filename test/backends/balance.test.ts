import assert from 'node:assert/strict';
import { Balance } from '../../src/backends/threads/balance.js';

/** Tasks of threads with such speeds; how long the last took, where at even shares of speed 1 it would be 1 ms. */
function work(balance: Balance, tasks: number, speeds: readonly number[]): number {
  let ms = 0;
  for (let i = 0; i < tasks; i++) {
    const { starts } = balance;
    const busy = speeds.map((speed, t) => ((starts[t + 1] - starts[t]) * speeds.length) / speed);
    ms = Math.max(...busy);
    balance.learn(
      ms,
      busy.map((time) => ms - time),
    );
  }
  return ms;
}

describe('The balance of threads', () => {
  it('begins with equal shares', () => {
    assert.deepEqual(new Balance(4).starts, [0, 0.25, 0.5, 0.75, 1]);
  });

  it('finds the shares with which all threads finish at the same time', () => {
    for (const speeds of [
      [1, 1],
      [1, 0.6],
      [0.3, 1, 1, 0.7],
    ]) {
      const balance = new Balance(speeds.length);
      const best = speeds.length / speeds.reduce((sum, speed) => sum + speed);
      const ms = work(balance, 100, speeds);
      assert.ok(ms < 1.001 * best, `${ms} ms, not ${best}`);
    }
  });

  it('returns to equal shares when a core is free again', () => {
    const balance = new Balance(2);
    work(balance, 100, [1, 0.1]);
    assert.ok(balance.starts[1] > 0.85, String(balance.starts));
    const ms = work(balance, 100, [1, 1]);
    assert.ok(ms < 1.001, `${ms} ms`);
  });

  it('leaves no thread without work, so that it can measure a core that becomes free', () => {
    const balance = new Balance(2);
    for (let i = 0; i < 100; i++) balance.learn(50, [49.999, 0]);
    assert.ok(balance.starts[1] < 0.96, String(balance.starts));
    assert.ok(work(balance, 200, [1, 1]) < 1.001);
  });
});
