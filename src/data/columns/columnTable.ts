import * as l10n from '@vscode/l10n';
import { shorten } from '../../config/characters.js';
import type { ColumnSetting } from '../../config/edits/configChange.js';
import type { Finding } from '../../config/problem.js';
import type { ColumnEncoding, InputEncoding } from '../../engine/model/inputEncoding.js';
import type { NetworkSpec } from '../../engine/model/spec.js';
import type { TableSource } from '../csv/header.js';
import type { FileColumns } from '../csv/tableReader.js';
import { targetsOf } from '../csv/targetsOf.js';
import type { TableColumns } from '../csv/readTableColumns.js';
import type { DataFile, LoadOptions } from '../dataFile.js';
import { capped, DataError, finding, refusal } from '../finding.js';
import type { Inputs, RowSource, Table } from '../table.js';
import type { DecimalSign } from './cellNumber.js';
import type { Column } from './column.js';
import { columnEncoder, sideBySide } from './columnEncoder.js';
import {
  ambiguousFinding,
  droppedFinding,
  ignoredFinding,
  inputFinding,
  repeatedFinding,
  typesChange,
  nothingToFitFinding,
  replacedFindings,
  unseenFindings,
} from './columnFindings.js';
import type { ColumnReader } from './columnReader.js';
import { describeColumns } from './describeColumns.js';
import { distinctRows } from './distinctRows.js';
import { fitColumn, missingRuleOf } from './fitColumn.js';
import { keptRows } from './keptRows.js';
import { plainColumns } from './plainColumns.js';
import { rolesOf, type Roles } from './roles.js';
import { sourceColumn, type SourceColumn } from './sourceColumn.js';

/**
 * Returns the table of a file whose columns were read, and yields to the event loop meanwhile.
 * @throws DataError where a column does not contain what it has to
 */
export async function columnTable(
  { columns, source, findings: found }: TableColumns,
  network: NetworkSpec,
  file: DataFile,
  options: LoadOptions,
): Promise<Table> {
  const sources = sourcesOf(columns, source);
  const { header } = columns;
  const features = rolesOf(
    header.features.map((column) => sourceAt(sources, column)),
    header.hasListedFeatures,
    file,
  );
  const targets = header.targets.map((column) => sourceAt(sources, column));
  const complete = keptRows([...targets, ...features.inputs.filter(dropsRows)], columns.rows, targets, file);
  const distinct = source.options.dropDuplicates
    ? await distinctRows([...features.inputs, ...targets], complete ?? allRows(columns), options)
    : null;
  const kept = distinct && distinct.repeated > 0 ? distinct.rows : complete;
  const table = new FileTable(columns, features, targets, kept, file);
  return {
    rows: kept?.length ?? columns.rows,
    targets: targetsOf(targets, source.task, network, file, kept ?? columns.rows),
    lines: linesOf(columns, kept),
    findings: [
      ...found,
      ...headerFinding(columns, file),
      ...targets.filter(({ missing }) => missing > 0).map((target) => droppedFinding(target, file)),
      ...(distinct && distinct.repeated > 0
        ? [repeatedFinding(distinct.repeated, columns.lines.at(distinct.first), file)]
        : []),
      ...targets.flatMap((target) => ambiguousFinding(target, file) ?? []),
    ],
    fit: (training) => table.fit(training),
    encode: (encoding) => table.encode(encoding),
  };
}

type Sources = ReadonlyMap<number, SourceColumn>;

/** Returns the columns that were read, by their position in the file. */
export function sourcesOf(
  { readers, plain, header, delimiter }: FileColumns,
  { options }: TableSource,
): Sources {
  const known = options.decimal ?? decimalOfFile([...readers.values()]);
  const likely = known ?? (delimiter === ';' ? null : '.');
  const read = [...readers].map(([index, reader]): [number, SourceColumn] => {
    const source = sourceColumn(reader, options.decimal, likely);
    // The other columns decide what this one leaves open.
    return [
      index,
      known ? { ...source, ambiguous: source.content === 'date' ? source.ambiguous : null } : source,
    ];
  });
  const numbers = plain ? plainColumns(header.features, plain) : [];
  return new Map([...read, ...numbers.map((each): [number, SourceColumn] => [each.column.index, each])]);
}

/** Returns the decimal sign that columns with commas in all their numbers show; null where they show none, or both. */
function decimalOfFile(readers: readonly ColumnReader[]): DecimalSign | null {
  const signs = new Set(readers.map((reader) => reader.clearDecimal()).filter((sign) => sign !== null));
  const [sign] = signs;
  return signs.size === 1 ? sign : null;
}

function sourceAt(sources: Sources, { index }: Column): SourceColumn {
  const source = sources.get(index);
  if (!source) throw new Error(`Column ${index} was not read.`);
  return source;
}

const dropsRows = (source: SourceColumn): boolean =>
  source.missing > 0 && missingRuleOf(source) === 'dropRow';

