import assert from 'node:assert/strict';
import { backprop, withConfig } from './support.js';

interface Event {
  readonly event: string;
  readonly part: string;
  readonly samples: number;
  readonly repeats: number;
  readonly r2: number;
  readonly columns: readonly { readonly name: string; readonly loss: { mean: number; std: number } }[];
}

const config = {
  layers: [{ units: 1 }],
  loss: 'meanSquaredError',
  data: { file: 'data.csv', target: 'y', normalize: 'standardize' },
  training: { optimizer: { type: 'adam', learningRate: 0.1 }, epochs: 300 },
};
// y = 3 a + b, and c has no influence.
const rows = Array.from({ length: 60 }, (_, i) => [(i * 7) % 11, (i * 5) % 13, (i * 3) % 7]);
const files = { 'data.csv': `a,b,c,y\n${rows.map(([a, b, c]) => [a, b, c, 3 * a + b].join()).join('\n')}\n` };

describe('backprop train --importance', () => {
  it('prints how much loss and R² get worse without each column, before the end of the run', async () => {
    await withConfig(config, files, async (file) => {
      const { events: read, status } = await backprop(['train', file, '--importance', '--json']);
      assert.equal(status, 0);
      const events = read<Event>();
      const { event, part, samples, repeats, r2, columns } = events[events.length - 2];
      assert.deepEqual([event, part, samples, repeats], ['importance', 'training', 60, 10]);
      assert.ok(r2 > 0.9);
      assert.deepEqual(columns.map(({ name }) => name), ['a', 'b', 'c']); // prettier-ignore
      assert.ok(columns[0].loss.mean > 3 * columns[1].loss.mean && columns[0].loss.std > 0);
      assert.ok(Math.abs(columns[2].loss.mean) < 1e-2 * columns[1].loss.mean);
    });
  });

  it('prints a table with a bar for each column', async () => {
    await withConfig(config, files, async (file) => {
      const { out } = await backprop(['train', file, '--importance']);
      assert.match(out, /^Importance of the columns: how much worse 60 training samples/m);
      assert.match(out, /^a +[\d.]+ ± [\d.]+ +[\d.]+ ± [\d.]+ {2}█{24}$/m);
      const { out: without } = await backprop(['train', file]);
      assert.doesNotMatch(without, /Importance/);
    });
  });
});
