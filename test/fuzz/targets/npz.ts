import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { zipSync } from 'fflate';
import { corruption, corruptedBytes, type Corruption } from '../bytes.js';
import { backprop } from '../commandLine.js';
import { defineTarget } from '../target.js';
import { compareConfig } from './compare.js';

interface Entry {
  readonly name: string;
  /** The stored number of values, and the shape in the header. */
  readonly count: number;
  readonly shape: readonly number[];
  readonly type: string;
  readonly isFortran: boolean;
  readonly version: number;
  readonly fill: number;
  readonly corruption: Corruption | null;
}

interface Archive {
  readonly entries: readonly Entry[];
  readonly level: 0 | 6;
  readonly corruption: Corruption | null;
}

const seldom = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> =>
  fc.oneof({ weight: 12, arbitrary: fc.constant(null) }, { weight: 1, arbitrary });
const number = fc.oneof(
  fc.double({ min: -1, max: 1, noNaN: true }),
  fc.constantFrom(0, NaN, Infinity, 1e-300, 3),
);
const dimensions = fc.array(fc.constantFrom(0, 1, 2, 3, 2 ** 31, 1e15), { maxLength: 4 });
const types = fc.constantFrom('<f8', '<f8', '<f4', '>f8', '<i8', '<i4', '<f2', '|b1', '<c16', '|O', '<U3');

const entry = (name: fc.Arbitrary<string>, shape: readonly number[]): fc.Arbitrary<Entry> =>
  fc
    .record({
      name,
      said: seldom(dimensions),
      type: fc.oneof(
        { weight: 6, arbitrary: fc.constantFrom('<f8', '<f4') },
        { weight: 1, arbitrary: types },
      ),
      isFortran: fc.boolean(),
      version: fc.constantFrom(1, 1, 2, 3),
      fill: number,
      corruption: seldom(corruption),
    })
    .map(({ said, ...rest }) => ({ ...rest, shape: said ?? shape, count: shape.reduce((a, b) => a * b, 1) }));

const known = (...names: string[]): fc.Arbitrary<string> => fc.constantFrom(...names);
const odd = fc.oneof(
  known('layer3.weights', 'layer30000000.weights', 'layer99999999999999.weights', 'x', '', '../up', 'a\u0000b', '__proto__', 'layer1.weights.npy', 'dW1', 'layer0.bias'),
  fc.string({ maxLength: 6 }),
); // prettier-ignore
const archives: fc.Arbitrary<Archive> = fc.record({
  entries: fc
    .tuple(
      entry(known('layer1.weights', 'W1', '0.weight'), [2, 2]),
      entry(known('layer1.bias', 'b1', '0.bias'), [2]),
      seldom(entry(odd, [2])),
      seldom(entry(odd, [1, 600_000])),
      fc.array(entry(known('layer2.weights', 'W2', 'layer2.bias', 'loss', 'outputs'), [2, 2]), { maxLength: 2 }),
    )
    .map(([weights, bias, more, large, others]) => [weights, bias, more, large, ...others].filter((each) => each !== null)),
  level: fc.constantFrom(0 as const, 6 as const),
  corruption: seldom(corruption),
}); // prettier-ignore

/** Gradients in NumPy's archives. */
export const npz = defineTarget<Archive>({
  name: 'npz',
  inputs: archives,
  async attempt(archive, folder) {
    await writeFile(path.join(folder, 'mine.npz'), bytesOf(archive));
    const given = archive.entries.map(({ name }) => name).join();
    const { events } = await backprop('check --json', compareConfig('mine.npz'), folder, given);
    return events().some(({ compare, sheet }) => compare !== undefined || sheet !== undefined);
  },
  show: (archive) => ({ 'test.backprop.json': compareConfig('mine.npz'), 'mine.npz': bytesOf(archive) }),
});

function bytesOf({ entries, level, corruption }: Archive): Buffer {
  const files = Object.fromEntries(entries.map((each) => [`${each.name}.npy`, arrayOf(each)]));
  return corruptedBytes(zipSync(files, { level }), corruption);
}

/** Returns an array in the .npy format. */
function arrayOf({ shape, count, type, isFortran, version, fill, corruption }: Entry): Uint8Array {
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const header = `{'descr': '${type}', 'fortran_order': ${isFortran ? 'True' : 'False'}, 'shape': ${tuple}, }\n`;
  const long = version > 1;
  const start = Buffer.alloc(long ? 12 : 10);
  start.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, version, 0]);
  if (long) start.writeUInt32LE(header.length, 8);
  else start.writeUInt16LE(header.length, 8);
  const size = Number(/\d+$/.exec(type)?.[0] ?? 8);
  const data = Buffer.alloc(count * size);
  for (let i = 0; i < count; i++) {
    if (type === '<f8') data.writeDoubleLE(fill, i * size);
    else if (type === '>f8') data.writeDoubleBE(fill, i * size);
    else if (type === '<f4') data.writeFloatLE(fill, i * size);
  }
  return corruptedBytes(Buffer.concat([start, Buffer.from(header), data]), corruption);
}
