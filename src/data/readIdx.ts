import * as l10n from '@vscode/l10n';
import { limits } from '../engine/limits.js';
import { bytes } from './dataFile.js';
import type { DataFile, LoadOptions } from './dataFile.js';
import { refusal } from './finding.js';
import { gunzipped, isGzip } from './gzip.js';
import { startingWith } from './startingWith.js';

/** The contents of an IDX file: an array of unsigned bytes, in row-major order. */
export interface IdxArray {
  readonly shape: readonly number[];
  readonly values: Uint8Array;
}

/** The expected contents of a file. */
export interface IdxExpectation {
  readonly kind: 'images' | 'labels';
  /** Receives the sizes before memory for them is allocated. It throws to refuse them. */
  readonly checkShape: (shape: readonly number[]) => void;
}

const typeNames: Readonly<Record<number, string>> = {
  0x08: 'unsigned bytes', 0x09: 'signed bytes', 0x0b: '16-bit integers', 0x0c: '32-bit integers', 0x0d: '32-bit floats', 0x0e: '64-bit floats',
}; // prettier-ignore

/**
 * Reads an IDX file.
 * @throws DataError where it is not an array of the expected kind, is too large, or is truncated
 */
export async function readIdx(
  file: DataFile,
  expected: IdxExpectation,
  options: LoadOptions,
): Promise<IdxArray> {
  const reader = new IdxReader(file, expected);
  const source = bytes(file, options);
  try {
    const first = await source.next();
    if (first.done) return reader.end();
    const whole = startingWith(first.value, source);
    for await (const chunk of isGzip(first.value) ? gunzipped(file, whole) : whole) reader.push(chunk);
    return reader.end();
  } finally {
    await source.return();
  }
}

/** Reads bytes as they arrive: magic number, sizes, values. */
class IdxReader {
  private header = new Uint8Array(0);
  private array: IdxArray | null = null;
  private filled = 0;

  constructor(
    private readonly file: DataFile,
    private readonly expected: IdxExpectation,
  ) {}

  push(chunk: Uint8Array): void {
    let rest = chunk;
    if (!this.array) {
      const joined = new Uint8Array(this.header.length + chunk.length);
      joined.set(this.header);
      joined.set(chunk, this.header.length);
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
    if (this.filled + rest.length > values.length) throw this.tooLong(values.length);
    values.set(rest, this.filled);
    this.filled += rest.length;
  }

  end(): IdxArray {
    if (!this.array) {
      const message = l10n.t('"{0}" ends within its header. Download or copy it again.', this.file.name);
      throw this.wrong('idx-cut-short', message);
    }
    const expected = this.array.values.length;
    if (this.filled === expected) return this.array;
    const message = l10n.t(
      '"{0}" is truncated: it contains {1} of {2} values. Download or copy it again.',
      this.file.name,
      this.filled,
      expected,
    );
    throw this.wrong('idx-cut-short', message);
  }

  private checkMagic(header: Uint8Array): void {
    const [zero, second, type, dimensions] = header;
    const known = typeNames[type];
    if (zero !== 0 || second !== 0 || !known || dimensions === 0) {
      const magic = Array.from(header.subarray(0, 4), (byte) => byte.toString(16).padStart(2, '0')).join('');
      const message = l10n.t(
        '"{0}" is not an IDX file: it starts with {1} instead of {2}.',
        this.file.name,
        magic,
        this.expected.kind === 'images' ? '00000803' : '00000801',
      );
      throw this.wrong('idx-magic', message);
    }
    if (type !== 0x08) {
      throw this.wrong(
        'idx-type',
        l10n.t('"{0}" contains {1}, but only unsigned bytes can be read.', this.file.name, known),
      );
    }
    const isLabels = this.expected.kind === 'labels';
    if (isLabels ? dimensions !== 1 : dimensions < 2) throw this.wrongDimensions(dimensions);
  }

  private wrongDimensions(dimensions: number) {
    const message =
      this.expected.kind === 'labels'
        ? l10n.t(
            '"{0}" has {1} dimensions, so it does not contain labels. Check whether images and labels are swapped.',
            this.file.name,
            dimensions,
          )
        : l10n.t(
            '"{0}" has one dimension, so it does not contain images. Check whether images and labels are swapped.',
            this.file.name,
          );
    return this.wrong('idx-dimensions', message);
  }

  private allocate(header: Uint8Array): IdxArray {
    const sizes = new DataView(header.buffer);
    const shape = Array.from({ length: header[3] }, (_, i) => sizes.getUint32(4 + 4 * i));
    const count = shape.reduce((product, size) => product * size, 1);
    if (count === 0) throw this.wrong('no-rows', l10n.t('"{0}" contains no values.', this.file.name));
    this.checkSize(shape, count);
    this.expected.checkShape(shape);
    return { shape, values: new Uint8Array(count) };
  }

  private checkSize([rows, ...dimensions]: readonly number[], count: number): void {
    const columns = dimensions.reduce((product, size) => product * size, 1);
    const { name } = this.file;
    if (columns > limits.columns) {
      const message = l10n.t(
        'The images of "{0}" have {1} pixels each, but at most {2} can be loaded.', name, columns, limits.columns,
      ); // prettier-ignore
      throw this.wrong('too-large', message);
    }
    if (rows > limits.samples) {
      const message = l10n.t('The header of "{0}" declares {1} samples, but at most {2} can be loaded.', name, rows, limits.samples); // prettier-ignore
      throw this.wrong('too-large', message);
    }
    if (count <= limits.values) return;
    const message = l10n.t('The header of "{0}" declares {1} values, but at most {2} can be loaded.', name, count, limits.values); // prettier-ignore
    throw this.wrong('too-large', message);
  }

  private tooLong(expected: number) {
    const message = l10n.t(
      '"{0}" contains more than the {1} values that its header declares. Download or copy it again.',
      this.file.name,
      expected,
    );
    return this.wrong('idx-too-long', message);
  }

  private wrong(code: string, message: string) {
    return refusal(code, this.file.at, message);
  }
}
