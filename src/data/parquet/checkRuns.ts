import { DamagedError } from './damaged.js';

/** Values of padding that a writer may add to a run. */
const padding = 512;

/**
 * Checks values in runs (Parquet's RLE and bit-packed hybrid) before they are decoded: the decoder trusts the lengths of
 * the runs.
 * @param from the offset of the first run
 * @param to the offset after the last one
 * @param count the largest number of values that the runs may have
 * @throws DamagedError where they have more, or do not end within the bytes
 */
export function checkRuns(view: DataView, from: number, to: number, bits: number, count: number): void {
  if (to > view.byteLength || bits > 32) throw new DamagedError('runs of values do not fit into their page');
  let seen = 0;
  for (let at = from; at < to && seen < count;) {
    let header = 0;
    for (let shift = 0; ; shift += 7) {
      if (at >= to || shift > 28) throw new DamagedError('a run does not end');
      const byte = view.getUint8(at++);
      header += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) break;
    }
    const isPacked = header % 2 === 1;
    const length = Math.floor(header / 2) * (isPacked ? 8 : 1);
    if (length > count - seen + (isPacked ? padding : 0)) throw new DamagedError('a run is too long');
    at += isPacked ? (length / 8) * bits : Math.ceil(bits / 8);
    seen += length;
  }
}

/**
 * Checks the header of numbers that are encoded as packed differences, whose sizes the decoder trusts.
 * @throws DamagedError where the sizes are not those of the format
 */
export function checkDeltas(view: DataView, offset: number): void {
  let at = offset;
  const varint = (): number => {
    let value = 0;
    for (let shift = 0; shift <= 28; shift += 7) {
      if (at >= view.byteLength) break;
      const byte = view.getUint8(at++);
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
    throw new DamagedError('differences have no header');
  };
  const [blockSize, miniblocks] = [varint(), varint()];
  const perMiniblock = blockSize / miniblocks;
  const fits =
    miniblocks >= 1 && blockSize <= 1 << 20 && Number.isInteger(perMiniblock) && perMiniblock % 8 === 0;
  if (!fits) throw new DamagedError('differences have wrong block sizes');
}
