import assert from 'node:assert/strict';
import { excessOf } from '../../src/host/runs/runBounds.js';
import { keptEpochs, sparklineOf } from '../../src/host/runs/keptEpochs.js';
import { compareRuns } from '../../src/host/runs/compareRuns.js';
import { RunHistory } from '../../src/host/runs/runHistory.js';
import type { History } from '../../src/protocol.js';
import { historyOf } from '../../src/worker/history.js';
import { pastRun, unnumbered } from './pastRuns.js';

const history = (epochs: number, loss: (epoch: number) => number): History =>
  historyOf((name) => {
    if (name === 'x' || name === 'y') return new Float64Array();
    const value = name === 'epoch' ? (index: number) => index : name === 'loss' ? loss : () => NaN;
    return Float64Array.from({ length: epochs + 1 }, (_, index) => value(index));
  });

describe('The runs that are kept of a config', () => {
  it('are numbered as they start, and a number is not used again', () => {
    const runs = new RunHistory();
    for (const id of ['a', 'b', 'c']) runs.put(unnumbered(id));
    runs.remove(['c']);
    runs.put(unnumbered('d'));
    runs.put(unnumbered('a', { epochs: 7 }));
    assert.deepEqual(
      runs.all.map(({ record }) => [record.run, record.number, record.epochs]),
      [
        ['d', 4, 200],
        ['b', 2, 200],
        ['a', 1, 7],
      ],
    );
  });

  it('keep their names and numbers when their results change, and are listed in order after a deletion is undone', () => {
    const runs = new RunHistory();
    for (const id of ['a', 'b', 'c']) runs.put(unnumbered(id));
    runs.rename('b', 'wide');
    runs.put(unnumbered('b', { loss: 1 }));
    const removed = runs.remove(['b']);
    assert.deepEqual(runs.all.map(({ record }) => record.run), ['c', 'a']); // prettier-ignore
    runs.restore(removed);
    assert.deepEqual(runs.all.map(({ record }) => record.name), [null, 'wide', null]); // prettier-ignore
  });

  it('keep the curve that they had while they train again', () => {
    const runs = new RunHistory();
    const curve = history(3, () => 1);
    runs.put({ ...unnumbered('a'), curve });
    runs.put({ ...unnumbered('a', { state: 'training' }), curve: null });
    assert.equal(runs.get('a')?.curve, curve);
  });

  it('say which settings differ and which keys each run changed', () => {
    const runs = new RunHistory();
    runs.put(unnumbered('a', {}, { value: { layers: [1], loss: 'huber' }, rate: 0.1 }));
    runs.put(unnumbered('b', {}, { value: { layers: [1], loss: 'huber' }, rate: 0.5 }));
    runs.put(unnumbered('c', {}, { value: { layers: [2], loss: 'huber' }, rate: 0.5 }));
    const { settings, changed } = runs.view().runsDiffer;
    assert.deepEqual(settings, [
      { path: 'training.optimizer.learningRate', values: { a: '0.1', b: '0.5', c: '0.5' } },
    ]);
    assert.deepEqual(changed, { c: ['layers'] });
  });

  it('are at most 200; the oldest without a name go first, and the newest stays', () => {
    const runs = new RunHistory();
    for (let index = 1; index <= 202; index++) runs.put(unnumbered(`r${index}`));
    runs.rename('r1', 'first');
    assert.deepEqual(runs.bound(), { runs: ['r2', 'r3'], states: [] });
    assert.equal(runs.all.length, 200);
    assert.ok(runs.get('r1') && runs.get('r202'));
  });

  it('lose their last states before they are dropped where they have too many bytes', () => {
    const all = [3, 2, 1].map((number) =>
      pastRun(`r${number}`, { number }, { text: 'x'.repeat(50), stateBytes: 1000 }),
    );
    assert.deepEqual(excessOf(all, { runs: 9, bytes: 2500 }), { runs: [], states: ['r1'] });
    assert.deepEqual(excessOf(all, { runs: 9, bytes: 1400 }), { runs: [], states: ['r1', 'r2'] });
    assert.deepEqual(excessOf(all, { runs: 9, bytes: 1150 }), { runs: ['r1', 'r2'], states: [] });
    assert.deepEqual(excessOf(all, { runs: 9, bytes: 10 }), { runs: ['r1', 'r2'], states: [] });
    const named = all.map((run) =>
      run.record.run === 'r1' ? { ...run, record: { ...run.record, name: 'a' } } : run,
    );
    assert.deepEqual(excessOf(named, { runs: 9, bytes: 2500 }), { runs: [], states: ['r2'] });
  });

  it('are compared by settings, text and data', () => {
    const [a, b] = [
      pastRun('a', { data: '0123456789' }, { value: { loss: 'huber' }, rate: 0.1 }),
      pastRun('b', { data: '9876543210' }, { value: { loss: 'crossEntropy' }, rate: 0.2 }),
    ];
    const { runs, differences, isCut } = compareRuns([a, b]);
    assert.deepEqual([runs.map(({ run }) => run), isCut], [['a', 'b'], false]);
    assert.deepEqual(differences, [
      { path: 'training.optimizer.learningRate', kind: 'setting', values: ['0.1', '0.2'] },
      { path: 'loss', kind: 'text', values: ['huber', 'crossEntropy'] },
      { path: '', kind: 'data', values: ['01234567', '98765432'] },
    ]);
  });
});

describe('The epochs that are kept of a run', () => {
  it('are all of a short run', () => {
    const short = history(400, (epoch) => 1 / (epoch + 1));
    assert.equal(keptEpochs(short), short);
  });

  it('are at most 500 of a long run, with its ends and its extremes', () => {
    const loss = (epoch: number): number => (epoch === 54_321 ? 99 : epoch === 77_777 ? -1 : Math.sin(epoch));
    const kept = keptEpochs(history(100_000, loss));
    const { epoch } = kept;
    assert.ok(epoch.length <= 500 && epoch.length > 400, String(epoch.length));
    assert.deepEqual([epoch[0], epoch.at(-1)], [0, 100_000]);
    assert.ok(epoch.includes(54_321) && epoch.includes(77_777));
    assert.deepEqual(epoch, Float64Array.from(epoch).sort());
    for (const [index, each] of epoch.entries()) assert.equal(kept.loss[index], loss(each));
  });

  it('give a small picture its first and last loss, without those that are not finite', () => {
    const picture = sparklineOf(history(1000, (epoch) => (epoch === 500 ? NaN : epoch)));
    assert.deepEqual([picture.length, picture[0], picture.at(-1)], [32, 0, 1000]);
    assert.ok(picture.every(Number.isFinite));
  });
});
