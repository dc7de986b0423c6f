import type {
  ColumnDecoder,
  ColumnMetaData,
  DecodedArray,
  Encoding,
  PageHeader,
} from 'hyparquet/src/types.js';
import { parquetHeader } from 'hyparquet/src/column.js';
import { convert, convertWithDictionary, DEFAULT_PARSERS } from 'hyparquet/src/convert.js';
import { readDataPage, readDataPageV2 } from 'hyparquet/src/datapage.js';
import { readPlain } from 'hyparquet/src/plain.js';
import { limits } from '../../engine/limits.js';
import { checkDeltas, checkRuns } from './checkRuns.js';
import { checkThrift } from './checkThrift.js';
import { DamagedError, UnsupportedError } from './damaged.js';
import { decompress } from './decompress.js';
import type { FlatColumn } from './openParquet.js';

/** A page after its header was checked. */
interface Page {
  readonly header: PageHeader;
  readonly bytes: Uint8Array;
}

/**
 * Decodes a column of a row group, page by page. Yields after each page.
 * @param bytes the chunk of the column
 * @param rows the number of rows of the group
 * @returns the value of each row; null where it is missing
 * @throws DamagedError where the pages contradict the format
 * @throws UnsupportedError where they use a part of it that is not supported
 */
export function* decodeChunk(
  bytes: Uint8Array<ArrayBuffer>,
  column: FlatColumn,
  chunk: ColumnMetaData,
  rows: number,
): Generator<undefined, unknown[]> {
  const decoder = decoderOf(column, chunk);
  const isOptional = decoder.element.repetition_type !== 'REQUIRED';
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const reader = { view, offset: 0 };
  const values: unknown[] = [];
  let dictionary: DecodedArray | undefined;
  let total = 0;
  while (values.length < rows) {
    const page = nextPage(reader);
    total += page.header.uncompressed_page_size;
    if (total > limits.parquetChunkBytes) throw new DamagedError('a column is larger than 1 GB');
    if (page.header.type === 'DICTIONARY_PAGE') dictionary = dictionaryOf(page, decoder);
    else if (page.header.type === 'DATA_PAGE' || page.header.type === 'DATA_PAGE_V2')
      append(values, rows, pageValues(page, decoder, dictionary, isOptional, rows - values.length));
    yield undefined;
  }
  return values;
}

const decoderOf = ({ name, path }: FlatColumn, { type, codec }: ColumnMetaData): ColumnDecoder => ({
  pathInSchema: [name],
  type,
  element: path[path.length - 1].element,
  schemaPath: [...path],
  codec,
  parsers: DEFAULT_PARSERS,
});

/** Reads the header of the next page and moves to the end of the page. */
function nextPage(reader: { readonly view: DataView<ArrayBuffer>; offset: number }): Page {
  const { view } = reader;
  if (reader.offset >= view.byteLength) throw new DamagedError('a column has too few pages');
  checkThrift(view, reader.offset);
  const header = parquetHeader(reader);
  const { compressed_page_size: size, uncompressed_page_size: whole } = header;
  const isValid = (value: number) =>
    Number.isInteger(value) && value >= 0 && value <= limits.parquetPageBytes;
  if (!isValid(size) || !isValid(whole) || size > view.byteLength - reader.offset)
    throw new DamagedError('a page is larger than its column');
  // A copy, so that views of its numbers are aligned and do not keep the chunk.
  const start = view.byteOffset + reader.offset;
  const bytes = new Uint8Array(view.buffer.slice(start, start + size));
  reader.offset += size;
  return { header, bytes };
}

function dictionaryOf({ header, bytes }: Page, decoder: ColumnDecoder): DecodedArray {
  const count = header.dictionary_page_header?.num_values ?? -1;
  const page = decompress(bytes, header.uncompressed_page_size, decoder.codec);
  // The smallest values are bits.
  if (count < 0 || count > 8 * page.length)
    throw new DamagedError('a dictionary has a wrong number of values');
  return convert(
    readPlain({ view: viewOf(page), offset: 0 }, decoder.type, count, decoder.element.type_length),
    decoder,
  );
}

/** The levels of a page say which values are there; absent where all are. */
interface Decoded {
  readonly levels: readonly number[] | undefined;
  readonly values: DecodedArray;
  readonly count: number;
}

