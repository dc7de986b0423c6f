import assert from 'node:assert/strict';
import type { Finding } from '../../src/config/problem.js';
import type { ConfigFacts } from '../../src/host/configs/configFacts.js';
import { ConfigStore } from '../../src/host/configs/configStore.js';
import { specOf } from '../worker/support.js';

const config = { layers: [{ units: 1 }], loss: 'huber', data: { inputs: [[1]], targets: [[2]] } };
const missing: Finding = { severity: 'error', code: 'no-file', message: 'There is no file.', path: ['data'] };

const unread = { withSettings: () => null, sourceWith: () => ({ text: '', value: undefined }) };

async function facts(name: string): Promise<ConfigFacts> {
  const spec = await specOf(config);
  return { ...unread, name, spec, fingerprint: name, problems: { errors: 0, warnings: 0, first: null } };
}
const invalid: ConfigFacts = {
  ...unread,
  name: 'file',
  spec: null,
  fingerprint: '{',
  problems: { errors: 1, warnings: 0, first: 'A comma is missing.' },
};

describe('The store of a config', () => {
  let store: ConfigStore;
  beforeEach(() => (store = new ConfigStore('file:///file.backprop.json', 'file')));

  it('keeps the last good name while the text is invalid', async () => {
    store.configure(invalid);
    assert.equal(store.facts.name, 'file');
    store.configure(await facts('Moons'));
    store.configure(invalid);
    assert.equal(store.facts.name, 'Moons');
    assert.equal(store.view().name, 'Moons');
    store.configure(await facts('Circles'));
    assert.equal(store.facts.name, 'Circles');
  });

  it('gives the reason why no run can start: the text, or the data once it was inspected', async () => {
    assert.match(store.problems.blocking ?? '', /still being read/);
    store.configure(invalid);
    assert.equal(store.problems.blocking, 'A comma is missing.');
    store.configure(await facts('Moons'));
    assert.equal(store.problems.blocking, null);
    store.setDataFindings([{ ...missing, severity: 'warning', message: 'Odd.' }, missing]);
    assert.equal(store.problems.blocking, 'There is no file.');
    assert.equal(store.view().problems.blocking, 'There is no file.');
    store.configure(await facts('Circles'));
    assert.equal(store.problems.blocking, null, 'the data of another text have not been seen');
    store.setDataFindings([missing]);
    store.setDataFindings([]);
    assert.equal(store.problems.blocking, null);
  });

  it('notifies views only when the number of problems in the editor changes', async () => {
    store.configure(await facts('Moons'));
    const told: unknown[] = [];
    store.events.on('change', (change) => told.push(change));
    store.count(2, 1);
    store.count(2, 1);
    assert.deepEqual(told, [
      { type: 'update', view: { problems: { errors: 2, warnings: 1, first: null, blocking: null } } },
    ]);
  });
});
