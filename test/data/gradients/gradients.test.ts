import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { GivenFile } from '../../../src/engine/check/givenGradients.js';
import type { CompareResult } from '../../../src/data/gradients/gradientSource.js';
import { readNpy } from '../../../src/data/gradients/readNpy.js';
import { loadCompareFile } from '../../../src/data/gradients/loadCompareFile.js';
import type { LayerShape } from '../../../src/data/gradients/placeTensors.js';
import { written } from '../../../src/data/gradients/rounding.js';
import { filesIn } from '../../../src/node/filesIn.js';

/** A network with two inputs and two layers of two units. */
const square: readonly LayerShape[] = [1, 2].map(() => ({ units: 2, inputs: 2 }));

async function load(
  content: string | Uint8Array,
  name = 'mine.json',
  layers = square,
): Promise<CompareResult> {
  const directory = await mkdtemp(path.join(tmpdir(), 'backprop-compare-'));
  try {
    await writeFile(path.join(directory, name), content);
    return await loadCompareFile(name, filesIn(directory), layers);
  } finally {
    await rm(directory, { recursive: true });
  }
}

async function loadGiven(content: string) {
  const { file, findings } = await load(content);
  assert.deepEqual(findings, []);
  assert.ok(file?.kind === 'gradients');
  return file.given;
}

async function problemsOf(content: string): Promise<string[]> {
  return (await load(content)).findings.map(({ message }) => message);
}

describe('gradients from JSON', () => {
  it('keep their shapes, and null where nothing was given', async () => {
    const { layers } = await loadGiven(
      '{ "layers": [{ "weights": [[0.1, null], null], "bias": 0.5 }, null] }',
    );
    assert.deepEqual(layers[0].weights?.shape, [2, 2]);
    assert.deepEqual(Array.from(layers[0].weights.values), [0.1, NaN, NaN, NaN]);
    assert.deepEqual(layers[0].bias?.shape, []);
    assert.deepEqual(layers[1], { weights: null, bias: null });
  });

  it('say to how many decimals they were rounded, zeros at the end dropped', async () => {
    const { layers, steps } = await loadGiven('{ "layers": [{ "weights": [[0.0822, 0.08, -0.0226]] }] }');
    assert.deepEqual([...(layers[0].weights?.rounding ?? [])], [0.00005, 0.00005, 0.00005]);
    assert.deepEqual(steps, { absolute: 0.00005, relative: 0 });
  });

  it('say to how many digits they were rounded', async () => {
    const { layers, steps } = await loadGiven('{ "layers": [{ "weights": [[0.0004386, 0.08217, 12.34]] }] }');
    const rounding = layers[0].weights?.rounding ?? [];
    [5e-8, 5e-6, 5e-3].forEach((half, i) => assert.ok(Math.abs(rounding[i] - half) < 1e-12));
    assert.deepEqual(steps, { absolute: 0, relative: 0.0005 });
  });

  it('with all their digits were not rounded in between', async () => {
    const { steps } = await loadGiven('{ "layers": [{ "weights": [[0.08216704056423078, 1e-3]] }] }');
    assert.deepEqual(steps, { absolute: 0, relative: 0 });
  });

  it('may be given together with the loss and the outputs', async () => {
    const { loss, outputs } = await loadGiven(
      '{ "loss": 0.3, "outputs": [[0.75, 0.77]], "W1": [[1, 2], [3, 4]] }',
    );
    assert.deepEqual([loss?.values[0], outputs?.shape], [0.3, [1, 2]]);
  });

  it('that are not a number are a problem at their line', async () => {
    const { file, findings } = await load('{ "layers": [\n  { "weights": [[0.1, NaN]] }] }');
    assert.equal(file, null);
    assert.match(findings[0].message, /line 2: NaN is not a number/);
    assert.deepEqual([findings[0].related?.[0].line, findings[0].related?.[0].column], [2, 23]);
  });

  it('of a ragged shape, or of text, or too large are problems', async () => {
    assert.match((await problemsOf('{ "layers": [{ "weights": [[1, 2], [3]] }] }'))[0], /needs 2 entries/);
    assert.match((await problemsOf('{ "layers": [{ "bias": ["x"] }] }'))[0], /"x" is not a finite number/);
    assert.match(
      (await problemsOf('{ "layers": [{ "bias": [1e999] }] }'))[0],
      /1e999 is not a finite number/,
    );
    assert.match((await problemsOf('3'))[0], /not a JSON object/);
    assert.match((await problemsOf('{'))[0], /not a JSON object/);
  });

  it('with an unknown name are read, with a warning and a suggestion', async () => {
    const { file, findings } = await load('{ "layers": [{ "wieghts": [[1]], "bias": [1] }] }');
    assert.equal(file?.kind, 'gradients');
    assert.deepEqual(
      [findings[0].severity, /Did you mean "weights"/.test(findings[0].message)],
      ['warning', true],
    );
  });

  it('of more layers than the network has are refused', async () => {
    const { file, findings } = await load('{ "layers": [null, null, null] }');
    assert.deepEqual([file, findings[0].code], [null, 'compare-layers']);
  });

  it('from a file that is not there are refused', async () => {
    const { findings } = await loadCompareFile('nothing.json', filesIn(tmpdir()), square);
    assert.equal(findings[0].code, 'file-not-found');
  });
});

