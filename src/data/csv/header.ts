import * as l10n from '@vscode/l10n';
import { legible, shorten } from '../../config/characters.js';
import { nearest } from '../../config/nearest.js';
import type { DataSource } from '../../config/spec.js';
import type { JsonPath } from '../../config/span.js';
import type { Finding } from '../../config/problem.js';
import { limits } from '../../engine/limits.js';
import type { Column } from '../columns/column.js';
import { capped, DataError, finding, mostFindings } from '../finding.js';
import type { DataFile } from '../dataFile.js';
import type { Place } from './place.js';

export type TableSource = Extract<DataSource, { kind: 'table' }>;

/** The names of a table's columns. */
export interface Names {
  /** The trimmed cells of the header; empty texts where there is no header. */
  readonly cells: readonly string[];
  /** Whether the table has a header. */
  readonly isGiven: boolean;
  readonly place: Place;
}

export interface Header {
  readonly names: readonly string[];
  readonly features: readonly Column[];
  readonly targets: readonly Column[];
  /** The columns that the config leaves out, with the reason. */
  readonly others: readonly { readonly column: Column; readonly reason: 'config' | 'features' }[];
  /** Whether the config lists the features, so that all of them are inputs whatever they contain. */
  readonly hasListedFeatures: boolean;
}

/**
 * Finds the columns that the config names.
 * @throws DataError where one is missing or ambiguous
 */
export function readHeader(names: Names, source: TableSource, file: DataFile): Header {
  const reader = new HeaderReader(names, source, file);
  const one = source.targets.length === 1;
  const targets = source.targets.map((name, i) =>
    reader.find(name, one ? ['data', 'target'] : ['data', 'target', i]),
  );
  for (const { name } of source.options.columns) reader.find(name, ['data', 'columns', name]);
  const features = source.features
    ? source.features.map((name, i) => reader.find(name, ['data', 'features', i]))
    : reader.otherThan(source.targets).map((name) => reader.find(name, ['data', 'file']));
  reader.check();
  const isIgnored = ({ options }: Column): boolean => options?.type === 'ignore';
  const used = features.filter((column) => !isIgnored(column));
  if (used.length === 0) throw noFeatures(file);
  return {
    names: reader.names,
    features: used,
    targets,
    others: reader.others([...used, ...targets]),
    hasListedFeatures: source.features !== null,
  };
}

/** Returns the error that a table has no column that can be an input. */
export function noFeatures(file: DataFile): DataError {
  const message = l10n.t('{0} has no column except the target. Add at least one input column.', file.name);
  return new DataError([finding('csv-no-features', file.at, message)]);
}

class HeaderReader {
  readonly names: readonly string[];
  private readonly findings = new Map<string, Finding>();
  private readonly missing = new Set<string>();
  /** The column index of each name, from 0; −1 for a name that occurs more than once. */
  private readonly indices = new Map<string, number>();
  private readonly options: ReadonlyMap<string, Column['options']>;

  constructor(
    private readonly given: Names,
    source: TableSource,
    private readonly file: DataFile,
  ) {
    this.names = given.cells.map((cell, i) => cell || `column ${i + 1}`);
    this.options = new Map(source.options.columns.map((column) => [column.name, column]));
    if (this.names.length <= limits.columns) {
      this.names.forEach((name, index) => this.indices.set(name, this.indices.has(name) ? -1 : index));
      return;
    }
    this.report(
      'csv-too-many-columns',
      file.at,
      l10n.t(
        '{0} has {1} columns, but at most {2} can be loaded.',
        file.name,
        this.names.length,
        limits.columns,
      ),
    );
    this.check();
  }

  find(name: string, at: JsonPath): Column {
    const index = this.indices.get(name);
    if (index === undefined) this.reportMissing(name, at);
    else if (index === -1) this.reportDuplicate(name, at);
    return this.column(name, index ?? -1, at);
  }

  otherThan(targets: readonly string[]): string[] {
    const others = new Set(targets);
    return this.names.filter((name) => !others.has(name));
  }

  others(used: readonly Column[]): Header['others'] {
    const indices = new Set(used.map(({ index }) => index));
    return this.names.flatMap((name, index) => {
      if (indices.has(index)) return [];
      const column = this.column(name, index, this.file.at);
      return [
        { column, reason: column.options?.type === 'ignore' ? ('config' as const) : ('features' as const) },
      ];
    });
  }

  check(): void {
    if (this.findings.size > 0)
      throw new DataError(
        capped([...this.findings.values()], Math.max(this.missing.size, this.findings.size)),
      );
  }

  private column(name: string, index: number, at: JsonPath): Column {
    const isNamed = !this.given.isGiven || this.given.cells.at(index) !== '';
    return { name: legible(name), index, isNamed, at, options: this.options.get(name) ?? null };
  }

  /** Reports a missing column. After the first `mostFindings`, missing columns are only counted. */
  private reportMissing(name: string, at: JsonPath): void {
    if (this.missing.has(name)) return;
    this.missing.add(name);
    if (this.missing.size > mostFindings) return;
    const file = this.file.name;
    const near = nearest(name, this.names);
    if (near !== undefined) {
      this.report(
        'csv-no-column',
        at,
        l10n.t('{0} has no column "{1}". Did you mean "{2}"?', file, shorten(name), near),
      );
      return;
    }
    const first = this.names.slice(0, 10).map((each) => shorten(each));
    const shown = first.join(', ') + (this.names.length > 10 ? ', …' : '');
    const message = this.given.isGiven
      ? l10n.t('{0} has no column "{1}". Its columns are {2}.', file, shorten(name), shown)
      : l10n.t(
          '{0} has no column "{1}", because its first line looks like data. Add a line with the column names, or use {2}.',
          file,
          shorten(name),
          shown,
        );
    this.report(this.given.isGiven ? 'csv-no-column' : 'csv-no-header', at, message);
  }

  private reportDuplicate(name: string, at: JsonPath): void {
    const message = l10n.t(
      '{0} has more than one column "{1}". Rename one of them in its first line.',
      this.file.name,
      shorten(name),
    );
    this.report('csv-duplicate-column', at, message);
  }

  /** Adds a finding unless one with the same message exists, since a duplicate name is looked up twice. */
  private report(code: string, at: JsonPath, message: string): void {
    const related = [{ file: this.file.path, ...this.given.place, message }];
    this.findings.set(message, finding(code, at, message, { related }));
  }
}
