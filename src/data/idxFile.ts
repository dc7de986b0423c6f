import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import * as l10n from '@vscode/l10n';
import { bytes } from './file.js';
import type { DataFile, LoadOptions } from './file.js';
import { refusal } from './finding.js';
import { maxValues } from './limits.js';

/** An array of unsigned bytes as an IDX file holds it. */
export interface IdxArray {
  readonly shape: readonly number[];
  readonly values: Uint8Array;
}

const typeNames: Readonly<Record<number, string>> = {
  0x08: 'unsigned bytes', 0x09: 'signed bytes', 0x0b: '16-bit integers', 0x0c: '32-bit integers', 0x0d: '32-bit floats', 0x0e: '64-bit floats',
}; // prettier-ignore

/** @throws DataError where it is no IDX array of that kind, or cut short */
export async function readIdx(
  file: DataFile,
  kind: 'images' | 'labels',
  options: LoadOptions,
): Promise<IdxArray> {
  const reader = new IdxReader(file, kind, options);
  const consume = async (chunks: AsyncIterable<Buffer>) => {
    for await (const chunk of chunks) reader.push(chunk);
  };
  const source = bytes(file, options);
  const first = await source.next();
  const head: Buffer = first.done ? Buffer.alloc(0) : first.value;
  const whole = async function* () {
    yield head;
    yield* source;
  };
  if (head[0] !== 0x1f || head[1] !== 0x8b) {
    await consume(whole());
  } else {
    await pipeline(whole, createGunzip(), consume).catch((error: unknown) => {
      throw isZlibError(error) ? damaged(file, error) : error;
    });
  }
  return reader.end();
}

function isZlibError(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');
}

function damaged(file: DataFile, error: Error) {
  const message = l10n.t('"{0}" is a damaged gzip file ({1}); get it anew.', file.name, error.message);
  return refusal('idx-gzip-damaged', file.at, message);
}

/** Takes the bytes as they come: magic number, sizes, values. */
class IdxReader {
  private header: Buffer = Buffer.alloc(0);
  private array: IdxArray | null = null;
  private filled = 0;

  constructor(
    private readonly file: DataFile,
    private readonly kind: 'images' | 'labels',
    private readonly options: LoadOptions,
  ) {}

  push(chunk: Buffer): void {
    let rest = chunk;
    if (!this.array) {
      const joined = Buffer.concat([this.header, chunk]);
      if (joined.length >= 4) this.checkMagic(joined);
      const start = joined.length >= 4 ? 4 + 4 * joined[3] : Infinity;
      if (joined.length < start) {
        this.header = joined;
        return;
      }
      this.array = this.allocate(joined);
      rest = joined.subarray(start);
    }
    const { values } = this.array;
    values.set(rest.subarray(0, values.length - this.filled), Math.min(this.filled, values.length));
    this.filled += rest.length;
  }

  end(): IdxArray {
    if (!this.array)
      throw this.wrong('idx-cut-short', l10n.t('"{0}" ends within its header; get it anew.', this.file.name));
    const expected = this.array.values.length;
    if (this.filled === expected) return this.array;
    const message =
      this.filled < expected
        ? l10n.t(
            '"{0}" is cut short: {1} of {2} values are there; get it anew.',
            this.file.name,
            this.filled,
            expected,
          )
        : l10n.t(
            '"{0}" holds {1} values more than its header says; get it anew.',
            this.file.name,
            this.filled - expected,
          );
    throw this.wrong(this.filled < expected ? 'idx-cut-short' : 'idx-too-long', message);
  }

  private checkMagic(header: Buffer): void {
    const [zero, second, type, dimensions] = header;
    const known = typeNames[type];
    if (zero !== 0 || second !== 0 || !known || dimensions === 0) {
      const magic = header.toString('hex', 0, 4);
      const expected = this.kind === 'images' ? '00000803' : '00000801';
      const message = l10n.t(
        '"{0}" is not an IDX file: it starts with {1} where {2} belongs.',
        this.file.name,
        magic,
        expected,
      );
      throw this.wrong('idx-magic', message);
    }
    if (type !== 0x08) {
      throw this.wrong(
        'idx-type',
        l10n.t('"{0}" holds {1}; only unsigned bytes can be read.', this.file.name, known),
      );
    }
    if (this.kind === 'labels' ? dimensions !== 1 : dimensions < 2) throw this.wrongDimensions(dimensions);
  }

  private wrongDimensions(dimensions: number) {
    const message =
      this.kind === 'labels'
        ? l10n.t(
            '"{0}" has {1} dimensions, so it does not hold labels; are images and labels swapped?',
            this.file.name,
            dimensions,
          )
        : l10n.t(
            '"{0}" has one dimension, so it does not hold images; are images and labels swapped?',
            this.file.name,
          );
    return this.wrong('idx-dimensions', message);
  }

  private allocate(header: Buffer): IdxArray {
    const shape = Array.from({ length: header[3] }, (_, i) => header.readUInt32BE(4 + 4 * i));
    const count = shape.reduce((product, size) => product * size, 1);
    if (count === 0) throw this.wrong('no-rows', l10n.t('"{0}" holds nothing.', this.file.name));
    if (count > maxValues) {
      const message = l10n.t(
        '"{0}" says it holds {1} values; at most {2} can be loaded.',
        this.file.name,
        count,
        maxValues,
      );
      throw this.wrong('too-large', message);
    }
    this.options.onInputs?.(count / shape[0]);
    return { shape, values: new Uint8Array(count) };
  }

  private wrong(code: string, message: string) {
    return refusal(code, this.file.at, message);
  }
}