/** Returns whether a column has gaps that nothing replaces. */
const lacksFill = (source: SourceColumn, { content, fill }: ColumnEncoding): boolean =>
  source.missing > 0 && content !== 'category' && fill === null && missingRuleOf(source) !== 'dropRow';

const allRows = ({ rows }: FileColumns): Uint32Array => Uint32Array.from({ length: rows }, (_, row) => row);

function linesOf({ lines, rows }: FileColumns, kept: Uint32Array | null): Uint32Array {
  if (!kept) return lines.toUint32Array();
  return Uint32Array.from({ length: Math.min(rows, kept.length) }, (_, i) => lines.at(kept[i]));
}

function headerFinding({ hasHeader, header }: FileColumns, file: DataFile): Finding[] {
  if (hasHeader) return [];
  const message = l10n.t(
    '{0} has no header, so its columns are called "column 1" to "column {1}". Write "header": true if its first line has names.',
    file.name,
    header.names.length,
  );
  return [finding('csv-no-header', ['data', 'header'], message, { severity: 'info' })];
}

type EncodedInputs = Omit<Inputs, 'encoding' | 'columns'>;

/** The inputs of a file's rows. */
class FileTable {
  private readonly rowAt: (row: number) => number;

  constructor(
    private readonly columns: FileColumns,
    private readonly roles: Roles,
    private readonly targets: readonly SourceColumn[],
    private readonly kept: Uint32Array | null,
    private readonly file: DataFile,
  ) {
    this.rowAt = kept ? (row) => kept[row] : (row) => row;
  }

  fit(training: Uint32Array): Inputs {
    const { inputs, ignored } = this.roles;
    const rows = this.kept ? Uint32Array.from(training, this.rowAt) : training;
    const encoding = inputs.map((source) => fitColumn(source, rows));
    const unfit = inputs.filter((source, i) => lacksFill(source, encoding[i]));
    if (unfit.length > 0)
      throw new DataError(capped(unfit.map((source) => nothingToFitFinding(source, this.file))));
    const encoded = this.encoded(encoding);
    const types = this.types();
    const findings = [
      ...inputs.flatMap((source, i) => inputFinding(source, encoding[i], this.file) ?? []),
      ...ignored
        .filter(({ source, reason }) => reason !== 'empty' || source.column.isNamed)
        .map(({ source, reason }) => ignoredFinding(source, reason, this.file)),
    ].map((each) => ({ ...each, changes: [...(each.changes ?? []), typesChange(types)] }));
    const ambiguous = inputs.flatMap((source) => ambiguousFinding(source, this.file) ?? []);
    return {
      ...encoded,
      encoding,
      findings: [...capped(findings), ...capped(ambiguous), ...encoded.findings],
      columns: describeColumns(this.columns.header, this.roles, this.targets, encoding),
    };
  }

  encode(encoding: InputEncoding | null): EncodedInputs {
    const fitted = encoding ?? [];
    const { findings, ...encoded } = this.encoded(fitted);
    const replaced = this.sourcesOf(fitted).flatMap((each, i) =>
      replacedFindings(each, fitted[i], this.file),
    );
    return { ...encoded, findings: [...capped(replaced), ...findings] };
  }

  private encoded(fitted: InputEncoding): EncodedInputs {
    const { inputs } = this.roles;
    const sources = this.sourcesOf(fitted);
    const encoders = sources.map((each, i) => columnEncoder(each, fitted[i]));
    const all = this.kept ?? allRows(this.columns);
    const unseen = encoders.flatMap((encoder, i) =>
      unseenFindings(sources[i], encoder.countUnseen(all), this.file),
    );
    const { plain } = this.columns;
    const isWhole = plain && !this.kept && inputs.length === this.columns.header.features.length;
    const values: RowSource = isWhole ? plain : sideBySide(encoders, this.rowAt);
    return { names: encoders.flatMap(({ names }) => names), values, findings: capped(unseen) };
  }

  private sourcesOf(fitted: InputEncoding): readonly SourceColumn[] {
    const byName = new Map(this.roles.inputs.map((source) => [source.column.name, source]));
    return fitted.map(({ column }) => byName.get(column) ?? this.missingColumn(column));
  }

  private missingColumn(column: string): never {
    const message = l10n.t('{0} has no column "{1}".', this.file.name, shorten(column));
    throw refusal('csv-no-column', this.file.at, message);
  }

  /** Returns the types of all columns, as the config would have them. */
  private types(): Record<string, ColumnSetting> {
    const inputs = this.roles.inputs.map((source): [string, ColumnSetting] => [
      source.column.name,
      typeOf(source),
    ]);
    const ignored = this.roles.ignored.map(({ source }): [string, ColumnSetting] => [
      source.column.name,
      'ignore',
    ]);
    return Object.fromEntries([...inputs, ...ignored]);
  }
}

function typeOf({ content }: SourceColumn): ColumnSetting {
  return content === 'text' || content === 'empty' ? 'ignore' : content;
}
