import assert from 'node:assert/strict';
import { Store } from '../../webview/store.js';
import { history, iris, irisSnapshot, run, status, waveRegions } from './harness/scenarios.js';

function hydrated(): Store {
  const store = new Store();
  store.receive({ type: 'hydrate', view: iris('training', 10), strings: {}, hidden: [] });
  return store;
}

describe('A page’s state', () => {
  it('is hydrated with everything and then appended to', () => {
    const store = hydrated();
    assert.equal(store.history.length, 11);
    assert.equal(store.receive({ type: 'append', run, history: history(15, { from: 11 }) }), 'data');
    assert.equal(store.history.length, 16);
    assert.equal(store.history.last('epoch'), 15);
  });

  it('replaces the history from an epoch on to which the run has gone back', () => {
    const store = hydrated();
    store.receive({ type: 'append', run, history: history(7, { from: 7 }) });
    assert.deepEqual([store.history.length, store.history.last('epoch')], [8, 7]);
  });

  it('replaces its snapshot', () => {
    const store = hydrated();
    const snapshot = irisSnapshot(12);
    assert.equal(store.receive({ type: 'snapshot', run, snapshot }), 'data');
    assert.equal(store.snapshot, snapshot);
  });

  it('replaces its regions', () => {
    const store = hydrated();
    const first = store.receive({ type: 'regions', run, regions: waveRegions(1) });
    assert.equal(first, 'view', 'the first picture does not wait');
    const regions = waveRegions(12);
    assert.equal(store.receive({ type: 'regions', run, regions }), 'data');
    assert.equal(store.regions, regions);
    store.receive({ type: 'update', view: { status: status({ run: 'next' }) } });
    assert.equal(store.regions, null);
  });

  it('drops what belongs to another run', () => {
    const store = hydrated();
    const before = store.snapshot;
    assert.equal(store.receive({ type: 'regions', run: 'stale', regions: waveRegions(1) }), 'nothing');
    assert.equal(store.regions, null);
    assert.equal(
      store.receive({ type: 'append', run: 'stale', history: history(15, { from: 11 }) }),
      'nothing',
    );
    assert.equal(store.receive({ type: 'snapshot', run: 'stale', snapshot: irisSnapshot(12) }), 'nothing');
    assert.equal(store.history.length, 11);
    assert.equal(store.snapshot, before);
  });

  it('drops the history when another run begins', () => {
    const store = hydrated();
    store.receive({ type: 'update', view: { status: status({ run: 'next' }) } });
    assert.equal(store.history.length, 0);
    assert.equal(store.snapshot, null);
  });

  it('keeps what an update does not name', () => {
    const store = hydrated();
    store.receive({
      type: 'update',
      view: { problems: { errors: 1, warnings: 0, first: 'No', blocking: 'No' } },
    });
    assert.equal(store.view?.name, 'Iris');
    assert.equal(store.history.length, 11);
  });

  it('distinguishes a change of state, which is shown at once, from a change of numbers', () => {
    const store = hydrated();
    assert.equal(
      store.receive({ type: 'update', view: { status: status({ state: 'training', epoch: 11 }) } }),
      'data',
    );
    assert.equal(
      store.receive({ type: 'update', view: { status: status({ state: 'paused', epoch: 11 }) } }),
      'view',
    );
  });

  it('forgets everything when there is no config any more', () => {
    const store = hydrated();
    store.receive({ type: 'hydrate', view: null, strings: {}, hidden: [] });
    assert.deepEqual([store.view, store.snapshot, store.history.length], [null, null, 0]);
    assert.equal(store.receive({ type: 'append', run, history: history(3) }), 'nothing');
  });
});
