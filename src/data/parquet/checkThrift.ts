import { DamagedError } from './damaged.js';

/** The nesting depth of a structure. Those of Parquet have a few levels. */
const mostDepth = 32;

/** The types of Thrift's compact protocol. */
const type = {
  stop: 0,
  yes: 1,
  no: 2,
  byte: 3,
  i16: 4,
  i32: 5,
  i64: 6,
  double: 7,
  binary: 8,
  list: 9,
  struct: 12,
};

/**
 * Checks a structure in Thrift's compact protocol before it is parsed: the parser allocates lists of the sizes that are
 * written in it.
 * @throws DamagedError where it does not end within the bytes, or a size exceeds them
 */
export function checkThrift(view: DataView, offset: number): void {
  new Walk(view, offset).struct(0);
}

class Walk {
  constructor(
    private readonly view: DataView,
    private offset: number,
  ) {}

  struct(depth: number): void {
    if (depth > mostDepth) throw new DamagedError('a structure is nested too deeply');
    for (;;) {
      const byte = this.byte();
      const kind = byte & 0x0f;
      if (kind === type.stop) return;
      if (byte >> 4 === 0) this.varint(5);
      this.element(kind, depth);
    }
  }

  private element(kind: number, depth: number): void {
    switch (kind) {
      case type.yes:
      case type.no:
        return;
      case type.byte:
        return this.skip(1);
      case type.i16:
      case type.i32:
      case type.i64:
        this.varint(10);
        return;
      case type.double:
        return this.skip(8);
      case type.binary:
        return this.skip(this.varint(5));
      case type.list:
        return this.list(depth);
      case type.struct:
        return this.struct(depth + 1);
      default:
        throw new DamagedError(`type ${kind} is not known`);
    }
  }

  private list(depth: number): void {
    if (depth > mostDepth) throw new DamagedError('a list is nested too deeply');
    const byte = this.byte();
    const kind = byte & 0x0f;
    const size = byte >> 4 === 15 ? this.varint(5) : byte >> 4;
    // Each element takes at least a byte.
    if (size > this.view.byteLength - this.offset) throw new DamagedError('a list is longer than the file');
    const isBoolean = kind === type.yes || kind === type.no;
    for (let i = 0; i < size; i++) this.element(isBoolean ? type.byte : kind, depth + 1);
  }

  private varint(mostBytes: number): number {
    let value = 0;
    for (let i = 0; i < mostBytes; i++) {
      const byte = this.byte();
      value += (byte & 0x7f) * 2 ** (7 * i);
      if (byte < 0x80) return value;
    }
    throw new DamagedError('a number is too long');
  }

  private byte(): number {
    this.skip(1);
    return this.view.getUint8(this.offset - 1);
  }

  private skip(bytes: number): void {
    this.offset += bytes;
    if (this.offset > this.view.byteLength) throw new DamagedError('a structure does not end');
  }
}
