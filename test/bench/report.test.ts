import assert from 'node:assert/strict';
import { withResults, report } from '../../bench/report.js';
import type { Engine } from '../../bench/engines.js';
import type { Measurement } from '../../bench/rounds.js';
import { best, markdownTable, ratiosTable, timesTable } from '../../bench/table.js';
import { median } from '../../src/engine/maths/median.js';
import { formatNumber, formatRatio, formatTime } from '../../bench/statistics.js';
import { workloads } from '../../bench/workloads.js';

const engine = (name: string, family: Engine['family'], title = name): Engine => ({
  ...{ name, title, family, kinds: ['step'], command: '', args: [] },
});
const ours = engine('backprop', 'ours', 'Ours');
const torch = engine('torch', 'python', 'PyTorch');
const fast = engine('fast.js', 'javascript');
const slow = engine('slow.js', 'javascript');
const [xor, iris] = workloads;
const measured = (of: Engine, workload: Measurement['workload'], us: number, threads = 1): Measurement => ({
  ...{ engine: of, workload, threads, us },
});
const measurements = [
  measured(ours, xor, 2),
  measured(torch, xor, 150),
  measured(torch, xor, 100, 2),
  measured(slow, xor, 50),
  measured(fast, xor, 7),
  measured(ours, iris, 1500),
];

describe('The benchmark', () => {
  it('takes the median of the times', () => {
    assert.equal(median([5, 1, 9]), 5);
    assert.equal(median([8, 1, 2, 100]), 5);
    assert.throws(() => median([]), RangeError);
  });

  it('shows times in the unit that suits', () => {
    assert.deepEqual([0.0512, 0.19, 16.64, 999.4, 999.6, 7412, 2_200_000].map(formatTime), [
      '0.0512 µs',
      '0.19 µs',
      '16.6 µs',
      '999 µs',
      '1 ms',
      '7.41 ms',
      '2.2 s',
    ]);
    assert.deepEqual([1234.5, 99.94, 0.65].map(formatNumber), ['1,235', '99.9', '0.65']);
    assert.equal(formatRatio(150, 100), '1.5×');
  });

  it('counts the fastest of an engine’s settings', () => {
    const fastest = best(measurements).filter((one) => one.engine === torch);
    assert.deepEqual(
      fastest.map(({ us, threads }) => [us, threads]),
      [[100, 2]],
    );
  });

  it('has a row for each workload and a column for each engine', () => {
    assert.equal(
      timesTable(measurements, ({ name }) => name),
      [
        '|  | Ours | PyTorch | slow.js | fast.js |',
        '| --- | ---: | ---: | ---: | ---: |',
        '| 2-8-1 | 2 µs | 100 µs (2 threads) | 50 µs | 7 µs |',
        '| 4-16-3 | 1.5 ms | – | – | – |',
      ].join('\n'),
    );
  });

  it('divides the times of the other engines by ours, using the fastest JavaScript library', () => {
    assert.equal(
      ratiosTable(measurements, ({ name }) => name),
      markdownTable(
        ['', 'PyTorch / Ours', 'fastest JavaScript library / Ours'],
        [
          ['2-8-1', '50×', '3.5×'],
          ['4-16-3', '–', '–'],
        ],
      ),
    );
  });

  it('names the engines that were not timed, and why', () => {
    const remarks = [{ engine: slow, workload: iris, reason: 'its gradients are wrong: here\nand there' }];
    const text = report({ measurements, remarks, versions: new Map([['torch', '1.13']]) }, 'picture.svg');
    assert.match(text, /PyTorch: 1\.13/);
    assert.match(text, /!\[[^\]]+\]\(picture\.svg\)/);
    assert.match(text, /- slow\.js on 4-16-3, batch 16: its gradients are wrong: here$/m);
  });

  it('replaces the results between the marks and keeps the text around them', () => {
    const page = 'before\n<!-- results -->\nold\n<!-- /results -->\nafter\n';
    const once = withResults(page, 'new');
    assert.equal(once, 'before\n<!-- results -->\n\nnew\n\n<!-- /results -->\nafter\n');
    assert.equal(withResults(once, 'new'), once);
    assert.throws(() => withResults('no marks', 'new'));
  });
});
