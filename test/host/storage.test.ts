import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { deserialize, serialize } from 'node:v8';
import fc from 'fast-check';
import { KeepWarning } from '../../src/host/runs/keepWarning.js';
import { isSaved } from '../../src/host/runs/savedShape.js';
import { Storage, type Saved } from '../../src/host/runs/storage.js';
import { Bench, moons, reaches, settles } from './support.js';

const none: Saved = { overrides: {}, image: null };

describe('The stored state of a config', function () {
  this.timeout(30_000);
  const bench = new Bench();
  beforeEach(() => bench.setUp());
  afterEach(() => bench.tearDown());

  const folder = (): string => path.join(bench.folder, 'storage');
  const fileIn = async (): Promise<string> => path.join(folder(), (await readdir(folder()))[0]);

  /** Returns the saved state of a run that has ended, and its path. */
  async function trained(): Promise<{ file: string; content: { saved: Saved } }> {
    const training = await bench.open(moons(5));
    training.train();
    await settles(training);
    await training.suspend();
    await bench.storage.flush();
    const file = await fileIn();
    return { file, content: deserialize(await readFile(file)) as { saved: Saved } };
  }

  it('is the state that was saved', async () => {
    await bench.storage.save('file:///a', none);
    assert.deepEqual(await bench.storage.load('file:///a'), none);
    assert.equal(await bench.storage.load('file:///never-saved'), null);
  });

  it('includes what is about to be saved', async () => {
    const saving = bench.storage.save('file:///a', none);
    assert.deepEqual(await bench.storage.load('file:///a'), none);
    await saving;
  });

  it('is nothing if the file has another format, which is set aside and reported', async () => {
    await bench.storage.save('file:///a', none);
    const file = await fileIn();
    await writeFile(file, 'half a');
    assert.equal(await bench.storage.load('file:///a'), null);
    assert.match(String(bench.errors.splice(0)), /cannot be used and is renamed/);
    assert.deepEqual(await readdir(folder()), [`${path.basename(file)}.unusable`]);
    await bench.storage.save('file:///a', none);
    assert.deepEqual(await bench.storage.load('file:///a'), none);
  });

  it('is left alone where another version wrote it', async () => {
    await bench.storage.save('file:///a', none);
    const file = await fileIn();
    await writeFile(file, serialize({ format: 1000, uri: 'file:///a', saved: 'otherwise' }));
    assert.equal(await bench.storage.load('file:///a'), null);
    assert.deepEqual(await readdir(folder()), [path.basename(file)]);
  });

  it('has the shape that is checked', async () => {
    const { content } = await trained();
    assert.ok(content.saved.image?.regions && content.saved.image.snapshot && content.saved.image.checkpoint);
    assert.ok(isSaved(content.saved));
  });

  it('never keeps a config from being trained, whatever is in the file', async () => {
    bench.poolSize = 1;
    await bench.open(moons(3), { uri: 'file:///keeps-the-thread.backprop.json' });
    const { file, content } = await trained();
    const places = placesIn(content.saved);
    const junk = fc.constantFrom<unknown>(null, undefined, {}, [], 'text', -1, NaN, 1e300, new Uint8Array(3), new Float64Array(2)); // prettier-ignore
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...places), junk, async (place, value) => {
        await writeFile(file, serialize({ ...content, saved: replaced(content.saved, place, value) }));
        const training = await bench.open(moons(3));
        training.store.view();
        training.reset();
        training.train();
        await reaches(training, 'done');
        await settles(training);
        await training.suspend();
        await bench.storage.flush();
      }),
      { numRuns: 30, seed: 7 },
    );
    for (const error of bench.errors.splice(0)) assert.match(String(error), /cannot be used/);
  });

  it('is not saved if the disk cannot be written, which is reported once until it can be written again', async () => {
    await rm(folder(), { recursive: true, force: true });
    await writeFile(folder(), 'in the way');
    const warnings: string[] = [];
    let attempts = 0;
    const warning = new KeepWarning(
      () => undefined,
      (message) => warnings.push(message),
    );
    const training = await bench.open(moons(5), {
      saved: (error) => {
        attempts++;
        warning.saved(error);
      },
    });
    for (const isFirst of [true, false]) {
      training.reset();
      training.train();
      await reaches(training, 'done');
      await settles(training);
      while (attempts < (isFirst ? 1 : 2)) await new Promise(setImmediate);
      assert.equal(warnings.length, 1);
    }
    assert.match(warnings[0], /^Runs cannot be saved: .*storage/);
    await rm(folder());
    await mkdir(folder());
    const failed = attempts;
    training.reset();
    while (attempts === failed) await new Promise(setImmediate);
    await bench.storage.flush();
    await rm(folder(), { recursive: true });
    await writeFile(folder(), 'in the way');
    training.reset();
    await settles(training);
    while (warnings.length < 2) await new Promise(setImmediate);
  });

  it('is renamed with the config', async () => {
    const before = await bench.open(moons(5));
    before.train();
    await settles(before);
    await before.suspend();
    await bench.storage.move('file:///moons.backprop.json', 'file:///renamed.backprop.json');
    assert.equal(await bench.storage.load('file:///moons.backprop.json'), null);
    const after = await bench.open(moons(5), { uri: 'file:///renamed.backprop.json' });
    assert.deepEqual(after.store.view().history, before.store.view().history);
  });

  it('is removed if another config has replaced its own', async () => {
    const training = await bench.open(moons(5));
    training.train();
    await reaches(training, 'training');
    await training.discard();
    training.changeSettings({ ...training.store.settings!, epochs: 7 });
    await bench.storage.flush();
    assert.equal(await bench.storage.load('file:///moons.backprop.json'), null);
  });

  it('is complete or unchanged after every write that a full disk interrupts', async () => {
    const storage = new Storage(folder(), (error) => bench.errors.push(error));
    await storage.save('file:///a', none);
    const file = await fileIn();
    await mkdir(`${file}.new`); // nothing can be written there
    await assert.rejects(storage.save('file:///a', { ...none, overrides: { seed: 1 } }));
    assert.deepEqual(await storage.load('file:///a'), none);
  });
});

type Place = readonly (string | number)[];

/** Returns the paths of all values in plain data, except the entries of typed arrays. */
function placesIn(value: unknown, place: Place = []): Place[] {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return [place];
  const inner = Object.entries(value).flatMap(([key, part]) => placesIn(part, [...place, key]));
  return place.length > 0 ? [place, ...inner] : inner;
}

/** Returns a copy with another value at a path. */
function replaced(value: unknown, [key, ...rest]: Place, by: unknown): unknown {
  const copy: Record<string | number, unknown> = Array.isArray(value)
    ? ([...(value as unknown[])] as unknown as Record<number, unknown>)
    : { ...(value as object) };
  copy[key] = rest.length > 0 ? replaced(copy[key], rest, by) : by;
  return copy;
}
