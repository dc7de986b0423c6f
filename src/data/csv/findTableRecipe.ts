import Papa from 'papaparse';
import type { NetworkConfig } from '../../config/spec.js';
import type { Dataset, Normalization, Samples } from '../../engine/model/dataset.js';
import type { ColumnEncoding, InputEncoding } from '../../engine/model/inputEncoding.js';
import type { Matrix } from '../../engine/model/network.js';
import type { NumberFormat, RecipeColumn, TableRecipe } from '../../engine/model/tableRecipe.js';
import { readBoolean } from '../columns/cellBoolean.js';
import { bytes, dataFile } from '../dataFile.js';
import type { LoadOptions } from '../dataFile.js';
import type { Files } from '../files.js';
import { gunzipped, isGzip } from '../gzip.js';
import { startingWith } from '../startingWith.js';
import { isParquet } from './readTableColumns.js';

/** The most bytes of a table that is read for this; a larger one is better read from prepared numbers. */
const mostBytes = 1 << 27;
const delimiters = [',', ';', '\t', '|'];
const formats: readonly NumberFormat[] = ['plain', 'decimal comma', 'thousands commas'];

/**
 * Finds out how a plain reader of CSV gets exactly the samples of a data set. It tries the reading on every sample, so
 * the recipe is right where there is one; else it returns null, such as for cells over several lines.
 */
export async function findTableRecipe(
  config: NetworkConfig,
  dataset: Dataset,
  files: Files,
  options: LoadOptions = {},
): Promise<TableRecipe | null> {
  const { data } = config;
  const lines = linesOf(dataset);
  if (data.kind !== 'table' || !lines || isParquet(data.file)) return null;
  const missingValues = data.options.missingValues;
  const text = await plainText(data.file, files, options);
  const own = data.validation && 'file' in data.validation ? data.validation.file : null;
  const ownText = own !== null && own !== data.file ? await plainText(own, files, options) : text;
  if (text === null || ownText === null) return null;
  for (const delimiter of data.options.delimiter ? [data.options.delimiter] : delimiters) {
    const parts = [partOf(text, delimiter, dataset.training, lines.training)];
    if (dataset.validation && lines.validation)
      parts.push(partOf(ownText, delimiter, dataset.validation, lines.validation));
    const found = recipeFrom(parts, dataset, data.targets, new Set(missingValues));
    if (found) return { delimiter, missingValues, ...found, lines };
  }
  return null;
}

/** Returns the line of each sample; null where the source has no lines. */
function linesOf({ rows, lines, validation, validationLines }: Dataset): TableRecipe['lines'] | null {
  if (!rows || !lines) return null;
  const of = (indices: Uint32Array): Uint32Array => indices.map((row) => lines[row]);
  return {
    training: of(rows.training),
    validation: validation ? (validationLines ?? of(rows.validation)) : null,
  };
}

