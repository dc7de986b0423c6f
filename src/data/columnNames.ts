import type { RecordReader } from './csv/records.js';
import { readRecords } from './csv/records.js';
import type { Names, TableSource } from './csv/header.js';
import { isParquet } from './csv/readTableColumns.js';
import { TableText } from './csv/text.js';
import { dataFile, type LoadOptions } from './dataFile.js';
import type { Files } from './files.js';

/** Thrown to end the reading of a file as soon as its header is known. */
class EnoughRead extends Error {}

/**
 * Returns the names of a table's columns. It reads the start of the file only.
 * @throws DataError where the file cannot be read as a table
 */
export async function columnNames(
  source: TableSource,
  files: Files,
  options: LoadOptions,
): Promise<readonly string[]> {
  const file = dataFile(source.file, files, ['data', 'file']);
  let names: readonly string[] = [];
  const end = ({ cells }: Pick<Names, 'cells'>): never => {
    names = cells.map((cell, i) => cell || `column ${i + 1}`);
    throw new EnoughRead();
  };
  try {
    if (isParquet(source.file)) {
      const { readParquet } = await import('./parquet/readParquet.js');
      await readParquet(file, () => true, options, { open: (cells) => end({ cells }), take: () => undefined }); // prettier-ignore
    } else {
      const reader: RecordReader = { open: end, take: () => undefined, takePlain: () => ({ lines: 0, end: 0 }) }; // prettier-ignore
      await readRecords(file, new TableText(file, options, source.options.encoding).pieces(), source.options, reader); // prettier-ignore
    }
  } catch (error) {
    if (!(error instanceof EnoughRead)) throw error;
  }
  return names;
}
