import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { deserialize, serialize } from 'node:v8';
import fc from 'fast-check';
import type { Training } from '../../../src/host/runs/training.js';
import { Bench, moons, pausesAfter, until } from '../../host/support.js';
import { corruption, corruptedBytes, type Corruption } from '../bytes.js';
import { assertMessage } from '../invariants.js';
import { defineTarget } from '../target.js';

/** Replaces a value in the file, or in the checkpoint that it contains, given by its index among all values. */
interface Change {
  readonly inCheckpoint: boolean;
  readonly at: number;
  readonly value: unknown;
}

interface Damage {
  readonly changes: readonly Change[];
  readonly corruption: Corruption | null;
}

const values: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(undefined, null, true, 0, -1, 0.5, NaN, Infinity, 1e9, 2 ** 40, '', 'x', 'training', 'paused', 'done'),
  fc.constantFrom<() => unknown>(
    () => [],
    () => ({}),
    () => new Float64Array(3),
    () => new Float32Array(1),
    () => new Uint8Array(5),
    () => new Map([[1, 2]]),
    () => [[], null],
  ).map((create) => create()),
  fc.double(),
  fc.integer(),
); // prettier-ignore

const change = fc.record({ inCheckpoint: fc.boolean(), at: fc.nat(10_000), value: values });
const damages: fc.Arbitrary<Damage> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ changes: fc.array(change, { maxLength: 2 }), corruption: fc.constant(null) }),
  },
  { weight: 1, arbitrary: fc.record({ changes: fc.constant([]), corruption }) },
);

/** Files of runs that an earlier session stored. The config can be trained whatever they contain. */
export const runs = defineTarget<Damage>({
  name: 'runs',
  inputs: damages,
  async attempt(damage) {
    const bench = new Bench();
    await bench.setUp();
    try {
      const { name, bytes } = await original();
      await mkdir(bench.storage.folder, { recursive: true });
      await writeFile(path.join(bench.storage.folder, name), damaged(bytes, damage));
      const training = await bench.open(moons(epochs));
      structuredClone(training.store.view());
      const isRestored = training.store.run !== null;
      for (let tries = 0; tries < 3 && training.store.run?.status.state !== 'done'; tries++) {
        if (tries > 0) training.reset();
        training.train();
        await until(training, () => hasEnded(training));
        structuredClone(training.store.view());
        const error = training.store.run?.status.error;
        if (error) assertMessage(error, '');
      }
      assert.equal(training.store.run?.status.state, 'done', 'The config cannot be trained any more.');
      for (const error of bench.errors.splice(0))
        assert.match(String(error), /cannot be used and is renamed/);
      return isRestored;
    } finally {
      await bench.tearDown();
    }
  },
  show: (damage) => ({ 'damage.txt': JSON.stringify(damage, null, 2) }),
});

/** Returns whether the run has ended or is paused with an error, as where its data seem to have changed. */
function hasEnded({ store }: Training): boolean {
  const status = store.run?.status;
  return (
    status?.state === 'done' || status?.state === 'failed' || (status?.state === 'paused' && !!status.error)
  );
}

/** The number of epochs, small enough to train quickly, but larger than that of the paused run. */
const epochs = 300;
let kept: Promise<{ name: string; bytes: Buffer }> | undefined;

/** Returns the file of a paused run. */
function original(): Promise<{ name: string; bytes: Buffer }> {
  return (kept ??= (async () => {
    const bench = new Bench();
    await bench.setUp();
    const training = await bench.open(moons(epochs));
    training.train();
    await pausesAfter(training, 3);
    await training.suspend();
    await bench.storage.flush();
    const [name] = await readdir(bench.storage.folder);
    const bytes = await readFile(path.join(bench.storage.folder, name));
    await bench.tearDown();
    return { name, bytes };
  })());
}

/** The contents of the file, which earlier changes may have damaged. */
interface Content {
  readonly saved?: { readonly image?: { checkpoint?: unknown } | null } | null;
}

function damaged(bytes: Buffer, { changes, corruption }: Damage): Buffer {
  const content = deserialize(bytes) as Content;
  for (const { inCheckpoint, at, value } of changes) {
    if (!inCheckpoint) {
      replace(content, at, value);
      continue;
    }
    const image = content.saved?.image;
    if (!(image?.checkpoint instanceof Uint8Array)) continue;
    const checkpoint: unknown = deserialize(image.checkpoint);
    replace(checkpoint, at, value);
    image.checkpoint = serialize(checkpoint);
  }
  return corruptedBytes(serialize(content), corruption);
}

/** Replaces one of all values in an object, given by its index in depth-first order. */
function replace(root: unknown, at: number, value: unknown): void {
  const places = [...placesIn(root)];
  if (places.length === 0) return;
  const { holder, key } = places[at % places.length];
  holder[key] = value;
}

interface Place {
  readonly holder: Record<string, unknown>;
  readonly key: string;
}

function* placesIn(value: unknown): Generator<Place> {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || value instanceof Map)
    return;
  const holder = value as Record<string, unknown>;
  for (const key of Object.keys(holder)) {
    yield { holder, key };
    yield* placesIn(holder[key]);
  }
}