/** Returns the text of a file; null where it is large, or not UTF-8. */
async function plainText(name: string, files: Files, options: LoadOptions): Promise<string | null> {
  const file = dataFile(name, files, ['data', 'file']);
  const chunks: Uint8Array[] = [];
  let size = 0;
  const source = bytes(file, options);
  const first = await source.next();
  if (first.done) return null;
  const whole = startingWith(first.value, source);
  for await (const chunk of isGzip(first.value) ? gunzipped(file, whole) : whole) {
    size += chunk.length;
    if (size > mostBytes) return null;
    chunks.push(chunk);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

/** The samples of a part, and the cells of their lines. */
interface Part {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly samples: Samples;
}

function partOf(text: string, delimiter: string, samples: Samples, lines: Uint32Array): Part {
  const all = Papa.parse<string[]>(text.replace(/\r\n?/g, '\n'), { delimiter, newline: '\n' }).data;
  // A cell over several lines moves the lines after it.
  const isPlain = all.every((row) => row.every((cell) => !cell.includes('\n')));
  const rows = isPlain ? [...lines].map((line) => all.at(line - 1) ?? []) : [];
  return { header: all[0] ?? [], rows, samples };
}

function recipeFrom(
  parts: readonly Part[],
  dataset: Dataset,
  targetColumns: readonly string[],
  missing: ReadonlySet<string>,
): Pick<TableRecipe, 'inputs' | 'targets'> | null {
  const [{ header }] = parts;
  if (new Set(header).size !== header.length || parts.some((part) => part.rows.length === 0)) return null;
  const { inputNames, derived, normalization } = dataset;
  const given = inputNames.slice(0, inputNames.length - (derived?.length ?? 0));
  const encoding: InputEncoding =
    dataset.encoding ?? given.map((column) => ({ column, content: 'number', fill: null }));
  const inputs: (RecipeColumn & { encoding: ColumnEncoding })[] = [];
  let at = 0;
  for (const each of encoding) {
    const width = each.content === 'category' ? each.categories.length + Number(each.hasMissingInput) : 1;
    const read = (format: NumberFormat) => cellReader(each, format, missing);
    const column = columnThatFits(
      parts,
      each.column,
      read,
      (part) => part.samples.inputs,
      at,
      width,
      normalization,
    );
    if (!column) return null;
    inputs.push({ ...column, encoding: each });
    at += width;
  }
  const targets = targetsFrom(parts, dataset, targetColumns);
  return targets && { inputs, targets };
}

function targetsFrom(
  parts: readonly Part[],
  { classes, targetNormalization, training, task }: Dataset,
  names: readonly string[],
): RecipeColumn[] | null {
  const { columns } = training.targets;
  const isOneColumn = names.length === 1 && task === 'classification' && classes;
  const found = names.map((name, i) => {
    const read = (format: NumberFormat) =>
      isOneColumn ? classReader(classes, columns) : numberReader(format);
    const width = isOneColumn ? columns : 1;
    return columnThatFits(parts, name, read, (part) => part.samples.targets, i, width, targetNormalization);
  });
  const columnsFound = found.filter((column) => column !== null);
  return columnsFound.length === found.length ? columnsFound : null;
}

/** Reads a cell as numbers. */
type ReadCell = (cell: string) => readonly number[];

/** Returns a column with the first format whose numbers are those of the samples; null where there is none. */
function columnThatFits(
  parts: readonly Part[],
  name: string,
  read: (format: NumberFormat) => ReadCell,
  matrixOf: (part: Part) => Matrix,
  at: number,
  width: number,
  normalization: Normalization | null,
): RecipeColumn | null {
  const index = parts[0].header.findIndex((header) => header.trim() === name);
  if (index === -1) return null;
  const header = parts[0].header[index];
  for (const format of formats) {
    const readCell = read(format);
    const fits = parts.every((part) => {
      const { values, columns } = matrixOf(part);
      const ownIndex = part.header.indexOf(header);
      return part.rows.every((row, sample) => {
        const cell = row.at(ownIndex);
        if (cell === undefined || ownIndex === -1) return false;
        const numbers = readCell(cell.trim());
        if (numbers.length !== width) return false;
        return numbers.every((value, i) => {
          const scaled = normalization
            ? (value - normalization.shift[at + i]) / normalization.scale[at + i]
            : value;
          const expected = values[sample * columns + at + i];
          return scaled === expected || (values instanceof Float32Array && Math.fround(scaled) === expected);
        });
      });
    });
    if (fits) return { header, format };
  }
  return null;
}

function cellReader(encoding: ColumnEncoding, format: NumberFormat, missing: ReadonlySet<string>): ReadCell {
  if (encoding.content === 'category') {
    const { categories, fill, hasMissingInput } = encoding;
    return (cell) => {
      const text = missing.has(cell) ? fill : cell;
      const one = categories.map((category) => Number(category === text));
      return hasMissingInput ? [...one, Number(text === null)] : one;
    };
  }
  const { content, fill } = encoding;
  const read =
    content === 'number' ? numberReader(format)
    : content === 'boolean' ? (cell: string) => [readBoolean(cell)]
    : (cell: string) => [plainDate(cell)]; // prettier-ignore
  return (cell) => (missing.has(cell) ? [fill ?? NaN] : read(cell));
}

const classReader =
  (classes: readonly string[], columns: number): ReadCell =>
  (cell) => {
    const index = classes.indexOf(cell);
    if (index === -1) return [];
    return columns === 1 ? [index] : classes.map((_, i) => Number(i === index));
  };

/** Numbers that JavaScript and Python read alike. */
const plainNumber = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

const numberReader =
  (format: NumberFormat): ReadCell =>
  (cell) => {
    const text = format === 'plain' ? cell : cell.replaceAll(',', format === 'decimal comma' ? '.' : '');
    return [plainNumber.test(text) ? Number(text) : NaN];
  };

/** Returns the days since 1970 of a date such as 2020-12-31. */
const plainDate = (cell: string): number =>
  /^\d{4}-\d\d-\d\d$/.test(cell) ? Date.parse(cell) / 86_400_000 : NaN;
