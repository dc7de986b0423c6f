import type { CompressionCodec } from 'hyparquet';
import { snappyUncompress } from 'hyparquet';
import {
  decompressBrotli,
  decompressGzip,
  decompressLz4,
  decompressLz4Raw,
  decompressZstd,
} from 'hyparquet-compressors';
import { DamagedError, UnsupportedError } from './damaged.js';

type Decompress = (input: Uint8Array, size: number) => Uint8Array;

const codecs: Readonly<Partial<Record<CompressionCodec, Decompress>>> = {
  UNCOMPRESSED: (input) => input,
  SNAPPY: (input, size) => {
    const output = new Uint8Array(size);
    snappyUncompress(input, output);
    return output;
  },
  GZIP: decompressGzip,
  BROTLI: decompressBrotli,
  ZSTD: (input, size) => decompressZstd(input, new Uint8Array(size)),
  LZ4: decompressLz4,
  LZ4_RAW: decompressLz4Raw,
};

/**
 * Decompresses a page to its size, which must have been checked.
 * @throws DamagedError where it has another size
 * @throws UnsupportedError where the compression is not supported
 */
export function decompress(input: Uint8Array, size: number, codec: CompressionCodec): Uint8Array {
  const own = codecs[codec];
  if (!own) throw new UnsupportedError(`the compression ${codec}`);
  const output = own(input, size);
  if (output.length !== size) throw new DamagedError(`a page has ${output.length} bytes instead of ${size}`);
  return output;
}
