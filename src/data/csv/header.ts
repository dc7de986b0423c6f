import * as l10n from '@vscode/l10n';
import { legible, shorten } from '../../config/characters.js';
import { nearest } from '../../config/nearest.js';
import type { DataSource } from '../../config/spec.js';
import type { JsonPath } from '../../config/span.js';
import type { Finding } from '../../config/problem.js';
import { limits } from '../../engine/limits.js';
import { capped, DataError, finding, mostFindings } from '../finding.js';
import type { DataFile } from '../dataFile.js';
import type { Place } from './place.js';

export type TableSource = Extract<DataSource, { kind: 'table' }>;

/** A column: its index in a row, from 0, and the path of the config value that names it. */
export interface Column {
  /** The name in legible form, possibly of more than one line. */
  readonly name: string;
  readonly index: number;
  readonly at: JsonPath;
}

export interface Header {
  readonly names: readonly string[];
  readonly features: readonly Column[];
  readonly targets: readonly Column[];
}

/**
 * Finds the columns that the config names.
 * @throws DataError where one is missing or ambiguous
 */
export function readHeader(
  cells: readonly string[],
  source: TableSource,
  file: DataFile,
  place: Place,
): Header {
  const reader = new HeaderReader(
    cells.map((cell) => cell.trim()),
    file,
    place,
  );
  const one = source.targets.length === 1;
  const targets = source.targets.map((name, i) =>
    reader.find(name, one ? ['data', 'target'] : ['data', 'target', i]),
  );
  const features = source.features
    ? source.features.map((name, i) => reader.find(name, ['data', 'features', i]))
    : reader.otherThan(source.targets).map((name) => reader.find(name, ['data', 'file']));
  reader.check(features);
  return { names: reader.names, features, targets };
}

class HeaderReader {
  private readonly findings = new Map<string, Finding>();
  private missing = 0;
  /** The column index of each name, from 0; −1 for a name that occurs more than once. */
  private readonly indices = new Map<string, number>();

  constructor(
    readonly names: readonly string[],
    private readonly file: DataFile,
    private readonly place: Place,
  ) {
    if (names.length <= limits.columns) {
      names.forEach((name, index) => this.indices.set(name, this.indices.has(name) ? -1 : index));
      return;
    }
    this.report(
      'csv-too-many-columns',
      file.at,
      l10n.t('{0} has {1} columns, but at most {2} can be loaded.', file.name, names.length, limits.columns),
    );
    this.check([]);
  }

  find(name: string, at: JsonPath): Column {
    const index = this.indices.get(name);
    if (index === undefined) this.reportMissing(name, at);
    else if (index === -1) this.reportDuplicate(name, at);
    return { name: legible(name), index: index ?? -1, at };
  }

  otherThan(targets: readonly string[]): string[] {
    const others = new Set(targets);
    return this.names.filter((name) => !others.has(name));
  }

  check(features: readonly Column[]): void {
    if (this.findings.size > 0)
      throw new DataError(capped([...this.findings.values()], Math.max(this.missing, this.findings.size)));
    if (features.length > 0) return;
    const message = l10n.t(
      '{0} has no column except the target. Add at least one input column.',
      this.file.name,
    );
    throw new DataError([finding('csv-no-features', this.file.at, message)]);
  }

  /** Reports a missing column. After the first `mostFindings`, missing columns are only counted. */
  private reportMissing(name: string, at: JsonPath): void {
    this.missing++;
    if (this.missing > mostFindings) return;
    const file = this.file.name;
    const near = nearest(name, this.names);
    if (near !== undefined) {
      this.report(
        'csv-no-column',
        at,
        l10n.t('{0} has no column "{1}". Did you mean "{2}"?', file, shorten(name), near),
      );
    } else if (this.names.some((cell) => cell !== '' && Number.isFinite(Number(cell)))) {
      const message = l10n.t(
        '{0} has no column "{1}", and its first line looks like data. Add a line with the column names.', file, shorten(name),
      ); // prettier-ignore
      this.report('csv-no-header', at, message);
    } else {
      const first = this.names.slice(0, 10).map((each) => shorten(each));
      const shown = first.join(', ') + (this.names.length > 10 ? ', …' : '');
      this.report(
        'csv-no-column',
        at,
        l10n.t('{0} has no column "{1}". Its columns are {2}.', file, shorten(name), shown),
      );
    }
  }

  private reportDuplicate(name: string, at: JsonPath): void {
    const message = name
      ? l10n.t(
          '{0} has more than one column "{1}". Rename one of them in its first line.',
          this.file.name,
          shorten(name),
        )
      : l10n.t('{0} has more than one column without a name. Name them in its first line.', this.file.name);
    this.report('csv-duplicate-column', at, message);
  }

  /** Adds a finding unless one with the same message exists, since a duplicate name is looked up twice. */
  private report(code: string, at: JsonPath, message: string): void {
    const related = [{ file: this.file.path, ...this.place, message }];
    this.findings.set(message, finding(code, at, message, { related }));
  }
}
