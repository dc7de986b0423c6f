import * as l10n from '@vscode/l10n';
import { parquetMetadata, parquetSchema, type FileMetaData, type RowGroup, type SchemaTree } from 'hyparquet';
import { limits } from '../../engine/limits.js';
import { rangeOf, sizeOf, type DataFile } from '../dataFile.js';
import { refusal } from '../finding.js';
import { checkThrift } from './checkThrift.js';
import { DamagedError } from './damaged.js';

/** A column of single values, such as numbers, texts or dates. */
export interface FlatColumn {
  readonly name: string;
  /** The position of its chunk in each row group. */
  readonly chunk: number;
  /** The elements of the schema from the root to the column. */
  readonly path: readonly SchemaTree[];
}

export interface ParquetFile {
  readonly size: number;
  readonly rows: number;
  readonly groups: readonly RowGroup[];
  readonly columns: readonly FlatColumn[];
  /** The names of the columns whose values are lists, structures or bytes. */
  readonly ignored: readonly string[];
}

/** The letters at the start and at the end of a file. */
const magic = 'PAR1';
/** The bytes at the end of a file: the length of its description, then the magic. */
const footerBytes = 8;

/**
 * Reads the description at the end of a Parquet file, and checks its sizes.
 * @throws DataError where the file is not a Parquet file, or is too large
 * @throws DamagedError where the description contradicts itself or the file
 */
export async function openParquet(file: DataFile): Promise<ParquetFile> {
  const size = await sizeOf(file);
  const head = size >= magic.length ? await rangeOf(file, 0, magic.length) : new Uint8Array(0);
  if (textOf(head) !== magic) throw notParquet(file);
  const footer =
    size >= footerBytes + magic.length ? await rangeOf(file, size - footerBytes, footerBytes) : null;
  if (!footer || textOf(footer.subarray(4)) !== magic) throw cutShort(file);
  const length = new DataView(footer.buffer).getUint32(0, true);
  if (length > size - footerBytes - magic.length)
    throw new DamagedError('its description is longer than the file');
  if (length > limits.parquetMetadataBytes) throw tooLarge(file, 'MB', length / 2 ** 20);
  const bytes = await rangeOf(file, size - footerBytes - length, length + footerBytes);
  checkThrift(new DataView(bytes.buffer, 0, length), 0);
  return checked(file, size, parquetMetadata(bytes, { geoparquet: false }));
}

function checked(file: DataFile, size: number, metadata: FileMetaData): ParquetFile {
  const rows = Number(metadata.num_rows);
  const groups = metadata.row_groups;
  const counted = groups.reduce((sum, group) => sum + Number(group.num_rows), 0);
  if (rows !== counted || groups.some((group) => group.num_rows < 0n))
    throw new DamagedError('the rows of its parts do not add up');
  if (rows > limits.samples) throw tooLarge(file, 'rows', rows);
  const { columns, ignored } = columnsOf(parquetSchema(metadata));
  if (columns.length + ignored.length > limits.columns) throw tooLarge(file, 'columns', columns.length);
  return { size, rows, groups, columns, ignored };
}

function columnsOf(root: SchemaTree): Pick<ParquetFile, 'columns' | 'ignored'> {
  const columns: FlatColumn[] = [];
  const ignored: string[] = [];
  let chunk = 0;
  for (const child of root.children) {
    const element = withConvertedType(child.element);
    if (isFlat({ ...child, element }))
      columns.push({ name: element.name, chunk, path: [root, { ...child, element }] });
    else ignored.push(element.name);
    chunk += leavesOf(child);
  }
  return { columns, ignored };
}

/** Returns an element with the older form of its type, which is the one that the decoder looks for. */
function withConvertedType(element: SchemaTree['element']): SchemaTree['element'] {
  const { logical_type: logical, converted_type: converted } = element;
  if (converted || !logical) return element;
  if (logical.type === 'DATE') return { ...element, converted_type: 'DATE' };
  return logical.type === 'DECIMAL'
    ? { ...element, converted_type: 'DECIMAL', scale: logical.scale }
    : element;
}

const unread: readonly (string | undefined)[] = ['JSON', 'BSON', 'INTERVAL', 'MAP', 'LIST', 'MAP_KEY_VALUE', 'VARIANT', 'GEOMETRY', 'GEOGRAPHY', 'NULL']; // prettier-ignore

function isFlat({ element, children }: SchemaTree): boolean {
  const { type, repetition_type: repetition, converted_type: converted, logical_type: logical } = element;
  if (children.length > 0 || !type || repetition === 'REPEATED') return false;
  if (unread.includes(converted) || unread.includes(logical?.type)) return false;
  const isText = logical?.type === 'UUID' || logical?.type === 'FLOAT16' || converted === 'DECIMAL';
  return type !== 'FIXED_LEN_BYTE_ARRAY' || isText;
}

const leavesOf = ({ children }: SchemaTree): number =>
  children.length === 0 ? 1 : children.reduce((sum, child) => sum + leavesOf(child), 0);

const textOf = (bytes: Uint8Array): string => String.fromCharCode(...bytes);

function notParquet(file: DataFile) {
  const message = l10n.t('"{0}" is not a Parquet file. Check its name, or export it again.', file.name);
  return refusal('parquet-magic', file.at, message);
}

function cutShort(file: DataFile) {
  const message = l10n.t('"{0}" is cut short: its end is missing. Copy or export it again.', file.name);
  return refusal('parquet-cut-short', file.at, message);
}

function tooLarge(file: DataFile, unit: 'rows' | 'columns' | 'MB', found: number) {
  const count = Math.ceil(found).toLocaleString('en');
  const words = {
    rows: l10n.t('"{0}" has {1} rows, but at most {2} can be loaded.', file.name, count, limits.samples),
    columns: l10n.t(
      '"{0}" has {1} columns, but at most {2} can be loaded.',
      file.name,
      count,
      limits.columns,
    ),
    MB: l10n.t('The description in "{0}" has {1} MB, but at most {2} MB can be read.', file.name, count, limits.parquetMetadataBytes / 2 ** 20), // prettier-ignore
  };
  return refusal('too-large', file.at, words[unit]);
}
