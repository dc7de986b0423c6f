import assert from 'node:assert/strict';
import Papa from 'papaparse';
import { runsCsv, type ExportedRun } from '../../src/jobs/runsCsv.js';
import { historyOf } from '../../src/worker/history.js';

const exported = (number: number, name: string | null, losses: readonly number[]): ExportedRun => ({
  record: { number, name },
  curve: historyOf((column) => {
    if (column === 'x' || column === 'y') return new Float64Array();
    return Float64Array.from(losses, (loss, epoch) =>
      column === 'epoch' ? epoch : column === 'loss' ? loss : NaN,
    );
  }),
});

describe('The epochs of runs as CSV', () => {
  it('have a row each and only the metrics that a run has, with every digit', () => {
    const csv = runsCsv([exported(1, null, [0.1 + 0.2, 1e-300]), exported(3, 'wide, deep', [Infinity])]);
    assert.equal(
      csv,
      'run,name,epoch,loss\r\n1,,0,0.30000000000000004\r\n1,,1,1e-300\r\n3,"wide, deep",0,Infinity\r\n',
    );
  });

  it('leave a value that is missing empty', () => {
    const csv = runsCsv([exported(1, null, [NaN, 2])]);
    assert.deepEqual(Papa.parse<string[]>(csv.trim()).data.slice(1), [['1', '', '0', ''], ['1', '', '1', '2']]); // prettier-ignore
  });

  it('do not have a name that a spreadsheet would compute', () => {
    assert.match(runsCsv([exported(1, '=1+1', [-0.5])]), /\n1,"?'=1\+1"?,0,-0\.5\r\n/);
  });
});
