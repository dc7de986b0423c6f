import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decodeSafetensors, encodeSafetensors } from '../../src/models/safetensors.js';
import { ModelError } from '../../src/models/namedTensor.js';

const tensors = fc.uniqueArray(
  fc
    .record({ name: fc.string({ minLength: 1 }), rows: fc.nat(4), columns: fc.nat(4), single: fc.boolean() })
    .filter(({ name }) => name !== '__metadata__' && name !== '__proto__')
    .chain(({ name, rows, columns, single }) =>
      fc
        .array(single ? fc.float() : fc.double(), { minLength: rows * columns, maxLength: rows * columns })
        .map((values) => ({
          name,
          shape: [rows, columns],
          values: single ? Float32Array.from(values) : Float64Array.from(values),
        })),
    ),
  { selector: ({ name }) => name, maxLength: 5 },
);
const metadata = fc.dictionary(
  fc.string().filter((key) => key !== '__proto__'),
  fc.string(),
  { noNullPrototype: true },
);

/** Writes a header by hand in front of some bytes of data. */
function file(header: unknown, data = new Uint8Array(0), length?: bigint): Uint8Array {
  const text = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + text.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, length ?? BigInt(text.length), true);
  bytes.set(text, 8);
  bytes.set(data, 8 + text.length);
  return bytes;
}
const one = (dtype: string, ...values: number[]): Uint8Array =>
  file({ x: { dtype, shape: [1], data_offsets: [0, values.length] } }, Uint8Array.from(values));

describe('The safetensors format', () => {
  it('gives back every bit of every tensor, and the texts', () => {
    fc.assert(
      fc.property(tensors, metadata, (given, texts) => {
        const read = decodeSafetensors(encodeSafetensors({ tensors: given, metadata: texts }));
        assert.deepEqual({ ...read.metadata }, texts);
        const byName = new Map(read.tensors.map((tensor) => [tensor.name, tensor]));
        assert.equal(byName.size, given.length);
        for (const { name, shape, values } of given) {
          assert.deepEqual(byName.get(name)!.shape, shape);
          const found = byName.get(name)!.values;
          assert.equal(found.constructor, values.constructor);
          assert.deepEqual(new Uint8Array(found.buffer), new Uint8Array(values.buffer));
        }
      }),
    );
  });

  it('has the header of the specification: its length, JSON, and offsets after it', () => {
    const bytes = encodeSafetensors({
      tensors: [{ name: '0.weight', shape: [1, 2], values: Float64Array.of(1, -2) }],
      metadata: { a: 'b' },
    });
    const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
    assert.equal(length % 8, 0);
    const header: unknown = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
    assert.deepEqual(header, {
      __metadata__: { a: 'b' },
      '0.weight': { dtype: 'F64', shape: [1, 2], data_offsets: [0, 16] },
    });
    assert.equal(new DataView(bytes.buffer).getFloat64(8 + length + 8, true), -2);
  });

  it('reads half precision, bfloat16 and whole numbers', () => {
    const value = (bytes: Uint8Array) => decodeSafetensors(bytes).tensors[0].values[0];
    assert.equal(value(one('F16', 0x00, 0x3c)), 1);
    assert.equal(value(one('F16', 0x01, 0x00)), 2 ** -24);
    assert.equal(value(one('F16', 0x00, 0xfc)), -Infinity);
    assert.equal(value(one('BF16', 0x80, 0xbf)), -1);
    assert.equal(value(one('I32', 0xfe, 0xff, 0xff, 0xff)), -2);
    assert.equal(value(one('I64', 5, 0, 0, 0, 0, 0, 0, 0)), 5);
  });

  it('refuses what is damaged, before it allocates anything', () => {
    const entry = (more: object) => file({ x: { dtype: 'F64', shape: [1], data_offsets: [0, 8], ...more } }, new Uint8Array(8)); // prettier-ignore
    const cases: readonly (readonly [Uint8Array, RegExp])[] = [
      [new Uint8Array(3), /not in the safetensors format/],
      [file('{}', undefined, 2_000_000_000n), /not in the safetensors format/],
      [file('{}', undefined, 2n ** 64n - 1n), /not in the safetensors format/],
      [file('[1]'), /not in the safetensors format/],
      [file('{"a":'), /not in the safetensors format/],
      [entry({ dtype: 'BOOL' }), /type of "x"/],
      [entry({ dtype: 'toString' }), /type of "x"/],
      [entry({ shape: [2] }), /place of "x"/],
      [entry({ shape: [-1] }), /place of "x"/],
      [entry({ shape: [2 ** 52, 2 ** 52] }), /place of "x"/],
      [entry({ data_offsets: [0, 16] }), /place of "x"/],
      [entry({ data_offsets: [8, 0] }), /place of "x"/],
      [
        file(
          {
            x: { dtype: 'F64', shape: [1], data_offsets: [0, 8] },
            y: { dtype: 'F32', shape: [1], data_offsets: [4, 8] },
          },
          new Uint8Array(8),
        ),
        /"x" and "y" overlap/,
      ],
    ];
    for (const [bytes, message] of cases)
      assert.throws(
        () => decodeSafetensors(bytes),
        (error: Error) => error instanceof ModelError && message.test(error.message),
      );
  });

  it('throws nothing but its own error, whatever the bytes', () => {
    const bytes = encodeSafetensors({
      tensors: [{ name: 'w', shape: [3], values: Float64Array.of(1, 2, 3) }],
      metadata: {},
    });
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(255), fc.nat(bytes.length), (at, byte, cut) => {
        const damaged = bytes.slice(0, cut);
        damaged[at] = byte;
        try {
          decodeSafetensors(damaged);
        } catch (error) {
          assert.ok(error instanceof ModelError, String(error));
        }
      }),
    );
  });
});
