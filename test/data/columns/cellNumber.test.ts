import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isInfinite, readNumber, signEvidence } from '../../../src/data/columns/cellNumber.js';

const isBlank = (text: string): boolean => text.trim() === '';

describe('The number in a cell', () => {
  it('is the one that JavaScript reads, where it reads a finite one', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const text = String(value);
        assert.equal(readNumber(text, '.'), Number(text));
        assert.equal(readNumber(text.replace('.', ','), ','), Number(text));
      }),
    );
  });

  it('may be written as in other countries, with groups of three digits', () => {
    const value = fc.integer({ min: -(10 ** 9), max: 10 ** 9 }).map((hundredths) => hundredths / 100);
    fc.assert(
      fc.property(value, (number) => {
        const written = (locale: string): string =>
          number.toLocaleString(locale, { minimumFractionDigits: 2 });
        assert.equal(readNumber(written('en'), '.'), number);
        assert.equal(readNumber(written('de'), ','), number);
        assert.equal(readNumber(written('de-CH'), '.'), number);
        assert.equal(readNumber(written('fr'), ','), number);
        assert.equal(readNumber(written('sv'), ','), number);
      }),
    );
  });

  it('may have a currency, a percent sign, parentheses for a minus, or a typographic minus', () => {
    const cells = { '$1,200': 1200, '-$5': -5, '$-5': -5, '5 €': 5, '12.5%': 0.125, '(3)': -3, '($1,000.50)': -1000.5, '−7': -7, '+4': 4 }; // prettier-ignore
    for (const [cell, value] of Object.entries(cells)) assert.equal(readNumber(cell, '.'), value, cell);
  });

  it('does not exist in other texts', () => {
    for (const cell of [
      '',
      '-',
      '.',
      'e5',
      '1e',
      '--1',
      '-(-1)',
      '(1',
      '1)',
      '1,23,4',
      '12,34.5',
      '0,123',
      '1_000',
      '1 2',
      'Infinity',
      '1e999',
      '1-2',
      '192.168.0.1',
      '5 km',
    ])
      // prettier-ignore
      assert.ok(Number.isNaN(readNumber(cell, '.')), cell);
    for (const cell of ['1.5', '1,234,5', '1.23,4']) assert.ok(Number.isNaN(readNumber(cell, ',')), cell);
  });

  it('is a finite number or NaN, whatever the text', () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom('.' as const, ',' as const), (text, decimal) => {
        const value = readNumber(text.trim(), decimal);
        assert.ok(Number.isFinite(value) || Number.isNaN(value));
        if (isBlank(text)) assert.ok(Number.isNaN(value));
      }),
    );
  });

  it('says what its commas and points show about the decimal sign', () => {
    const cells = { '1.5': 'point', '1,5': 'comma', '1,234': 'ambiguous comma', '1.234': 'ambiguous point', '1,234.5': 'point', '1.234,5': 'comma', '1,234,567': 'point', '12': 'none', 'a,b': 'none', '0,123': 'comma' }; // prettier-ignore
    for (const [cell, evidence] of Object.entries(cells)) assert.equal(signEvidence(cell), evidence, cell);
  });

  it('is told from infinity and from numbers beyond float64', () => {
    for (const cell of ['inf', '-Infinity', '1e999']) assert.ok(isInfinite(cell), cell);
    for (const cell of ['info', 'x', '']) assert.ok(!isInfinite(cell), cell);
  });
});
