import assert from 'node:assert/strict';
import fc from 'fast-check';
import { HistoryStore, indexOfLowest, indexOfNearest } from '../../webview/history.js';
import { history } from './harness/scenarios.js';

describe('A run’s history in a page', () => {
  it('keeps every epoch of every batch in order', () => {
    const store = new HistoryStore();
    for (let from = 0; from < 5000; from += 500)
      store.append(history(from + 499, { from, validation: true }));
    assert.equal(store.length, 5000);
    assert.deepEqual(
      Array.from(store.column('epoch')),
      Array.from({ length: 5000 }, (_, epoch) => epoch),
    );
    assert.equal(store.column('loss').length, 5000);
    assert.equal(store.last('loss'), store.column('loss')[4999]);
  });

  it('has NaN as the last value of an empty history', () => {
    const store = new HistoryStore();
    assert.ok(Number.isNaN(store.last('loss')));
    store.append(history(10));
    store.clear();
    assert.equal(store.length, 0);
    assert.ok(Number.isNaN(store.last('loss')));
  });

  it('finds its lowest value and ignores NaN', () => {
    assert.equal(indexOfLowest(Float64Array.of(NaN, 3, 1, Infinity, 1, NaN)), 2);
    assert.equal(indexOfLowest(Float64Array.of(NaN, NaN)), -1);
    assert.equal(indexOfLowest(new Float64Array()), -1);
  });

  it('finds the epoch nearest to a place of the axis', () => {
    const ascending = fc.uniqueArray(fc.integer({ min: 0, max: 1000 }), { minLength: 1 });
    fc.assert(
      fc.property(ascending, fc.double({ min: -100, max: 1100, noNaN: true }), (values, wanted) => {
        const column = Float64Array.from(values).sort();
        const found = column[indexOfNearest(column, wanted)];
        const nearest = Math.min(...column.map((value) => Math.abs(value - wanted)));
        assert.equal(Math.abs(found - wanted), nearest);
      }),
    );
    assert.equal(indexOfNearest(new Float64Array(), 3), -1);
  });
});