describe('a sheet from JSON', () => {
  it('has numbers by name, each with its own rounding', async () => {
    const { file } = await load('{ "net_h1": 0.3775, "dE_dw5": 0.08217 }');
    assert.ok(file?.kind === 'sheet');
    assert.deepEqual(file.numbers, [
      { name: 'net_h1', value: 0.3775, rounding: 0.00005 },
      { name: 'dE_dw5', value: 0.08217, rounding: 0.5 / 10 ** 5 },
    ]);
  });

  it('without any numbers is a problem', async () => {
    assert.match((await problemsOf('{}'))[0], /There are no gradients here\. Use names/);
  });
});

describe('gradients from .npz', () => {
  const values = (file: GivenFile | null, layer: number) =>
    file?.kind === 'gradients' ? [...(file.given.layers[layer].weights?.values ?? [])] : [];

  it('are read as NumPy wrote them: float64, float32, in either order', async () => {
    const { file, findings } = await load(
      readFileSync('test/fixtures/gradients/worked-example.npz'),
      'mine.npz',
    );
    assert.deepEqual(findings, []);
    const { expect } = JSON.parse(readFileSync('test/fixtures/golden/worked-example-2-2-2.json', 'utf8')) as {
      expect: { gradients: { weights: number[][] }[] };
    };
    assert.deepEqual(values(file, 0), expect.gradients[0].weights.flat());
    assert.deepEqual(values(file, 1), expect.gradients[1].weights.flat().map(Math.fround));
    assert.ok(file?.kind === 'gradients' && (file.given.layers[1].weights?.rounding[0] ?? 0) > 1e-9);
  });

  it('are read in float16', () => {
    const header = `{'descr': '<f2', 'fortran_order': False, 'shape': (2, 2), }\n`;
    const bytes = [0x93, ...Buffer.from('NUMPY'), 1, 0, header.length, 0, ...Buffer.from(header)];
    // 1.5, −0.25, the largest number and the smallest above 0.
    const array = readNpy(Uint8Array.from([...bytes, 0x00, 0x3e, 0x00, 0xb4, 0xff, 0x7b, 0x01, 0x00]));
    assert.deepEqual(array.shape, [2, 2]);
    assert.deepEqual([...array.values], [1.5, -0.25, 65504, 2 ** -24]);
  });

  it('are refused with the reason if the file is not an archive', async () => {
    const { file, findings } = await load('no zip', 'mine.npz');
    assert.equal(file, null);
    assert.match(findings[0].message, /not an \.npz archive/);
  });
});

describe('a written number', () => {
  it('has as many decimals and digits as its text', () => {
    const of = (text: string) => [written(text).decimals, written(text).digits];
    assert.deepEqual(of('0.0822'), [4, 3]);
    assert.deepEqual(of('3.2e-05'), [6, 2]);
    assert.deepEqual(of('-120'), [0, 2]);
    assert.deepEqual(of('1.50e2'), [0, 3]);
    assert.deepEqual(of('0'), [0, 0]);
  });

  it('counts 1.0, as programs write it, as a whole number', () => {
    assert.deepEqual([written('1.0').decimals, written('120.0').digits, written('1.20').decimals], [0, 2, 2]);
  });
});
