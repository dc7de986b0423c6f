import * as l10n from '@vscode/l10n';
import { replacement } from './fix.js';
import { checkKeys } from './keys.js';
import type { Report } from './report.js';
import type { DataSource, DataSpec, PartFiles } from './spec.js';
import { asNumber, asString, keyOf, member, type Value } from './tree.js';

/** The parts of the data that may have files of their own. */
export const partNames = ['validation', 'test'] as const;
export type PartName = (typeof partNames)[number];

/** Reads the files of the validation and the test samples, which are of the same kind as those of the training samples. */
export function readPartFiles(
  report: Report,
  data: Value,
  kind: DataSource['kind'],
): Pick<DataSpec, 'validation' | 'test'> {
  const parts = {
    validation: readPart(report, member(data, 'validation'), 'validation', kind),
    test: readPart(report, member(data, 'test'), 'test', kind),
  };
  if (parts.validation) refuseSplit(report, member(data, 'validationSplit'));
  return parts;
}

function readPart(report: Report, value: Value, name: PartName, kind: DataSource['kind']): PartFiles | null {
  if (!value) return null;
  if (kind !== 'table' && kind !== 'idx') {
    const message = l10n.t(
      'Only data from a file can have a file for "{0}". Remove it, or use "validationSplit".',
      name,
    );
    report.error('part-without-file', keyOf(value), message);
    return null;
  }
  checkKeys(report, value, kind === 'table' ? ['file'] : ['images', 'labels']);
  const text = (key: string): string => asString(member(value, key)) ?? '';
  return kind === 'table' ? { file: text('file') } : { images: text('images'), labels: text('labels') };
}

function refuseSplit(report: Report, value: Value): void {
  if (!value || !((asNumber(value) ?? 0) > 0)) return;
  const message = l10n.t(
    'The validation samples have a file of their own, so none can be held out of the training samples. Remove "validationSplit" or "validation".',
  );
  report.error('validation-twice', value, message, replacement(value, '0'));
}
