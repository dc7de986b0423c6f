import assert from 'node:assert/strict';
import { Pace } from '../../src/kernels/pace.js';

/** Runs tasks that take so long together and alone, in milliseconds for a unit of work; how many were done together. */
function drive(pace: Pace, clock: { now: number }, tasks: number, together: number, alone: number): number {
  let count = 0;
  for (let i = 0; i < tasks; i++)
    pace.run(2, (isTogether) => {
      if (isTogether) count++;
      clock.now += 2 * (isTogether ? together : alone);
    });
  return count;
}

describe('The pace of threads', () => {
  let clock: { now: number };
  let pace: Pace;
  beforeEach(() => {
    clock = { now: 0 };
    pace = new Pace(() => clock.now);
  });

  it('keeps to all of them where that is faster, but for a look now and then', () => {
    assert.ok(drive(pace, clock, 1000, 1, 2) > 900);
  });

  it('keeps to one where others have their cores', () => {
    assert.ok(drive(pace, clock, 1000, 3, 2) < 150);
  });

  it('goes over to one when another program takes a core, and back when it leaves', () => {
    drive(pace, clock, 2000, 1, 2);
    drive(pace, clock, 2000, 5, 2);
    assert.ok(drive(pace, clock, 1000, 5, 2) < 150);
    drive(pace, clock, 2000, 1, 2);
    assert.ok(drive(pace, clock, 1000, 1, 2) > 900);
  });
});
