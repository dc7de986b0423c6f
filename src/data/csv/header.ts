import * as l10n from '@vscode/l10n';
import type { DataSource } from '../../config/spec.js';
import type { JsonPath } from '../../config/span.js';
import type { Finding } from '../../config/problem.js';
import { capped, DataError, finding, nearest } from '../finding.js';
import type { DataFile } from '../file.js';
import { maxColumns } from '../limits.js';
import type { Place } from './place.js';

export type CsvSource = Extract<DataSource, { kind: 'csv' }>;

/** A column by its place in a row, and the value of the config that asks for it. */
export interface Column {
  readonly name: string;
  readonly index: number;
  readonly at: JsonPath;
}

export interface Header {
  readonly names: readonly string[];
  readonly features: readonly Column[];
  readonly targets: readonly Column[];
}

/** Finds the columns the config asks for. @throws DataError where one is not there, or there twice */
export function readHeader(
  cells: readonly string[],
  source: CsvSource,
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

  constructor(
    readonly names: readonly string[],
    private readonly file: DataFile,
    private readonly place: Place,
  ) {
    if (names.length <= maxColumns) return;
    this.report(
      'csv-too-many-columns',
      file.at,
      l10n.t('{0} has {1} columns; at most {2} can be loaded.', file.name, names.length, maxColumns),
    );
    this.check([]);
  }

  find(name: string, at: JsonPath): Column {
    const index = this.names.indexOf(name);
    if (index === -1) this.reportMissing(name, at);
    else if (this.names.includes(name, index + 1)) this.reportDuplicate(name, at);
    return { name, index, at };
  }

  otherThan(targets: readonly string[]): string[] {
    return this.names.filter((name) => !targets.includes(name));
  }

  check(features: readonly Column[]): void {
    if (this.findings.size > 0) throw new DataError(capped([...this.findings.values()]));
    if (features.length > 0) return;
    const message = l10n.t(
      '{0} has no column besides the target; there is nothing to learn from.',
      this.file.name,
    );
    throw new DataError([finding('csv-no-features', this.file.at, message)]);
  }

  private reportMissing(name: string, at: JsonPath): void {
    const file = this.file.name;
    const near = nearest(name, this.names);
    if (near !== null) {
      this.report(
        'csv-no-column',
        at,
        l10n.t('{0} has no column "{1}". Did you mean "{2}"?', file, name, near),
      );
    } else if (this.names.some((cell) => cell !== '' && Number.isFinite(Number(cell)))) {
      const message = l10n.t(
        '{0} has no column "{1}": its first line looks like data. Add a line with the names of the columns.', file, name,
      ); // prettier-ignore
      this.report('csv-no-header', at, message);
    } else {
      const shown = this.names.slice(0, 10).join(', ') + (this.names.length > 10 ? ', …' : '');
      this.report(
        'csv-no-column',
        at,
        l10n.t('{0} has no column "{1}"; its columns are {2}.', file, name, shown),
      );
    }
  }

  private reportDuplicate(name: string, at: JsonPath): void {
    const message = name
      ? l10n.t(
          '{0} has more than one column "{1}"; rename one of them in its first line.',
          this.file.name,
          name,
        )
      : l10n.t('{0} has more than one column without a name; name them in its first line.', this.file.name);
    this.report('csv-duplicate-column', at, message);
  }

  /** Once for each message: a name that is there twice is asked for twice. */
  private report(code: string, at: JsonPath, message: string): void {
    const related = [{ file: this.file.path, ...this.place, message }];
    this.findings.set(message, finding(code, at, message, { related }));
  }
}
