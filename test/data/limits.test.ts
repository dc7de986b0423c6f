import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { countInputs } from '../../src/data/countInputs.js';
import { limits } from '../../src/engine/limits.js';
import { datasetOf, load, oneOutput, specOf, withFiles } from './support.js';
import { filesIn } from '../../src/node/filesIn.js';

const numbered = (letter: string, count: number) => Array.from({ length: count }, (_, i) => `${letter}${i}`);
const line = (cells: readonly string[]) => `${cells.join(',')}\n`;
const wide = { ...oneOutput, data: { file: 'wide.csv', target: 'y' } };
const ones = line(Array<string>(limits.columns).fill('1'));

/** Returns the number of bytes by which a function increases the peak memory of the process. */
async function growth(run: () => Promise<unknown>): Promise<number> {
  const before = process.resourceUsage().maxRSS;
  await run();
  return (process.resourceUsage().maxRSS - before) * 1024;
}

describe('The limits of a data set', () => {
  it('let a table of 100,000 columns through', async () => {
    const text = line([...numbered('x', limits.columns - 1), 'y']) + ones;
    const { training } = await datasetOf(wide, { 'wide.csv': text });
    assert.equal(training.inputs.columns, limits.columns - 1);
  });

  it('let as many features be named', async () => {
    const names = numbered('x', limits.columns - 1);
    const config = { ...oneOutput, data: { file: 'wide.csv', target: 'y', features: names } };
    const { training } = await datasetOf(config, { 'wide.csv': line([...names, 'y']) + ones });
    assert.equal(training.inputs.columns, limits.columns - 1);
  });

  it('let as many targets be named', async () => {
    const names = numbered('y', 20_000);
    const config = {
      layers: [{ units: names.length, init: 'zeros' }],
      loss: 'meanSquaredError',
      data: { file: 'wide.csv', target: names },
    };
    const rows = line(['0.5', ...names.map(() => '1')]).repeat(3);
    const files = { 'wide.csv': line(['x', ...names]) + rows };
    const grown = await growth(async () => {
      const { training } = await datasetOf(config, files);
      assert.equal(training.targets.columns, names.length);
    });
    assert.ok(grown < 400e6, `${grown} bytes`);
  });

  it('name the first of a hundred thousand missing columns and count the others', async () => {
    const features = numbered('missing', 100_000);
    const config = { ...oneOutput, data: { file: 'wide.csv', target: 'y', features } };
    const names = [...numbered('present_', 10_000), 'y'];
    const text = line(names) + line(names.map(() => '1'));
    const { findings } = await load(config, { 'wide.csv': text });
    assert.equal(findings.length, 21);
    assert.match(findings[20].message, /^99980 more problems/);
  });

  it('name the first of a hundred thousand columns of text and count the others', async () => {
    const text = line([...numbered('x', limits.columns - 1), 'y']) + ones.replaceAll('1', 'a');
    const { findings } = await load(wide, { 'wide.csv': text });
    assert.deepEqual(
      findings.map(({ code }) => code),
      [...Array<string>(20).fill('csv-text-column'), 'more'],
    );
  });

  it('refuse a network that only the number of columns makes too large', async () => {
    const config = { ...wide, layers: [{ units: 20_000 }, { units: 1 }] };
    const { findings } = await load(config, {
      'wide.csv': line([...numbered('x', limits.columns - 1), 'y']) + ones,
    });
    assert.deepEqual(findings.map(({ code, path }) => [code, path]), [['too-many-weights', ['layers', 0, 'units']]]); // prettier-ignore
    assert.match(findings[0].message, /With the 99999 inputs .* 2000 million parameters/);
  });

  it('refuse targets that would not fit into memory', async () => {
    const config = {
      layers: [{ units: 1 }, { units: 90_000, activation: 'softmax' }],
      loss: 'crossEntropy',
      data: { generator: 'gaussians', samples: 1_000_000 },
    };
    const { findings } = await load(config);
    assert.deepEqual(findings.map(({ code, path }) => [code, path]), [['too-large', ['data', 'generator']]]); // prettier-ignore
  });

  it('refuse a small file whose header declares a large size before allocating it', async () => {
    const header = [0, 0, 8, 2, 0, 0, 0, 2, 5, 0xf5, 0xe1, 0];
    const bytes = Buffer.alloc(header.length + 200_000_000);
    bytes.set(header);
    const images = gzipSync(bytes, { level: 1 });
    const labels = Buffer.from([0, 0, 8, 1, 0, 0, 0, 2, 0, 1]);
    const spec = await specOf({ ...oneOutput, data: { images: 'images', labels: 'labels' } });
    await withFiles({ images, labels }, async (directory) => {
      const grown = await growth(() => countInputs(spec, filesIn(directory), new AbortController().signal));
      assert.ok(grown < 50e6, `${grown} bytes`);
    });
  });

  it('are those of the schema where the schema has them', () => {
    const schema = readFileSync('media/backprop.schema.json', 'utf8');
    const maxima = [...schema.matchAll(/"maximum": (\d{5,})/g)].map(([, number]) => Number(number));
    assert.deepEqual(new Set(maxima), new Set([limits.units, limits.generatedSamples]));
  });
});