function pageValues(
  page: Page,
  decoder: ColumnDecoder,
  dictionary: DecodedArray | undefined,
  isOptional: boolean,
  most: number,
): Decoded {
  const { data_page_header: first, data_page_header_v2: second } = page.header;
  const { num_values: count = -1, encoding } = first ?? second ?? {};
  if (!encoding || count < 0 || count > most) throw new DamagedError('a page has a wrong number of values');
  if (encoding.endsWith('_DICTIONARY') && !dictionary) throw new DamagedError('a dictionary is missing');
  const decoded = first ? decodeFirst(page, decoder, isOptional) : decodeSecond(page, decoder, isOptional);
  const values = convertWithDictionary(decoded.dataPage, dictionary, encoding, decoder);
  return { levels: decoded.definitionLevels, values, count };
}

function decodeFirst({ header, bytes }: Page, decoder: ColumnDecoder, isOptional: boolean) {
  const description = header.data_page_header;
  if (!description) throw new DamagedError('a page has no description');
  const { num_values: count, encoding } = description;
  const page = decompress(bytes, header.uncompressed_page_size, decoder.codec);
  const view = viewOf(page);
  let start = 0;
  if (isOptional) {
    start = 4 + view.getUint32(0, true);
    checkRuns(view, 4, start, 1, count);
  }
  checkValues(view, start, encoding, decoder, count);
  return readDataPage(page, description, decoder);
}

/** Decodes a page of the second version, whose levels are not compressed. */
function decodeSecond({ header, bytes }: Page, decoder: ColumnDecoder, isOptional: boolean) {
  const description = header.data_page_header_v2;
  if (!description) throw new DamagedError('a page has no description');
  const { num_values: count, encoding } = description;
  const repetitions = description.repetition_levels_byte_length;
  const levels = repetitions + description.definition_levels_byte_length;
  if (repetitions < 0 || levels < repetitions || levels > bytes.length)
    throw new DamagedError('the levels of a page do not fit into it');
  if (isOptional) checkRuns(viewOf(bytes), repetitions, levels, 1, count);
  const size = header.uncompressed_page_size - levels;
  const isCompressed = description.is_compressed !== false && size > 0;
  const values = isCompressed
    ? decompress(bytes.subarray(levels), size, decoder.codec)
    : bytes.subarray(levels);
  const whole = new Uint8Array(levels + values.length);
  whole.set(bytes.subarray(0, levels));
  whole.set(values, levels);
  checkValues(viewOf(whole), levels, encoding, decoder, count);
  const plain = {
    ...header,
    uncompressed_page_size: whole.length,
    data_page_header_v2: { ...description, is_compressed: false },
  };
  return readDataPageV2(whole, plain, decoder);
}

/** Checks what the decoder trusts of a page's values. */
function checkValues(
  view: DataView,
  start: number,
  encoding: Encoding,
  { type }: ColumnDecoder,
  count: number,
): void {
  switch (encoding) {
    case 'PLAIN':
    case 'BYTE_STREAM_SPLIT':
      return;
    case 'PLAIN_DICTIONARY':
    case 'RLE_DICTIONARY':
      if (start < view.byteLength) checkRuns(view, start + 1, view.byteLength, view.getUint8(start), count);
      return;
    case 'RLE':
      if (type !== 'BOOLEAN') throw new UnsupportedError(`the encoding ${encoding}`);
      if (start + 4 <= view.byteLength) checkRuns(view, start + 4, view.byteLength, 1, count);
      return;
    case 'DELTA_BINARY_PACKED':
    case 'DELTA_LENGTH_BYTE_ARRAY':
      return checkDeltas(view, start);
    default:
      // Texts that share their beginnings may expand to any size.
      throw new UnsupportedError(`the encoding ${encoding}`);
  }
}

/** Appends the values of a page, with null for those that are missing. */
function append(into: unknown[], rows: number, { levels, values, count }: Decoded): void {
  let next = 0;
  for (let i = 0; i < count && into.length < rows; i++) {
    const isMissing = levels !== undefined && levels.length > 0 && levels[i] !== 1;
    if (!isMissing && values[next] === undefined) throw new DamagedError('a page has too few values');
    into.push(isMissing ? null : values[next++]);
  }
}

const viewOf = ({ buffer, byteOffset, byteLength }: Uint8Array): DataView<ArrayBuffer> =>
  new DataView(buffer as ArrayBuffer, byteOffset, byteLength);
