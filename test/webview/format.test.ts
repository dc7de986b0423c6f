import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  formatCount,
  formatDuration,
  formatPercent,
  formatRate,
  formatTick,
  formatValue,
  formatWithin,
} from '../../webview/format.js';
import { fitted, textWidth } from '../../webview/measure.js';

const plain = (text: string): number => Number(text.replace('−', '-').replace('e−', 'e-'));

describe('A number as a page shows it', () => {
  it('keeps its significant digits, so that a column of numbers does not jump', () => {
    assert.deepEqual(
      [0.15, 0.593269992, 12.3456, 1234.5678].map((value) => formatValue(value)),
      ['0.1500', '0.5933', '12.35', '1235'],
    );
  });

  it('is written with an exponent where it is very small or large', () => {
    assert.equal(formatValue(3.510188e-5), '3.510e−5');
    assert.equal(formatValue(-12_345_678), '−1.235e7');
  });

  it('has a true minus sign, zero as one digit, and words for NaN and infinity', () => {
    assert.deepEqual(
      [-0.5, 0, -0, NaN, Infinity, -Infinity].map((value) => formatValue(value, 2)),
      ['−0.50', '0', '0', 'NaN', '∞', '−∞'],
    );
  });

  it('is never further from the number than half of its last digit', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 }), (value) => {
        fc.pre(Math.abs(value) > 1e-300);
        const shown = plain(formatValue(value).replaceAll('−', '-'));
        assert.ok(Math.abs(shown - value) <= 0.5001e-3 * Math.abs(value), `${value} shown as ${shown}`);
      }),
    );
  });

  it('that does not fit is rounded as a whole', () => {
    const within = (value: number, room: number): string =>
      formatWithin(value, 4, ({ length }) => length <= room);
    assert.deepEqual(
      [9, 7, 5].map((room) => within(7.043e-17, room)),
      ['7.043e−17', '7.0e−17', '7e−17'],
    );
    assert.deepEqual(
      [7, 6, 5].map((room) => within(-123456.789, room)),
      ['−123457', '−1.2e5', '−1e5'],
    );
    assert.equal(within(12, 2), '12');
    assert.equal(within(-Infinity, 1), '−∞');
    assert.equal(within(-1.5e-300, 1), '−2e−300');
    assert.equal(formatWithin(0.5, 4, ({ length }) => length <= 7, (number) => `t ${number}`), 't 0.500'); // prettier-ignore
  });

  it('that does not fit is never off by more than its last digit', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer({ min: 6, max: 12 }), (value, room) => {
        fc.pre(Math.abs(value) > 1e-99 && Math.abs(value) < 1e99);
        const text = formatWithin(value, 6, ({ length }) => length <= room);
        const shown = plain(text.replaceAll('−', '-'));
        assert.ok(text.length <= room && Math.abs(shown - value) <= 0.5 * Math.abs(value), `${value} as ${text}`);
      }),
    ); // prettier-ignore
  });

  it('counts in groups of three and rates in three digits', () => {
    assert.equal(formatCount(100_000), '100,000');
    assert.deepEqual([12_345, 54.321, 0.012_812, NaN].map(formatRate), ['12,300', '54.3', '0.0128', '–']);
    assert.deepEqual([0.9666, 1, NaN].map(formatPercent), ['96.7 %', '100.0 %', '–']);
  });

  it('is a duration in the unit that fits', () => {
    assert.deepEqual([45, 2400, 245_000, 3_845_000].map(formatDuration), [
      '45 ms',
      '2.4 s',
      '4:05',
      '1:04:05',
    ]);
  });

  it('is short on an axis', () => {
    const values = [0, 0.2, 0.30000000000000004, -2.5, 20_000, 1e-4, 5e-7, 1e6];
    assert.deepEqual(values.map(formatTick), ['0', '0.2', '0.3', '−2.5', '20,000', '10⁻⁴', '5·10⁻⁷', '10⁶']);
  });
});

describe('A name in little room', () => {
  it('is unchanged if it fits', () => {
    assert.equal(fitted('setosa', textWidth('setosa')), 'setosa');
  });

  it('is truncated with an ellipsis if it does not fit, and never empty', () => {
    assert.equal(fitted('sepal length', 50), 'sepal l…');
    assert.equal(fitted('weight', 0), 'w…');
  });

  it('never becomes wider than its room by more than the ellipsis', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 40 }),
        fc.integer({ min: 30, max: 200 }),
        (text, room) => {
          assert.ok(textWidth(fitted(text, room)) <= room + 12);
        },
      ),
    );
  });

  it('counts a Chinese character as a full square', () => {
    assert.equal(textWidth('网络'), 24);
  });
});
