import assert from 'node:assert/strict';
import { Run } from '../../src/host/runs/run.js';
import { specOf } from '../worker/support.js';

const config = { layers: [{ units: 1 }], loss: 'huber', data: { inputs: [[1]], targets: [[2]] } };

describe('A run in the host', () => {
  it('is paused if the previous session ended during the run, otherwise unchanged', async () => {
    const image = Run.begin('run', await specOf(config), {
      fingerprint: '',
      source: { text: '', value: {} },
    }).image();
    for (const [before, after] of [
      ['training', 'paused'],
      ['loading', 'paused'],
      ['stopped', 'stopped'],
      ['done', 'done'],
      ['failed', 'failed'],
    ] as const) {
      const { status } = Run.restore({ ...image, status: { ...image.status, state: before } });
      assert.equal(status.state, after, before);
    }
  });

  it('fails with a reason that is one short line, whatever the file has in it', async () => {
    const run = Run.begin('run', await specOf(config), { fingerprint: '', source: { text: '', value: {} } });
    const message = `There is no file "[a](command:x)\n${'x'.repeat(10_000)}".`;
    const findings = [
      { severity: 'warning', code: 'odd', message: 'Odd.', path: [] },
      { severity: 'error', code: 'missing', message, path: ['data'] },
    ] as const;
    run.receive({ type: 'failed', run: 'run', findings });
    const { state, error } = run.status;
    assert.equal(state, 'failed');
    assert.match(error ?? '', /^There is no file "\[a\]\u2060\(command:x\) x+…$/);
    assert.ok(error!.length <= 401);
  });
});
