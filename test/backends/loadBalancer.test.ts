import assert from 'node:assert/strict';
import { LoadBalancer } from '../../src/backends/threads/loadBalancer.js';

/**
 * Runs tasks on threads with these speeds. Returns the time of the last one, which is 1 ms for equal shares at speed 1.
 */
function work(balancer: LoadBalancer, tasks: number, speeds: readonly number[]): number {
  let ms = 0;
  for (let i = 0; i < tasks; i++) {
    const { starts } = balancer;
    const busy = speeds.map((speed, t) => ((starts[t + 1] - starts[t]) * speeds.length) / speed);
    ms = Math.max(...busy);
    balancer.learn(
      ms,
      busy.map((time) => ms - time),
    );
  }
  return ms;
}

describe('The load balancer', () => {
  it('begins with equal shares', () => {
    assert.deepEqual(new LoadBalancer(4).starts, [0, 0.25, 0.5, 0.75, 1]);
  });

  it('finds the shares with which all threads finish at the same time', () => {
    for (const speeds of [
      [1, 1],
      [1, 0.6],
      [0.3, 1, 1, 0.7],
    ]) {
      const balancer = new LoadBalancer(speeds.length);
      const best = speeds.length / speeds.reduce((sum, speed) => sum + speed);
      const ms = work(balancer, 100, speeds);
      assert.ok(ms < 1.001 * best, `${ms} ms, not ${best}`);
    }
  });

  it('returns to equal shares when a core is free again', () => {
    const balancer = new LoadBalancer(2);
    work(balancer, 100, [1, 0.1]);
    assert.ok(balancer.starts[1] > 0.85, String(balancer.starts));
    const ms = work(balancer, 100, [1, 1]);
    assert.ok(ms < 1.001, `${ms} ms`);
  });

  it('leaves no thread without work, so that it can measure a core that becomes free', () => {
    const balancer = new LoadBalancer(2);
    for (let i = 0; i < 100; i++) balancer.learn(50, [49.999, 0]);
    assert.ok(balancer.starts[1] < 0.96, String(balancer.starts));
    assert.ok(work(balancer, 200, [1, 1]) < 1.001);
  });
});
