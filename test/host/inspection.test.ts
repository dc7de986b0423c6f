import assert from 'node:assert/strict';
import { Inspection } from '../../src/host/configs/inspection.js';
import type { ToWorker } from '../../src/protocol.js';
import { specOf } from '../worker/support.js';
import { moons } from './support.js';

const died = { kind: 'died', reason: 'out of memory' } as const;

describe('An inspection of the data', () => {
  it('is repeated once if the thread ends, then blamed, and the next inspection is tried again', async () => {
    const posted: ToWorker[] = [];
    let found = 0;
    const inspection = new Inspection(
      (message) => posted.push(message),
      () => found++,
      () => undefined,
    );
    const spec = await specOf(moons(3));
    inspection.begin(spec, '');
    inspection.lost(died);
    assert.deepEqual([posted.length, posted[1], inspection.findings], [2, posted[0], []]);
    inspection.lost(died);
    assert.deepEqual([posted.length, found, inspection.findings[0].code], [2, 1, 'inspection-broke-off']);
    inspection.lost(died); // nothing is asked
    assert.equal(posted.length, 2);
    inspection.begin(spec, '');
    inspection.lost(died);
    assert.equal(posted.length, 4);
    assert.ok(inspection.receive({ type: 'inspected', version: 2, findings: [], facts: null }));
    assert.deepEqual(inspection.findings, []);
  });
});
