import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { drain } from '../../src/engine/pacing.js';
import { digestSteps } from '../../src/node/weightDigest.js';
import { hasFusedMultiplyAdd } from '../../src/backends/wasm/features.js';
import { isLarge } from '../../src/backends/wasm/isLarge.js';
import { shapes } from '../../src/backends/wasm/shapes.js';
import { loadKernels } from '../../src/node/loadKernels.js';
import { askProbe } from '../../src/node/askProbe.js';
import { isFaster, Revectorizer, revectorizing } from '../../src/node/revectorizer.js';
import { layerSpec, trainingSpec } from '../engine/fixture.js';

const dist = path.resolve(__dirname, '../../dist');
const usable = shapes.filter(({ fuses }) => fuses === hasFusedMultiplyAdd());
const never = new AbortController().signal;
const digest = (variant = usable[0]): string => drain(digestSteps(loadKernels(dist, variant, 1)));

describe('The probe of a process with flags', () => {
  it('answers with the time of a step there, and the digest of this process where the flags change nothing', async () => {
    const answer = await askProbe(dist, { flags: ['--no-warnings'], shape: usable[0].name }, never);
    assert.equal(answer?.digest, digest());
    assert.ok(answer.ms > 0);
  });

  it('computes the same numbers with the revectorizer, and gives no answer where the engine has none', async () => {
    const { flags } = revectorizing;
    const { name: shape } = usable.find(({ name }) => name === revectorizing.shape) ?? usable[0];
    const isKnown = spawnSync(process.execPath, [...flags, '--eval', ''], { stdio: 'ignore' }).status === 0;
    const answer = await askProbe(dist, { flags, shape }, never);
    assert.equal(answer?.digest, isKnown ? digest() : undefined);
  });

  it('gives no answer for a process that cannot start or cannot compile the kernels', async () => {
    const [{ name: shape }] = usable;
    assert.equal(await askProbe(dist, { flags: ['--no-such-flag-at-all'], shape }, never), null);
    assert.equal(await askProbe(dist, { flags: [], shape: 'fused-9x9' }, never), null);
    const { execPath } = process;
    for (const missing of ['/nowhere/node', '\0']) {
      process.execPath = missing;
      const asking = askProbe(dist, { flags: [], shape }, never);
      process.execPath = execPath;
      assert.equal(await asking, null);
    }
  });

  it('is aborted when its result is no longer needed', async () => {
    const waiting = new AbortController();
    const answer = askProbe(dist, revectorizing, waiting.signal);
    waiting.abort();
    await assert.rejects(answer, { name: 'AbortError' });
  });

  it('notices a single changed bit, because the digest covers all weights and is the same for all shapes', () => {
    for (const variant of usable) assert.equal(digest(variant), digest());
    const others = shapes.filter(({ fuses }) => hasFusedMultiplyAdd() && !fuses);
    for (const variant of others) assert.notEqual(digest(variant), digest());
  });
});

describe('A child process for large networks', () => {
  const network = (...units: number[]) => ({
    layers: units.map((count) => layerSpec(count, 'relu')),
    loss: 'crossEntropy' as const,
    functions: {},
  });
  const single = trainingSpec({ precision: 'float32', batchSize: 64 });

  it('is measured again if it seems slower, because the verdict is stored', async () => {
    const looks = async (here: number[], there: number[]) => {
      const result = await isFaster(
        () => here.shift()!,
        there.shift()!,
        () => Promise.resolve(there.shift()!),
      );
      return [result, there.length];
    };
    assert.deepEqual(await looks([16, 16, 16], [10, 10, 10]), [true, 2]);
    assert.deepEqual(await looks([16, 30, 16], [20, 10, 10]), [true, 1]);
    assert.deepEqual(await looks([30, 10, 10], [10, 10, 10]), [true, 2]);
    assert.deepEqual(await looks([10, 12, 10], [10, 12, 10]), [false, 0]);
  });

  it('is for networks whose steps are large', () => {
    assert.ok(isLarge(network(128, 10), single, 784));
    assert.ok(!isLarge(network(16, 3), single, 4));
    assert.ok(isLarge(network(16, 3), single, 10_000));
    assert.ok(!isLarge(network(128, 10), { ...single, batchSize: 1 }, 784));
    // The number of rows in all the data is not known yet, so a usual batch size is assumed.
    assert.ok(isLarge(network(128, 10), { ...single, batchSize: null }, 784));
    assert.ok(!isLarge(network(8, 3), { ...single, batchSize: null }, 784));
  });

  it('is not started for float64, if it is switched off, or if the inputs are unknown', async () => {
    const place = { folder: '/nowhere', threads: 1, cache: null, revectorize: true };
    const provider = { fastest: () => assert.fail('nothing is timed') };
    const asks = (training = single, revectorize = true, inputs: number | null = 784) =>
      new Revectorizer({ ...place, revectorize }, provider, revectorizing).isFor(
        network(128, 10),
        training,
        () => Promise.resolve(inputs),
        never,
      );
    assert.equal(await asks({ ...single, precision: 'float64' }), false);
    assert.equal(await asks(single, false), false);
    assert.equal(await asks(single, true, null), false);
    assert.equal(await asks(single, true, 4), false);
  });
});

describe('The verdict on a process with flags', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'backprop-probe-'));
    mkdirSync(path.join(folder, 'cache'));
    symlinkSync(path.join(dist, 'kernels'), path.join(folder, 'kernels'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** Asks a newly started program whether a large network trains in a child process. */
  const ask = (probe: string): Promise<boolean> => {
    writeFileSync(path.join(folder, 'probe.cjs'), `process.once('message', () => { ${probe} });`);
    const place = { folder, threads: 1, cache: path.join(folder, 'cache'), revectorize: true };
    const provider = { fastest: () => loadKernels(dist, usable[0], 1) };
    const network = { layers: [layerSpec(256, 'relu')], loss: 'crossEntropy' as const, functions: {} };
    const training = trainingSpec({ precision: 'float32', batchSize: 64 });
    const apart = { flags: [], shape: usable[0].name };
    return new Revectorizer(place, provider, apart).isFor(
      network,
      training,
      () => Promise.resolve(784),
      never,
    );
  };
  const answer = (ms: number): string => `process.send({ ms: ${ms}, digest: '${digest()}' })`;
  const dies = 'process.exit(1)';
  const kept = (): string[] =>
    Object.values<string>(
      JSON.parse(readFileSync(path.join(folder, 'cache/kernels.json'), 'utf8')) as Record<string, string>,
    );

  it('is negative if the kernels are missing', async () => {
    rmSync(path.join(folder, 'kernels'));
    assert.equal(await ask(dies), false);
  });

  it('is stored if the process answered', async () => {
    assert.equal(await ask(answer(0)), true);
    assert.deepEqual(kept(), ['yes']);
    assert.equal(await ask(dies), true);
  });

  it('is not stored if the process died, so that the next start asks again', async () => {
    assert.equal(await ask(dies), false);
    assert.equal(await ask(answer(0)), true);
  });

  it('is not stored if the process died in a later comparison', async () => {
    const marker = JSON.stringify(path.join(folder, 'asked'));
    const once = `const fs = require('fs'); if (fs.existsSync(${marker})) { ${dies}; } fs.writeFileSync(${marker}, ''); ${answer(1e9)}`;
    assert.equal(await ask(once), false);
    assert.equal(await ask(answer(0)), true);
  });

  it('is stored if the process is slower', async () => {
    assert.equal(await ask(answer(1e9)), false);
    assert.deepEqual(kept(), ['no']);
    assert.equal(await ask(answer(0)), false);
  });
});
