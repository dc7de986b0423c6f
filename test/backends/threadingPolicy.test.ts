import assert from 'node:assert/strict';
import { Random } from '../../src/engine/maths/random.js';
import { ThreadingPolicy } from '../../src/backends/threads/threadingPolicy.js';

/** Runs tasks that take these times per unit of work on all threads and on one. Returns how many ran on all threads. */
function drive(
  pace: ThreadingPolicy,
  clock: { now: number },
  tasks: number,
  together: number,
  alone: number,
): number {
  let count = 0;
  for (let i = 0; i < tasks; i++)
    pace.run(2, (isTogether) => {
      if (isTogether) count++;
      clock.now += 2 * (isTogether ? together : alone);
    });
  return count;
}

describe('The threading policy', () => {
  let clock: { now: number };
  let pace: ThreadingPolicy;
  beforeEach(() => {
    clock = { now: 0 };
    pace = new ThreadingPolicy(() => clock.now);
  });

  it('uses all threads if that is faster, with an occasional test of one thread', () => {
    assert.ok(drive(pace, clock, 1000, 1, 2) > 900);
  });

  it('uses one thread if other programs occupy the cores', () => {
    assert.ok(drive(pace, clock, 1000, 3, 2) < 150);
  });

  it('tests again soon at first, and less often while more threads are faster', () => {
    const looks: number[] = [];
    let last = -Infinity;
    while (clock.now < 20_000)
      pace.run(1, (isTogether) => {
        if (!isTogether) {
          if (clock.now - last > 200) looks.push(clock.now);
          last = clock.now;
        }
        clock.now += isTogether ? 1 : 2;
      });
    const gaps = looks.slice(1).map((time, i) => time - looks[i]);
    assert.ok(looks[0] < 200 && gaps[0] < 1900, looks.join(', '));
    assert.ok(gaps.slice(5).every((gap) => gap >= 2000), looks.join(', ')); // prettier-ignore
  });

  it('is not misled by other programs that start and stop', () => {
    const random = new Random(7, 'order');
    let together = 0;
    for (let run = 0; run < 20; run++) {
      clock.now = 0;
      pace = new ThreadingPolicy(() => clock.now);
      const cores = [0, 1].map(() => ({ isShared: false, until: 0 }));
      /** The speed, which is halved while a core is shared, for some milliseconds each time. */
      const speedOf = (core: (typeof cores)[number]) => {
        for (; clock.now >= core.until; core.until += -3.5 * Math.log(1 - random.uniform()))
          core.isShared = random.uniform() < 0.5;
        return core.isShared ? 0.5 : 1;
      };
      for (let i = 0; i < 2000; i++)
        pace.run(1, (isTogether) => {
          const [own, other] = cores.map(speedOf);
          clock.now += isTogether ? 3 / (0.625 * (own + other)) : 3 / own;
          if (isTogether) together++;
        });
    }
    assert.ok(together > 38_500, `${together} of 40,000`);
  });

  it('changes to one thread when another program takes a core, and back when it ends', () => {
    drive(pace, clock, 2000, 1, 2);
    drive(pace, clock, 2000, 5, 2);
    assert.ok(drive(pace, clock, 1000, 5, 2) < 150);
    drive(pace, clock, 2000, 1, 2);
    assert.ok(drive(pace, clock, 1000, 1, 2) > 900);
  });
});
