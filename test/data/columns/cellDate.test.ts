import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readDate } from '../../../src/data/columns/cellDate.js';

const days = fc.integer({ min: -100_000, max: 100_000 });
const partsOf = (day: number) => {
  const date = new Date(day * 86_400_000);
  return { year: String(date.getUTCFullYear()).padStart(4, '0'), month: date.getUTCMonth() + 1, day: date.getUTCDate(), date };
}; // prettier-ignore

describe('The date in a cell', () => {
  it('is the number of days since 1970 in every form', () => {
    fc.assert(
      fc.property(days, (value) => {
        const { year, month, day, date } = partsOf(value);
        const two = (part: number): string => String(part).padStart(2, '0');
        const name = date.toLocaleString('en', { month: 'long', timeZone: 'UTC' });
        for (const cell of [
          `${year}-${two(month)}-${two(day)}`,
          `${year}/${month}/${day}`,
          `${day}.${month}.${year}`,
          `${day} ${name} ${year}`,
          `${day}-${name.slice(0, 3)}-${year}`,
          `${name} ${day}, ${year}`,
        ])
          // prettier-ignore
          for (const order of ['day first', 'month first'] as const) assert.equal(readDate(cell, order), value, cell);
        assert.equal(readDate(`${day}/${month}/${year}`, 'day first'), value);
        assert.equal(readDate(`${month}/${day}/${year}`, 'month first'), value);
      }),
    );
  });

  it('has the time as a fraction of a day, in UTC, as Date reads it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 4e9 }),
        fc.constantFrom('Z', '+01:00', '-05:30'),
        (seconds, zone) => {
          const cell = `${new Date(1000 * seconds).toISOString().slice(0, 19)}${zone}`;
          assert.ok(Math.abs(readDate(cell, 'day first') - Date.parse(cell) / 86_400_000) < 1e-9, cell);
        },
      ),
    );
  });

  it('does not exist in numbers, versions, times, and days that the calendar does not have', () => {
    for (const cell of [
      '2020.5',
      '2020.05',
      '2020',
      '1.2.3',
      '12:30',
      '2021-02-29',
      '31.04.2020',
      '2020-13-01',
      '13/13/2020',
      '5 Foo 2020',
      '2020-01-01 25:00',
      'May',
      '12-2020',
    ])
      // prettier-ignore
      assert.ok(Number.isNaN(readDate(cell, 'day first')), cell);
  });

  it('decides by the order which of two small numbers is the day', () => {
    assert.equal(readDate('03/04/2020', 'day first'), readDate('2020-04-03', 'day first'));
    assert.equal(readDate('03/04/2020', 'month first'), readDate('2020-03-04', 'day first'));
    assert.ok(Number.isNaN(readDate('03/14/2020', 'day first')));
  });
});
